"""What comes along of a draft's words: type, lists, tables, notes; what does not is named."""

import io
import random
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from consultation.errors import ImportRefused
from consultation.imports.drafts import read_draft
from consultation.imports.marking import marked
from consultation.imports.reader.outline import Run, line_of
from consultation.plain import PARSER, plain
from consultation.rendering import markdown

SET = Path(__file__).parent / "drafts" / "set-by-libreoffice.docx"


@pytest.fixture
def document():
    """One measure, below which a test writes."""
    made = docx.Document()
    made.add_heading("Measure 1 Records", 1)
    return made


def read(document):
    out = io.BytesIO()
    document.save(out)
    return read_draft(out.getvalue(), name="draft.docx")


def words(document):
    (only,) = read(document).provisions
    return only.text


def runs(document, *given):
    """A paragraph of runs: a text, and how it is set."""
    paragraph = document.add_paragraph()
    for text, *how in given:
        run = paragraph.add_run(text)
        for name in how:
            setattr(run.font, name, True)
    return paragraph


def test_bold_and_italic_that_a_word_processor_cut_into_runs_come_out_whole(document):
    runs(
        document, ("Signatories "), ("keep", "bold"), (" ",), ("all ", "bold"), ("of ",),
        ("it", "italic"), (", ",), ("al", "bold", "italic"), ("ways", "bold", "italic"), (".",),
    )  # fmt: skip
    assert words(document).endswith("**keep all** of *it*, ***always***.")


def test_a_style_of_characters_or_paragraphs_sets_type_and_both_together_set_none(document):
    document.add_paragraph().add_run("Loud", style="Strong")
    document.add_paragraph("Quoted", style="Quote").add_run(" plainly", style="Emphasis")
    document.add_paragraph(style="Quote").add_run("Upright").italic = False
    assert words(document) == "**Loud**\n\n*Quoted* plainly\n\nUpright"


def test_letters_that_markdown_would_read_as_marks_are_read_as_letters(document):
    texts = [
        "a * b * c and __d__", "1. no list", "2)", "- none", "# no heading", "[a]: /b", "[a](b)",
        "<b>&lt; &amp;</b>", "`code`", "| a | b |", "~~~", "> q", "===", "x_y_z", "back\\slash",
    ]  # fmt: skip
    for text in texts:
        document.add_paragraph(text)
    document.add_paragraph("a | b\n--- | ---\nc | d")
    html = markdown(words(document))
    assert plain(words(document)) == " ".join([*texts, "a | b --- | --- c | d"])
    for tag in ("<ul", "<ol", "<table", "<h", "<pre", "<code", "<a", "<em", "<strong", "<b"):
        assert tag not in html.replace("<br", "")


def as_read(text):
    """Each letter of a paragraph but white space, and whether it is bold and italic."""
    found, bold, italic = [], 0, 0
    for block in PARSER.parse(text):
        for token in block.children or ():
            bold += token.nesting * (token.tag == "strong")
            italic += token.nesting * (token.tag == "em")
            found += [(sign, bold > 0, italic > 0) for sign in token.content if sign.strip()]
    return found


def as_set(line):
    return [(sign, *run[1:]) for run in line for sign in run.text if sign.strip()]


def thrown(dice, ends=""):
    """A line of up to five runs, each set in any way."""
    return line_of(
        Run("".join(dice.choices("ab é(.*_\\<`]|”&", k=dice.randint(1, 4))) + ends, *how)
        for how in dice.choices([(False, False), (True, False), (False, True), (True, True)],
                                k=dice.randint(1, 5))
    )  # fmt: skip


def test_however_a_line_is_set_its_letters_are_read_and_no_marks():
    dice = random.Random(20)
    for _ in range(3_000):
        line = thrown(dice)
        read_back = [sign for sign, *_ in as_read(marked(line))]
        assert read_back == [sign for sign, *_ in as_set(line)], (line, marked(line))


def test_words_are_read_as_they_are_set():
    """Beside a letter a sign may lose its type; a letter never does."""
    dice = random.Random(21)
    for _ in range(3_000):
        line = thrown(dice, ends=" ")
        for got, want in zip(as_read(marked(line)), as_set(line), strict=True):
            assert got == want or not want[0].isalpha(), (line, marked(line))


def test_a_word_that_is_set_in_two_ways_is_set_as_it_begins():
    assert marked((Run("Note", True), Run(": see ", False, True), Run("x"))) == "**Note:** *see* x"


def numbered(document, text, number, level=0):
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(parse_xml(  # noqa: SLF001
        f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    ))  # fmt: skip


