"""The Word document: what a plenary may rely on."""

import io
import zipfile
from datetime import UTC, timedelta, timezone
from itertools import pairwise

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from consultation.exports import text as texts
from consultation.exports.docx import render_docx
from consultation.queries.counts import LedgerLine
from tests.exports import packs


def opened(pack) -> Document:
    return docx.Document(io.BytesIO(render_docx(pack)))


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def whole_text(document: Document) -> str:
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    return "\n".join([*lines(document), *cells])


def styled(document: Document, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name == style]


def headings(document: Document) -> list[int]:
    names = [p.style.name for p in document.paragraphs]
    return [int(name.split()[1]) for name in names if name.startswith("Heading")]


def summary(text: str) -> Document:
    return opened(packs.pack(packs.question(summary=text, summary_by="Ana Lopes")))


def test_headings_are_real_and_never_jump_a_level():
    document = summary(packs.MARKDOWN)
    levels = headings(document)
    assert levels[0] == 1
    assert {1, 2, 3, 4} <= set(levels)
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_no_heading_is_left_alone_at_the_end_of_a_page():
    document = summary(packs.MARKDOWN)
    for paragraph in document.paragraphs:
        if paragraph.style.name.startswith("Heading"):
            assert paragraph.style.paragraph_format.keep_with_next
            following = paragraph.paragraph_format.element.getnext()
            assert following is not None
            assert following.tag != qn("w:sectPr")


def test_every_table_has_a_header_row_that_repeats():
    document = opened(packs.pack(packs.question(campaigns=(packs.campaign(),))))
    assert len(document.tables) >= 7
    for table in document.tables:
        assert [
            bool(
                row.cells[0]
                .paragraphs[0]
                .paragraph_format.element.xpath("ancestor::w:tr/w:trPr/w:tblHeader")
            )
            for row in table.rows
        ] == [
            True,
            *[False] * (len(table.rows) - 1),
        ]
        assert all(cell.text for cell in table.rows[0].cells)


@pytest.mark.parametrize("text", packs.HOSTILE)
def test_quotes_appear_verbatim(text):
    assert styled(opened(packs.with_text(text)), "Plenary Quote") == 4 * [f"“{text}”"]


def test_a_quote_says_whose_it_is_and_who_chose_it():
    quotes = (packs.quote(), packs.quote(marked_by="Ana Lopes", language="fr"))
    document = opened(packs.pack(packs.question(themes=(packs.theme(quotes=quotes),))))
    assert styled(document, "Plenary Attribution") == [
        "— Democracy Observatory · civil society · oppose · answer Q01/12 · point 7 · suggested",
        "— Democracy Observatory · civil society · oppose · answer Q01/12 · point 7"
        " · language fr · marked by Ana Lopes",
    ]


def test_counts_equal_the_packs():
    pack = packs.pack()
    document = opened(pack)
    glance = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert (glance["Submissions"], glance["Answers"]) == ("50", "92")
    assert (glance["Points made in them"], glance["Organisations"]) == ("1,234", "41")
    assert (glance["Questions"], glance["Questions signed by a chair"]) == ("2", "1")
    assert "Received: 46 answers in 46 submissions from 41 organisations; 81 points." in lines(
        document
    )
    assert "9 points are not placed under any theme." in lines(document)
    assert "Positions: oppose 1 · support 1" in lines(document)


def test_every_line_of_the_ledgers_is_there():
    rows = [
        [cell.text for cell in row.cells] for t in opened(packs.pack()).tables for row in t.rows
    ]
    assert ["submitted", "50"] in rows
    assert ["answers", "cut into points", "46"] in rows
    assert ["points", "unplaced", "9"] in rows
    assert ["points", "in all", "81"] in rows


def test_a_pack_that_is_wholly_signed_alarms_nobody():
    """Its state stands on the cover as a fact, in no style that warns."""
    document = opened(packs.pack(packs.question("Q01", signature=packs.signature())))
    assert styled(document, "Plenary State") == ["All 1 question signed"]
    assert styled(document, "Plenary Draft") == styled(document, "Plenary Unsigned") == []


def test_unsigned_questions_are_named_on_the_cover_and_on_every_page():
    document = opened(packs.pack())
    assert "Draft – 1 of 2 questions is not signed" in styled(document, "Plenary Draft")
    assert "Not signed yet: Q01" in lines(document)
    assert "Not signed yet." in styled(document, "Plenary Unsigned")
    assert "1 of 2 questions is not signed" in document.sections[0].header.paragraphs[0].text


