"""How a text is cut into points, and what each of them is."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.filler import is_filler
from nlp.kinds import Kind, kind_of
from nlp.language import language_of
from nlp.points import points_of, why_left_out
from nlp.references import references
from nlp.sentences import blocks, sentences, stripped
from nlp.text import LONGEST, split

LETTERS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"), max_size=200
)
SCRAPS = st.lists(
    st.sampled_from(
        ["Keep it open.", "\n", "\n\n", "\t", " ", "- ", "1. ", "(ii) ", "Art. 5", "<li>", "<p>",
         "See attached.", "z. B. ", "שלום", "However, ", "…", "\u200b", "\x1c", "?", "word " * 30,
         "x" * 250, "•", ";", "\r\n", "No. ", "A."]
    ),
    max_size=25,
).map("".join)  # fmt: skip


def quotes(text):
    return [text[passage.start : passage.end] for passage in split(text)]


@given(LETTERS | SCRAPS)
@settings(max_examples=300, deadline=None)
def test_everything_but_white_space_is_in_exactly_one_point(text):
    points = split(text)
    covered = "".join(text[point.start : point.end] for point in points)
    if points:
        assert "".join(covered.split()) == "".join(text.split())
    for point in points:
        quote = text[point.start : point.end]
        assert quote
        assert quote == quote.strip()
    for one, next_one in pairwise(points):
        assert one.end <= next_one.start


@given(LETTERS | SCRAPS)
@settings(max_examples=200, deadline=None)
def test_a_text_has_points_or_a_reason_why_not(text):
    assert bool(points_of(0, text)) is (why_left_out(text) is None)


def cut_by_people(text, ends):
    """Passages between some places of a text, every second one, as people might have cut it."""
    places = sorted({end % (len(text) + 1) for end in ends})
    spans = [stripped(text, *span) for span in list(pairwise(places))[::2]]
    return tuple(span for span in spans if span[0] < span[1])


@given(LETTERS | SCRAPS, st.lists(st.integers(0, 999), max_size=9))
@settings(max_examples=300, deadline=None)
def test_what_people_cut_is_a_point_as_it_is_and_the_rest_is_in_exactly_one_more(text, ends):
    spans = cut_by_people(text, ends)
    points = split(text, spans=spans)
    if not points:
        return
    assert {(point.start, point.end) for point in points} >= set(spans)
    assert not any(point.filler for point in points if (point.start, point.end) in spans)
    covered = "".join(text[point.start : point.end] for point in points)
    assert "".join(covered.split()) == "".join(text.split())
    for one, next_one in pairwise(points):
        assert one.end <= next_one.start
    for point in points:
        assert text[point.start : point.end].strip() == text[point.start : point.end]


@given(SCRAPS, st.sets(st.integers(0, 30)))
@settings(max_examples=200, deadline=None)
def test_what_people_leave_as_it_was_found_changes_nothing_beside_it(text, chosen):
    found = [(point.start, point.end) for point in split(text)]
    kept = tuple(span for number, span in enumerate(found) if number in chosen)
    assert [(point.start, point.end) for point in split(text, spans=kept)] == found


def test_a_thank_you_that_people_cut_off_is_no_filler():
    text = "Thank you for this consultation. The register must be public."
    assert [point.filler for point in points_of(0, text)] == [True, False]
    assert [point.filler for point in points_of(0, text, spans=[(0, 32)])] == [False, False]


def test_signs_that_stand_alone_between_what_people_cut_say_nothing():
    assert [p.filler for p in points_of(0, "Keep it *** as is", spans=[(0, 7), (12, 17)])] == [
        False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "spans", [[(5, 9), (0, 4)], [(0, 6), (5, 9)], [(0, 99)], [(4, 5)], [(-1, 3)]]
)
def test_spans_that_no_cutting_could_make_are_refused(spans):
    with pytest.raises(ValueError, match="What people cut has to be in order"):
        split("Keep it open.", spans=spans)


@pytest.mark.parametrize("text", ["", "  \n", "…", "42 %", "😀😀", "<br><br>", "\x01"])
def test_a_text_without_letters_has_no_points(text):
    assert split(text) == ()
    assert why_left_out(text) in {"blank", "no letters in it"}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "See Art. 5 of the act. It is clear.", 2),
        ("en", "No. 3 is best, e.g. for J. Smith. Keep it.", 2),
        ("en", "The answer is no. Firms must decide.", 2),
        ("de", "Am 3. April gilt Nr. 5, z. B. für alle. Das reicht.", 2),
        ("fr", "Il faut lire l'art. 4 du code. Merci.", 2),
        ("es", "Véase el art. 7 del código. Es claro.", 2),
    ],
)
def test_a_full_stop_after_an_abbreviation_ends_no_sentence(language, text, expected):
    assert len(list(sentences(text, 0, len(text), language))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1. Publish the register.\n2. Cap the fees.\n3. Train the staff.",
        "- Publish the register\n- Cap the fees\n- Train the staff",
        "• Publish the register • Cap the fees • Train the staff",
        "(i) Publish the register. (ii) Cap the fees. (iii) Train the staff.",
        "<ul><li>Publish the register<li>Cap the fees<li>Train the staff</ul>",
    ],
)
def test_list_items_are_points_of_their_own(text):
    assert len(quotes(text)) == 3


def test_lines_wrapped_by_a_mail_program_are_one_paragraph():
    line = "The register should be held by a public body that answers to parliament and\n"
    text = line + "that publishes its budget every year."
    assert list(blocks(text)) == [(0, len(text))]


def test_rows_of_a_pasted_table_stay_together():
    assert len(quotes("Model\tHours\nA\t12\nB\t9\nC\t4")) == 1


def test_a_sentence_that_continues_the_argument_joins_the_one_before():
    first = "The licence fee of four hundred euros keeps small firms out of the market. " * 3
    assert len(quotes(first + "This would end competition.")) == 1


def test_a_long_text_is_cut_into_readable_points():
    points = quotes("the list is long, " * 200)
    assert len(points) > 5
    assert max(len(point.split()) for point in points) <= LONGEST


def test_filler_stands_apart_from_the_argument_beside_it():
    points = split(
        "Thank you for this consultation. The register must be public. See attached paper."
    )
    assert [point.filler for point in points] == [True, False, True]


@pytest.mark.parametrize(
    "passage",
    ["See attached.", "Please refer to our position paper.", "n/a", "No comment at this stage.",
     "Our recommendations are attached.", "Consult our supplementary paper, please.",
     "Siehe angeschlossene Datei.", "Voir le document joint.",
     "Nein.", "Siehe beigefügte Stellungnahme.", "Voir document en annexe.", "Sin comentarios.",
     "#NAME?",
     "Many thanks for the opportunity!", "Kind regards", "As in our answer to Q12.",
     "Nothing at all", "No, nothing comes to mind.", "I can't think of anything else.",
     "Mir fällt dazu nichts ein.", "Rien de particulier.", "Nada más", "Niente altro.",
     "Nic więcej.", "Ik kan niets bedenken",
     "Nessun commento", "Brak uwag", '=IF(A2="x";"y";"")', "Mit freundlichen Grüßen"],
)  # fmt: skip
def test_words_that_argue_nothing_are_filler(passage):
    assert is_filler(passage)


@pytest.mark.parametrize(
    "passage",
    ["Nothing in the draft protects small firms.", "Annex II should be deleted.",
     "We recommend that the annex be read first.",
     "Create networks of laboratories (see attached document).",
     "No comment period may be shorter than a month, because volunteers read at night.",
     "Weights are numbers.", "Der Anhang muss öffentlich sein.", "The paper trail matters."],
)  # fmt: skip
def test_an_argument_is_not_filler(passage):
    assert not is_filler(passage)


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("Delete Measure 3.2.", ("measure 3.2",)),
        ("Article 53(1)(a) and Art. 5 matter.", ("article 53(1)(a)", "article 5")),
        ("Measures 3.2 and 3.3", ("measure 3.2", "measure 3.3")),
        ("Erwägungsgrund 12, Anhang III", ("recital 12", "annex III")),
        ("la mesure 1.1 et l'annexe II", ("measure 1.1", "annex II")),
        ("Le misure 2.1 e 2.2", ("measure 2.1", "measure 2.2")),
        ("We measure 30% of it.", ()),
        ("This article is long.", ()),
        ("commitment 4, commitment 4", ("commitment 4",)),
    ],
)
def test_provisions_are_named_in_english_whatever_the_language(passage, expected):
    assert references(passage) == expected


@pytest.mark.parametrize(
    ("language", "passage", "kind"),
    [
        ("en", "The list must be public.", Kind.PROPOSAL),
        ("en", "We fear a burden for small firms.", Kind.CONCERN),
        ("en", "Our survey found that 40 % had left.", Kind.EVIDENCE),
        ("en", "Who will pay for it?", Kind.QUESTION),
        ("en", "Weights are numbers.", None),
        ("de", "Das Register soll offen sein.", Kind.PROPOSAL),
        ("fr", "Nous craignons un risque.", Kind.CONCERN),
        ("es", "Según un estudio, se fueron.", Kind.EVIDENCE),
    ],
)
def test_the_kind_of_a_point_comes_with_the_words_that_decided_it(language, passage, kind):
    found, cues = kind_of(passage, language)
    assert found == kind
    assert bool(cues) is (kind is not None)
    assert all(cue in passage.lower() for cue in cues)


def test_a_short_point_is_in_the_language_of_its_text():
    text = "Die Liste der Anbieter soll jedes Jahr veröffentlicht werden.\n\n- Transparenz\n"
    assert {point.language for point in points_of(0, text)} == {"de"}


def test_a_short_text_is_in_the_declared_language():
    assert language_of("Transparenz", "de") == "de"


@pytest.mark.parametrize(
    "unit", ["x", "(", "Ja! ", "<b>", ". a", "a\tb\n", "a\r\n\r\n", "A. ", '"', "• x "]
)
def test_time_grows_with_the_length_of_a_text(unit):
    text = (unit * 200_000)[:200_000] + " end"
    started = time.process_time()
    split(text)
    assert time.process_time() - started < 10


def test_a_million_characters_without_a_space_are_one_point():
    assert len(split("x" * 1_000_000)) == 1
