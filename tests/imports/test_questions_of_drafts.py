"""Open questions in a draft's file: where they are found, what they are about, how they count."""

import io

import docx
import pytest

from consultation.imports.drafts import read_draft

MEASURES = (
    "# Commitment 1 Records\n\n## Measure 1.1 Keep\n\nKeep it.\n\n{}\n\n## Measure 1.2 Read\n"
)

MARKS = "bold and italic type, links and tables in questions"


def read(text):
    return read_draft(text.encode(), name="draft.md")


def within(text):
    """A draft with some Markdown in its first measure."""
    return read(MEASURES.format(text))


def asked(found):
    return [(question.number, question.text, question.about) for question in found.questions]


@pytest.mark.parametrize(
    "heading",
    [
        "### Open questions", "### Questions", "### Questions for stakeholders:",
        "### 1.1.1 Open Questions", "**Questions for the public**", "Open questions:",
    ],
)  # fmt: skip
def test_numbered_lines_under_a_heading_that_says_so_are_questions(heading):
    found = within(f"{heading}\n\n1. Is it *clear*?\n2. Name a case.")
    assert asked(found) == [("Q1", "Is it clear?", 1), ("Q2", "Name a case.", 1)]
    assert [p.title for p in found.provisions] == ["Records", "Keep", "Read"]
    assert found.provisions[1].text == "Keep it."
    assert found.doubts == ()


@pytest.mark.parametrize("heading", ["### Questions of liability", "### Open issues", "Questions."])
def test_headings_that_say_something_else_are_provisions_or_words(heading):
    found = within(f"{heading}\n\n1. Is it clear?")
    assert found.questions == ()


def test_the_line_above_may_stand_in_one_block_with_its_list():
    assert asked(within("**Open questions**\n- Why?\n- How?")) == [
        ("Q1", "Why?", 1), ("Q2", "How?", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("- Is it **so**?", (MARKS,)), ("- Is it [so](http://x)?", (MARKS,)),
        ("- Is it so?\n\n| a | b |\n| --- | --- |\n| 1 | 2 |", (MARKS,)),
        ("Q1. Is it `so`?", (MARKS,)), ("- Is it 5 \\* 3?\n  Or not?", ()),
    ],
)  # fmt: skip
def test_of_a_question_in_markdown_the_words_are_kept_and_what_is_lost_is_named(text, left_out):
    found = within(f"### Open questions\n\n{text}")
    assert len(found.questions) == 1
    assert found.left_out == left_out


def test_where_none_is_numbered_each_paragraph_that_asks_is_one():
    found = within("### Open questions\n\nIs it clear?\n\nSay why.\n\nHow soon?")
    assert asked(found) == [("Q1", "Is it clear?\nSay why.", 1), ("Q2", "How soon?", 1)]


def test_what_follows_a_question_belongs_to_it():
    text = "### Open questions\n\n1. Which?\n   - this one\n   - or that?\n2. Why?\n\nSay more."
    assert asked(within(text)) == [
        ("Q1", "Which?\n– this one\n– or that?", 1), ("Q2", "Why?\nSay more.", 1),
    ]  # fmt: skip


def test_under_a_line_of_words_the_first_that_neither_counts_nor_asks_is_text_again():
    found = within("Open questions:\n\n1. Why?\n\nWords.\n\n1. no question")
    assert asked(found) == [("Q1", "Why?", 1)]
    assert found.provisions[1].text == "Keep it.\n\nWords.\n\n1. no question"


@pytest.mark.parametrize(
    ("heading", "about"), [("# Open questions", None), ("## Open questions", 0)]
)
def test_a_question_is_about_what_its_heading_stands_in(heading, about):
    assert asked(within(f"{heading}\n\n1. Why?")) == [("Q1", "Why?", about)]


@pytest.mark.parametrize(
    "name", ["Open question 7: ", "Question 7. ", "Q7. ", "**Question 7 –** ", "### Question 7: "]
)
def test_a_question_is_known_by_its_name_anywhere(name):
    found = within(f"{name}Is it clear?\n\nWords.")
    (only,) = asked(found)
    assert only[0] == "Q7"
    assert only[1].startswith("Is it clear?")