def test_a_signature_says_who_when_and_what():
    assert (
        "Signed by Ana Lopes on 12 May 2027, 11:30 (Europe/Brussels time); "
        "signed state 9f2c4e8a71b3." in lines(opened(packs.pack()))
    )


def test_machine_and_person_are_told_apart():
    document = opened(
        packs.pack(
            packs.question(
                themes=(
                    packs.theme(titled_by="Ana Lopes"),
                    packs.theme(proposed_by="Ana Lopes", titled_by="Ana Lopes"),
                )
            )
        )
    )
    assert styled(document, "Plenary Suggested")[0].startswith(
        "suggested by the machine, title by Ana Lopes · 2 answers"
    )
    assert styled(document, "Plenary Decided")[0].startswith("proposed by Ana Lopes · 2 answers")


def test_an_outcome_has_its_reason_and_its_author():
    theme = packs.theme(outcome="clarified", outcome_reason="A misreading.", outcome_by="Ana Lopes")
    document = opened(packs.pack(packs.question(themes=(theme,))))
    assert "Outcome: clarified, decided by Ana Lopes. Reason: A misreading." in lines(document)


def test_no_summary_is_said():
    assert "No summary yet." in lines(opened(packs.pack()))


def test_markdown_becomes_word_structure():
    document = summary(packs.MARKDOWN)
    runs = {run.text: run for p in document.paragraphs for run in p.runs}
    assert (runs["bold"].bold, runs["bold"].italic) == (True, None)
    assert (runs["both"].bold, runs["both"].italic) == (True, True)
    assert runs["code"].font.name == "Consolas"
    text = whole_text(document)
    assert "a link (https://example.org/a)" in text
    assert "https://example.org/auto (" not in text
    assert '<b onclick="x()">raw</b>' in text
    assert "[picture: a map (https://example.org/map.png)]" in text
    assert 'x = "<code>"' in styled(document, "Plenary Code")
    items = [
        p.text for p in document.paragraphs if p.paragraph_format.element.xpath("./w:pPr/w:numPr")
    ]
    at = items.index("one")
    assert items[at:] == ["one", "two", "inner", "five", "six", "", "nested at once", ""]
    starts = document.part.numbering_part.element.xpath("//w:startOverride/@w:val")
    assert starts == ["1", "5"]


def test_a_summary_nested_too_deep_to_be_read_is_written_as_typed():
    deep = ">" * 300 + " still here"
    assert deep in lines(summary(deep))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([*"#>-*`|[]()_\n\n  ", "1.", "word", "<b>", "](u)"]), max_size=60))
def test_no_word_of_a_summary_is_lost(pieces):
    text = "".join(pieces).replace("[word]:", "word")
    assert whole_text(summary(f"{text}\n\nend")).count("word") >= text.count("word")


def test_long_texts_are_whole_where_they_are_the_matter():
    long = "argument " * 4_500
    text = whole_text(opened(packs.with_text(long)))
    assert text.count(long.strip()) >= 5
    assert "[shortened: 692 of 40,500 characters; whole in the data export]" in text


def test_a_quote_longer_than_pages_says_how_much_of_it_is_shown():
    endless = packs.theme(quotes=(packs.quote("x" * 1_000_000),))
    (shown,) = styled(opened(packs.pack(packs.question(themes=(endless,)))), "Plenary Quote")
    assert shown.endswith("… [shortened: 3,999 of 1,000,000 characters; whole in the data export]”")


def test_what_is_not_shown_of_campaigns_is_counted():
    copies = (*(packs.copy(n, "ours") for n in range(13)), packs.copy(99))
    many = tuple(packs.campaign(copies=copies) for _ in range(12))
    document = opened(packs.pack(packs.question(campaigns=many)))
    said = styled(document, "Plenary After Table")
    more = "… and 3 more copies with additions in the data export."
    assert f"{more} 1 copy adds nothing to the shared text." in said
    assert "… and 2 more campaigns in the data export." in said
    assert "Counted three ways: 48 submissions, 12 distinct texts, 31 organisations" in lines(
        document
    )


def test_many_themes_are_all_there():
    themes = tuple(packs.theme(f"Theme of number {n}") for n in range(120))
    document = opened(packs.pack(packs.question(themes=themes)))
    assert sum(text.startswith("Theme ") for text in styled(document, "Heading 3")) == 120


@given(st.text(st.characters(), max_size=30))
@settings(max_examples=25, deadline=None)
def test_no_character_breaks_the_document(text):
    """trust.md 45."""
    document = opened(packs.with_text(f"x{text}"))
    expected = texts.xml_text(f"“x{text}”").replace("\r", "\n")
    assert styled(document, "Plenary Quote") == 4 * [expected]


