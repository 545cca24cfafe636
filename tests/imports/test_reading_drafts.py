"""Drafts as files: numbers as Word shows them, headings, hierarchies; what is not understood."""

import io
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from consultation.errors import ImportRefused
from consultation.imports.drafts import read_draft, unpacked

WRITTEN = Path(__file__).parent / "drafts" / "numbered-by-libreoffice.docx"

LEVELS = (("0", "Commitment %1"), ("1", "Measure %1.%2"))


def by_word() -> docx.document.Document:
    """A document whose heading styles are numbered, as Word writes it."""
    document = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:pStyle w:val="Heading{int(at) + 1}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, text in LEVELS
    )
    letters = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="(%1)"/></w:lvl>'
    )
    numbering = document.part.numbering_part.element
    for number, body in (("90", levels), ("91", letters)):
        abstract = (
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{body}</w:abstractNum>'
        )
        numbering.insert(0, parse_xml(abstract))
        entry = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/>'
        numbering.append(parse_xml(f"{entry}</w:num>"))
    for style in ("Heading 1", "Heading 2"):
        numbered = f'<w:numPr {nsdecls("w")}><w:numId w:val="90"/></w:numPr>'
        document.styles[style].element.get_or_add_pPr().append(parse_xml(numbered))
    return document


def lettered(document, text, number="91"):
    paragraph = document.add_paragraph(text)
    numbered = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(numbered))  # noqa: SLF001


def read(document, name="draft.docx"):
    out = io.BytesIO()
    document.save(out)
    return read_draft(out.getvalue(), name=name)


def lines(found):
    return [(p.depth, p.kind, p.number, p.title) for p in found.provisions]


def test_numbers_that_word_writes_by_itself_come_out_as_it_shows_them():
    document = by_word()
    for chapter in (1, 2, 3):
        document.add_heading(f"Chapter {chapter}", 1)
        for measure in (1, 2):
            document.add_heading(f"Measure of {chapter}, {measure}", 2)
            document.add_paragraph("Words.")
    found = read(document)
    assert lines(found)[-1] == (1, "measure", "3.2", "Measure of 3, 2")
    assert [p.number for p in found.provisions] == [
        "1", "1.1", "1.2", "2", "2.1", "2.2", "3", "3.1", "3.2",
    ]  # fmt: skip
    assert found.provisions[-1].text == "Words."
    assert found.doubts == ()


def test_a_list_inside_a_provision_keeps_its_letters_and_is_no_provision():
    document = by_word()
    document.add_heading("Records", 1)
    lettered(document, "one;")
    lettered(document, "two * and more.")
    (only,) = read(document).provisions
    assert only.text == "(a) one;\n\n(b) two \\* and more."


def test_what_libreoffice_writes_is_numbered_as_it_shows_it():
    found = read_draft(WRITTEN.read_bytes(), name="draft.docx")
    assert found.title == "Code of practice, second draft"
    assert lines(found) == [
        (0, "recital", "", "Recitals"),
        (1, "recital", "1", ""),
        (1, "recital", "2", ""),
        (0, "commitment", "1", "Model record"),
        (1, "measure", "1.1", "Keep the record current"),
        (1, "measure", "1.2", "Tell integrators"),
        (0, "commitment", "2", "Risk framework"),
        (1, "measure", "2.1", "Decide which risks to examine"),
    ]
    assert found.provisions[1].text == "Whoever builds on a model must know it."
    assert "(a) who made it;\n\n(i) by name\n\n(b) what it can do." in found.provisions[4].text
    assert "- abilities\n- limits\n\n| Field | Reader |\n| --- | --- |" in found.provisions[5].text


def test_what_is_not_understood_is_told_line_by_line():
    text = "Words before.\n\n# Records\n\n### Deep down\n\nWords.\n\n# Measure 1\n\n# Measure 1\n"
    found = read_draft(text.encode(), name="draft.md")
    told = [(doubt.words, doubt.what.split(":")[0]) for doubt in found.doubts]
    assert told == [
        ("Words before.", "It stands before the first heading"),
        ("Records", "It does not say what it is"),
        ("Deep down", "Levels are left out above it"),
        ("Deep down", "It does not say what it is"),
        ("Measure 1", "This name is given more than once."),
        ("Measure 1", "This name is given more than once."),
    ]


def test_markdown_stays_as_it_is_and_one_heading_above_all_is_the_title():
    text = "# The Code\n\n## Commitment 1: Records\n\nKeep *it*.\n\n- a\n- b\n\n### Measure 1.1 Now"
    found = read_draft(text.encode(), name="draft.md")
    assert found.title == "The Code"
    assert lines(found) == [
        (0, "commitment", "1", "Records"), (1, "measure", "1.1", "Now"),
    ]  # fmt: skip
    assert found.provisions[0].text == "Keep *it*.\n\n- a\n- b"


AKOMA = """<?xml version="1.0"?><akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">
<act><meta><x>no</x></meta><preface><p><docTitle>An act</docTitle></p></preface>
<preamble><recitals><recital><num>(1)</num>
<p>Since records matter.</p></recital></recitals></preamble>
<body><chapter><num>CHAPTER I</num><heading>General</heading><article><num>Article 5</num>
<heading>Records</heading><paragraph><num>1.</num><list><intro><p>The record:</p></intro>
<point><num>(a)</num><content><p>is <b>kept</b>;</p></content></point>
<point><num>(b)</num><content><p>is read.</p></content></point></list></paragraph>
<paragraph><num>2.</num><content><p>It ends.</p></content></paragraph></article></chapter></body>
</act></akomaNtoso>"""


def test_the_hierarchy_of_akoma_ntoso_becomes_provisions_down_to_the_paragraph():
    found = read_draft(AKOMA.encode(), name="act.xml")
    assert found.title == "An act"
    assert lines(found) == [
        (0, "recital", "", "Recitals"),
        (1, "recital", "1", ""),
        (0, "chapter", "I", "General"),
        (1, "article", "5", "Records"),
        (2, "paragraph", "5(1)", ""),
        (2, "paragraph", "5(2)", ""),
    ]
    assert found.provisions[4].text == "The record:\n\n(a) is **kept**;\n\n(b) is read."


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><akomaNtoso>&e;</akomaNtoso>",
         "declarations"),
        (b"<akomaNtoso><act>", "no well-formed XML"),
        (b"<akomaNtoso>" + b"<chapter>" * 90 + b"</chapter>" * 90 + b"</akomaNtoso>", "deep"),
        (b"<html><body>akoma</body></html>", "Drafts are taken as"),
        (b"%PDF-1.7", "Drafts are taken as"),
        (b"Plain words.", "Drafts are taken as"),
        (b"", "is empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_as_a_draft_is_refused_with_what_to_do(raw, why):
    with pytest.raises(ImportRefused, match=why):
        read_draft(raw, name="draft")


DEEP = '[{"depth": 3, "kind": "x", "number": "", "title": "", "text": ""}]'
FLAT = DEEP.replace("3", "0")
ASKED = '[{"number": "Q1", "text": "Why?", "about": 7}]'


@pytest.mark.parametrize("sent", [
    "", "{}", "[]", "[1]", '{"provisions": [], "questions": []}',
    f'{{"provisions": {DEEP}, "questions": []}}', f'{{"provisions": {FLAT}, "questions": [1]}}',
    f'{{"provisions": {FLAT}, "questions": {ASKED}}}',
])  # fmt: skip
def test_provisions_that_did_not_arrive_as_they_were_shown_are_refused(sent):
    with pytest.raises(ImportRefused, match="did not arrive whole"):
        unpacked(sent)