def with_lists(document):
    """Two lists of one kind: figures, bullets below them, figures below these."""
    forms = (("decimal", "%1."), ("bullet", ""), ("decimal", "%3."))
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(forms)
    )
    numbering = document.part.numbering_part.element
    for number in ("90", "91"):
        xml = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{levels}</w:abstractNum>'
        numbering.insert(0, parse_xml(xml))
        entry = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/>'
        numbering.append(parse_xml(f"{entry}</w:num>"))


def test_lists_stand_inside_lists(document):
    with_lists(document)
    for text, level in (("one", 0), ("dot", 1), ("deep", 2), ("dot again", 1), ("two", 0)):
        numbered(document, text, 90, level)
    text = words(document)
    assert text == "1. one\n   - dot\n     1. deep\n   - dot again\n2. two"
    assert markdown(text).count("<ol>") == 2
    assert markdown(text).count("<ul>") == 1


def test_a_list_that_begins_anew_counts_anew_and_one_that_was_broken_off_counts_on(document):
    with_lists(document)
    numbered(document, "one", 90)
    numbered(document, "two", 90)
    numbered(document, "one again", 91)
    document.add_paragraph("Words.")
    numbered(document, "three", 90)
    text = words(document)
    assert text == "1. one\n2. two\n1) one again\n\nWords.\n\n3. three"
    assert '<ol start="3">' in markdown(text)


def test_tables_keep_every_cell_and_stay_apart(document):
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "All"
    for at, text in enumerate(("a|b", "c", "d")):
        table.cell(1, at).text = text
    table.cell(1, 2).add_paragraph().add_run("e").bold = True
    document.add_paragraph()
    other = document.add_table(1, 2)
    other.cell(0, 0).text = other.cell(0, 1).text = "z"
    found = read(document)
    assert found.provisions[0].text == (
        "| All |  |  |\n| --- | --- | --- |\n| a\\|b | c | d **e** |\n\n| z | z |\n| --- | --- |"
    )
    assert found.changed == ("cells that are joined, their words in the first",)


def test_a_row_that_is_wider_than_the_first_loses_nothing(document):
    table = document.add_table(2, 2)
    table.cell(1, 1).text = "beyond"
    first = table.rows[0]._tr  # noqa: SLF001
    first.remove(first.tc_lst[1])
    assert "beyond" in markdown(words(document))


def test_raised_and_lowered_figures_stay_what_they_say(document):
    runs(document, ("10",), ("25", "superscript"), (" of CO",), ("2", "subscript"))
    runs(document, ("the 2",), ("nd", "superscript"))
    found = read(document)
    assert found.provisions[0].text == "10²⁵ of CO₂\n\nthe 2nd"
    assert found.left_out == ("raised or lowered type, whose letters are kept",)


def test_what_does_not_come_along_is_named_and_hidden_text_stays_out(document):
    runs(document, ("Under", "underline"), (" struck", "strike"), (" unseen", "hidden"))
    document.sections[0].header.paragraphs[0].text = "Confidential"
    heading = document.add_heading("Measure 2 ", 1)
    heading.add_run("Tell").italic = True
    found = read(document)
    assert found.provisions[0].text == "Under struck"
    assert found.left_out == (
        "bold and italic type inside titles", "hidden text",
        "struck-through type, whose words are kept", "underlined type",
        "what stands above and below each page",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("how", "kept", "named"),
    [
        ("hidden", "It is . It is .", "hidden text"),
        ("strike", "It is so. It is not.", "struck-through type, whose words are kept"),
        ("double_strike", "It is so. It is not.", "struck-through type, whose words are kept"),
    ],
)
def test_what_a_style_hides_or_strikes_is_hidden_or_named_too(document, how, kept, named):
    letters = document.styles.add_style("Gone", WD_STYLE_TYPE.CHARACTER)
    setattr(letters.font, how, True)
    document.add_paragraph("It is ").add_run("so", style="Gone")
    document.paragraphs[-1].add_run(". It is ")
    document.paragraphs[-1].add_run("not", style="Gone")
    document.paragraphs[-1].add_run(".")
    found = read(document)
    assert found.provisions[0].text == kept
    assert found.left_out == (named,)


def test_a_run_that_says_it_is_seen_is_seen_in_a_hidden_paragraph(document):
    document.styles.add_style("Away", WD_STYLE_TYPE.PARAGRAPH).font.hidden = True
    document.add_paragraph("Unseen", style="Away").add_run("Seen").font.hidden = False
    found = read(document)
    assert found.provisions[0].text == "Seen"
    assert found.left_out == ("hidden text",)