def test_what_xml_cannot_hold_stays_visible():
    assert styled(opened(packs.with_text("a\x00b\ud800c\ufffe")), "Plenary Quote") == 4 * [
        "“a\ufffdb\ufffdc\ufffd”"
    ]


def test_a_text_from_the_right_is_a_paragraph_from_the_right():
    document = opened(packs.with_text("مرحبا"))
    paragraph = next(p for p in document.paragraphs if p.style.name == "Plenary Quote")
    assert paragraph.paragraph_format.element.xpath("./w:pPr/w:bidi")


def test_the_document_says_what_it_is():
    document = opened(packs.pack(compiled_at=packs.NOW.astimezone(timezone(timedelta(hours=9)))))
    core = document.core_properties
    assert core.title == "Plenary pack: Code of Conduct, Round 1"
    assert (core.author, core.language) == ("The Forum", "en")
    assert core.created.replace(tzinfo=UTC) == core.modified.replace(tzinfo=UTC) == packs.NOW
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert section.footer.paragraphs[0].paragraph_format.element.xpath(
        "./w:fldSimple/@w:instr"
    ) == ["PAGE", "NUMPAGES"]


def test_only_our_own_styles_are_in_use():
    used = {p.style.name for p in opened(packs.with_text(packs.MARKDOWN)).paragraphs}
    assert not {name for name in used if not name.startswith(("Heading", "Plenary"))} - {
        "Title",
        "Subtitle",
        "Caption",
        "Normal",
    }


def test_contents_lead_to_the_questions():
    document = opened(packs.pack())
    targets = document.element.xpath("//w:hyperlink/@w:anchor")
    marked = document.element.xpath("//w:bookmarkStart/@w:name")
    entries = ["glance", "g1", "g1q1", "g1q2", "across", "method", "ledger"]
    assert targets == [*entries, "g1q1", "g1q2"]
    assert set(targets) < set(marked)
    assert len(marked) == len(set(marked))
    pages = document.element.xpath("//w:instrText/text()")
    assert [field.split()[1] for field in pages if "PAGEREF" in field] == entries


def test_nothing_leads_out_of_the_document():
    with zipfile.ZipFile(io.BytesIO(render_docx(packs.with_text(packs.MARKDOWN)))) as packed:
        for name in packed.namelist():
            if name.endswith(".rels"):
                tree = etree.fromstring(packed.read(name))
                assert not tree.xpath("//*[@TargetMode='External']")


def test_an_empty_pack_is_still_a_document():
    empty = packs.pack(groups=(), ledger=(), unsigned=(), method=())
    assert "No questions" in styled(opened(empty), "Plenary State")
    bare = packs.question(
        text="Long " * 60, provisions=(), counts=packs.counts(0, 0, 0, 0), themes=(), unplaced=0,
        by_position=(), by_category=(), ledger_answers=(), ledger_points=(),
        signature=packs.signature(),
    )  # fmt: skip
    document = opened(packs.pack(bare))
    assert "Received: no answers." in lines(document)
    assert "All 1 question signed" in lines(document)
    assert "About: no provision in particular" in lines(document)


def test_an_answered_question_that_nobody_analysed_says_so():
    document = opened(packs.pack(packs.question(themes=(), unplaced=0)))
    assert {"No themes yet.", "No summary yet."} <= set(lines(document))


def test_a_question_without_answers_is_brief():
    bare = packs.question(
        counts=packs.counts(0, 0, 0, 0), themes=(), unplaced=0, by_position=(), by_category=(),
        ledger_answers=(LedgerLine("blank", 0),), ledger_points=(LedgerLine("unplaced", 0),),
    )  # fmt: skip
    assert "Heading 3" not in {p.style.name for p in opened(packs.pack(bare)).paragraphs}


def test_a_question_whose_answers_were_withdrawn_accounts_for_them():
    withdrawn = packs.question(
        counts=packs.counts(0, 0, 0, 0), themes=(), unplaced=0, by_position=(), by_category=(),
        ledger_answers=(LedgerLine("withdrawn", 2),), ledger_points=(),
    )  # fmt: skip
    rows = [[c.text for c in r.cells] for t in opened(packs.pack(withdrawn)).tables for r in t.rows]
    assert ["answers", "withdrawn", "2"] in rows