def test_numbers_are_kept_where_each_question_has_its_own_and_counted_anew_otherwise():
    kept = read("# Measure 1\n\nQ4. Why?\n\n# Measure 2\n\nQ9. How?")
    assert [number for number, *_ in asked(kept)] == ["Q4", "Q9"]
    assert kept.changed == ()
    each = "\n\n### Open questions\n\n1. Why?\n2. How?\n\n"
    twice = read(f"# Commitment 1\n\n## Measure 1{each}## Measure 2{each}")
    assert [(number, about) for number, _, about in asked(twice)] == [
        ("Q1", 1), ("Q2", 1), ("Q3", 2), ("Q4", 2),
    ]  # fmt: skip
    assert twice.changed == ("the numbers of questions, counted anew through the draft",)


def test_what_is_no_question_among_them_is_kept_and_told():
    found = within("### Open questions\n\nPlease answer:\n\n1. Why?\n\n| a | b |\n| --- | --- |")
    assert found.provisions[1].text.startswith("Keep it.\n\nPlease answer:")
    assert [(doubt.words, doubt.what) for doubt in found.doubts] == [
        ("Please answer:", "It is no question: kept in the text of Measure 1.1."),
    ]  # fmt: skip


def test_a_heading_without_questions_is_told():
    found = within("### Open questions\n\nNone yet.")
    assert [doubt.what for doubt in found.doubts] == [
        "It is no question: kept in the text of Measure 1.1.",
        "No open question was found under it: left out.",
    ]


def test_a_numbered_provision_ends_the_questions_above_it():
    document = docx.Document()
    document.add_heading("Commitment 1", 1)
    document.add_heading("Open questions", 2)
    document.add_paragraph("Why?")
    document.add_heading("Measure 1.1", 2)
    document.add_paragraph("Words.")
    found = in_word(document)
    assert asked(found) == [("Q1", "Why?", 0)]
    assert found.provisions[1].text == "Words."


def in_word(document):
    out = io.BytesIO()
    document.save(out)
    return read_draft(out.getvalue(), name="draft.docx")


def test_in_word_a_style_and_a_box_tell_questions_too():
    document = docx.Document()
    document.styles.add_style("Open question", 1)
    document.add_heading("Measure 1", 1)
    document.add_paragraph("How soon?", style="Open question")
    document.add_paragraph("Name a case.", style="Open question").runs[0].bold = True
    box = document.add_table(1, 1).cell(0, 0)
    box.text = "Questions for stakeholders"
    box.add_paragraph("What is it for?")
    box.add_paragraph("Say why.")
    document.add_paragraph("Is that all?")
    box = document.add_table(1, 1).cell(0, 0)
    box.text = "Open question 9: Who reads it?"
    box.add_paragraph("And when?")
    found = in_word(document)
    assert [text for _, text, _ in asked(found)] == [
        "How soon?", "Name a case.", "What is it for?\nSay why.", "Who reads it?", "And when?",
    ]  # fmt: skip
    assert found.provisions[0].text == "Is that all?"
    assert found.left_out == (MARKS,)


def test_a_table_inside_a_box_does_not_end_its_questions():
    document = docx.Document()
    document.add_heading("Measure 1", 1)
    box = document.add_table(1, 1).cell(0, 0)
    box.text = "Open questions"
    box.add_paragraph("Is it so?")
    inner = box.add_table(2, 2)
    inner.cell(0, 0).text, inner.cell(1, 1).text = "for", "against"
    box.add_paragraph("Is it not?")
    box.add_table(1, 1).cell(0, 0).text = "Is it ever?"
    found = in_word(document)
    assert [text for _, text, _ in asked(found)] == ["Is it so?", "Is it not?", "Is it ever?"]
    assert [doubt.words.split() for doubt in found.doubts] == [["for", "|"], ["|", "against"]]
    assert {doubt.what for doubt in found.doubts} == {
        "It is no question: kept in the text of Measure 1.",
    }  # fmt: skip


def test_a_heading_may_stand_above_a_box_with_its_questions():
    document = docx.Document()
    document.add_heading("Measure 1", 1)
    document.add_heading("Open questions", 2)
    document.add_table(1, 1).cell(0, 0).text = "Why?"
    found = in_word(document)
    assert asked(found) == [("Q1", "Why?", 0)]
    assert found.doubts == ()


def test_an_act_in_akoma_ntoso_asks_under_a_heading_too():
    found = read_draft(
        b"<akomaNtoso xmlns='x'><doc><mainBody><section><num>1</num><heading>Records</heading>"
        b"<p>Keep it.</p><subsection><heading>Open questions</heading><p>Why?</p></subsection>"
        b"</section></mainBody></doc></akomaNtoso>",
        name="act.xml",
    )
    assert asked(found) == [("Q1", "Why?", 0)]