def deleted(run, tag="del"):
    """Track a run as deleted."""
    element = run._r  # noqa: SLF001
    for text in element.findall(qn("w:t")):
        text.tag = qn("w:delText")
    around = OxmlElement(f"w:{tag}")
    element.addprevious(around)
    around.append(element)


def without_end(paragraph):
    """Track the end of a paragraph as deleted."""
    kept = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    kept.append(parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="1" w:author="A"/></w:rPr>'))


def test_tracked_changes_are_read_as_accepted_deleted_ends_and_rows_too(document):
    with_lists(document)
    numbered(document, "stays", 90)
    numbered(document, "goes", 90)
    gone = document.paragraphs[-1]
    deleted(gone.runs[0])
    without_end(gone)
    numbered(document, "is second", 90)
    without_end(document.add_paragraph("It goes "))
    document.add_paragraph("on.")
    table = document.add_table(3, 2)
    for row in range(3):
        for column in range(2):
            table.cell(row, column).text = f"{row}{column}"
    properties = table.rows[1]._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(OxmlElement("w:del"))
    found = read(document)
    assert found.provisions[0].text == (
        "1. stays\n2. is second\n\nIt goes on.\n\n| 00 | 01 |\n| --- | --- |\n| 20 | 21 |"
    )
    assert found.changed == ("tracked changes, as if all were accepted",)


def test_what_was_to_go_on_at_the_end_is_kept(document):
    without_end(document.add_paragraph("The last."))
    assert words(document) == "The last."


def test_what_was_to_go_on_does_not_jump_over_a_table_or_out_of_a_box(document):
    without_end(document.add_paragraph("Before."))
    document.add_table(1, 2).cell(0, 0).text = "a"
    document.add_paragraph("Between.")
    box = document.add_table(1, 1).cell(0, 0)
    box.text = "Inside."
    without_end(box.paragraphs[0])
    document.add_paragraph("After.")
    assert words(document) == (
        "Before.\n\n| a |  |\n| --- | --- |\n\nBetween.\n\nInside.\n\nAfter."
    )


def test_a_box_that_asks_nothing_is_text_like_any_other(document):
    box = document.add_table(1, 1)
    box.cell(0, 0).text = "Note well."
    found = read(document)
    assert found.provisions[0].text == "Note well."
    assert found.changed == ("boxes, whose words stand among the others",)


def test_what_libreoffice_writes_comes_along_as_it_is_set():
    found = read_draft(SET.read_bytes(), name="draft.docx")
    record, current, told = found.provisions
    assert record.text == (
        "Signatories **keep a record** of *each* model [As in the *Annex*.] trained with more "
        "than 10²⁵ operations, for ten years."
    )
    assert current.text == (
        "The record says:\n\n1. who made the model;\n   - by ***name***\n   - by address\n"
        "     1. post\n2. what it can do, with a list.\n\n"
        "| **Field** | Reader |\n| --- | --- |\n| Name \\| alias | all *for good* |"
    )
    assert told.text == "They are told at once.\n\nAfter the box."
    assert [(q.number, q.text, q.about) for q in found.questions] == [
        ("Q1", "Is a record of each model too much?", 1), ("Q2", "Who should read it?", 1),
        ("Q3", "How soon is at once?", 2), ("Q4", "What would you ask?", 2),
    ]  # fmt: skip
    assert found.left_out == (
        "text deleted by tracked changes", "the addresses of links, whose words are kept",
        "bold and italic type inside titles", "underlined type",
        "bold and italic type, links and tables in questions",
    )  # fmt: skip
    assert found.changed == (
        "tracked changes, as if all were accepted",
        "footnotes and endnotes, in brackets where they are called",
        "the numbers of questions, counted anew through the draft",
    )


def test_letters_set_by_turns_without_end_are_refused(document):
    """Each run takes memory: a hundred thousand are more than any draft has."""
    dice, paragraph = random.Random(3), document.add_paragraph()._p  # noqa: SLF001
    for at in range(110_000):
        how = "<w:rPr><w:b/></w:rPr>" if at % 2 else ""
        said = f"<w:t>{dice.randbytes(8).hex()}</w:t>"
        paragraph.append(parse_xml(f"<w:r {nsdecls('w')}>{how}{said}</w:r>"))
    with pytest.raises(ImportRefused, match="characters of text"):
        read(document)


def test_a_draft_that_unpacks_to_more_than_its_size_tells_is_refused(document):
    document.add_paragraph("a" * 3_000_000)
    with pytest.raises(ImportRefused, match="would unpack to"):
        read(document)