def test_no_position_is_said_once_and_not_counted():
    silent = (("no position", 2),)
    quotes = (packs.quote(author="Anonymous (civil society)", position="no position"),)
    themes = (packs.theme(by_position=silent, quotes=quotes),)
    document = opened(packs.pack(packs.question(by_position=silent, themes=themes)))
    assert lines(document).count("Nobody stated a position.") == 1
    assert "no position" not in whole_text(document)
    assert styled(document, "Plenary Attribution") == [
        "— Anonymous (civil society) · answer Q01/12 · point 7 · suggested"
    ]


def test_pairs_are_counted_and_left_to_the_workbook():
    pair = packs.campaign(submissions=2)
    document = opened(packs.pack(packs.question(campaigns=(packs.campaign(), pair, pair))))
    assert styled(document, "Heading 4") == ["Campaign 1"]
    assert "2 campaigns of no more than two submissions are in the workbook." in lines(document)


def test_several_additions_of_one_author_are_told_apart():
    copies = (packs.copy(1, "We are small.", "We are from Malta."),)
    document = opened(packs.pack(packs.question(campaigns=(packs.campaign(copies=copies),))))
    assert "We are small.\n[…]\nWe are from Malta." in whole_text(document)


def test_a_round_that_is_still_open_is_not_called_closed():
    closes = packs.NOW + timedelta(days=1)
    assert "Closes: 15 May 2027, 10:12 (Europe/Brussels time)" in lines(
        opened(packs.pack(closes_at=closes))
    )
    assert "Closed: 3 May 2027, 23:59 (Europe/Brussels time)" in lines(opened(packs.pack()))


def test_a_theme_without_quotes_says_so():
    bare = packs.theme(quotes=(), by_position=(), by_category=())
    document = opened(packs.pack(packs.question(themes=(bare,), unplaced=0)))
    assert "No quotes." in lines(document)


def test_what_was_decided_on_a_single_point_stands_with_its_words_and_its_reason():
    document = opened(
        packs.pack(
            packs.question(
                own_outcomes=(
                    packs.own_outcome(),
                    packs.own_outcome("No fee.", theme="", outcome="adopted", reason=""),
                )
            )
        )
    )
    said = lines(document)
    at = said.index("Outcomes of single points")
    who = "— Democracy Observatory · civil society · oppose · answer Q01/12 · point 7"
    assert said[at + 2 : at + 8] == [
        "1: deferred, decided by Ana Lopes. Reason: To the next draft.",
        "“Give firms two weeks.”",
        f"{who} · in “Every change is a new version.”",
        "2: adopted, decided by Ana Lopes",
        "“No fee.”",
        f"{who} · unplaced",
    ]


def test_a_nested_theme_is_numbered_after_the_one_it_is_nested_in():
    themes = (
        packs.theme("Whole", with_nested=packs.counts(9, 8, 8, 7)),
        packs.theme("Part", parent_id=5),
        packs.theme("Another part", parent_id=5),
        packs.theme("Other"),
    )
    said = lines(opened(packs.pack(packs.question(themes=themes))))
    headings = [line for line in said if line.startswith("Theme ")]
    assert headings == [
        "Theme 1. Whole", "Theme 1.1. Part", "Theme 1.2. Another part", "Theme 2. Other",
    ]  # fmt: skip
    nested = next(line for line in said if line.startswith("With what is nested in it"))
    assert "8 answers" in nested


def test_minority_points_stand_with_their_reason_whose_words_they_are_and_where():
    document = opened(
        packs.pack(
            packs.question(
                minority=(
                    packs.minority(),
                    packs.minority("No fee.", theme_id=None, theme="", reason="It fits no theme."),
                    packs.minority(
                        "Wait.",
                        found_in="Small firms wait",
                        since="merged into",
                        note="Heard with the rest.",
                        noted_by="Ana Lopes",
                    ),
                    packs.minority("Pay.", theme_id=None, theme="", since="set aside"),
                )
            )
        )
    )
    said = lines(document)
    at = said.index("Minority points")
    who = "— Democracy Observatory · civil society · oppose · answer Q01/12 · point 7"
    assert said[at + 2 : at + 15] == [
        "1: The only author who opposes, against 7 others.",
        "“Leave the record out.”",
        f"{who} · in “Every change is a new version.”",
        "2: It fits no theme.",
        "“No fee.”",
        f"{who} · unplaced",
        "3: The only author who opposes, against 7 others.",
        "“Wait.”",
        f"{who} · in “Small firms wait”, since merged into “Every change is a new version.”",
        "Ana Lopes noted: Heard with the rest.",
        "4: The only author who opposes, against 7 others.",
        "“Pay.”",
        f"{who} · unplaced, since set aside",
    ]


def test_a_question_without_minority_points_has_no_heading_for_them():
    assert "Minority points" not in lines(opened(packs.pack()))
