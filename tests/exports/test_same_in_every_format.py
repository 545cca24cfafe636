"""The same ids, counts and texts stand in every format (trust.md 47)."""

import csv
import io
import json
import re
import zipfile
from dataclasses import dataclass
from itertools import pairwise

import docx
import openpyxl
import pptx
import pypdfium2
import pytest
from lxml import etree, html

from consultation.cells import unguarded
from consultation.exports import FORMATS
from consultation.exports.text import pack_figures
from consultation.operations.plenary.pack import Pack
from tests.exports import packs

POINT = re.compile(r"^— .* · point (\d+)(?: ·|$)")
THEME = re.compile(r"^Theme [\d.]+\. (.*)$", re.DOTALL)


def a_pack() -> Pack:
    """Two groups, themes with and without an outcome, points that are listed for each reason."""
    themes = (
        packs.theme(
            "Every change is a new version.", theme_id=5, counts=packs.counts(31, 28, 27, 19),
            quotes=(packs.quote(point_id=71), packs.quote("Small repairs are none.", point_id=72)),
        ),
        packs.theme(
            "Ask <nobody> & *wait*", theme_id=6, counts=packs.counts(1_204, 17, 16, 11),
            quotes=(packs.quote("#strong[wait] \\ {{7*7}} $x$", point_id=73),),
            outcome="adopted in part", outcome_reason="As far as it goes.", outcome_by="Ana Lopes",
            changes=("Measure 1.1",),
        ),
    )  # fmt: skip
    first = packs.question(
        "Q01", themes=themes,
        own_outcomes=(packs.own_outcome(said=packs.quote("Give firms two weeks.", point_id=74)),),
        minority=(packs.minority(said=packs.quote("Leave the record out.", point_id=75)),),
    )  # fmt: skip
    second = packs.question(
        "Q02", signature=packs.signature(), summary="Most agree. Few do not.", summary_by="Ana",
        themes=(
            packs.theme("Größe zählt", theme_id=9, quotes=(packs.quote("Ça va.", point_id=76),)),
        ),
    )  # fmt: skip
    groups = (packs.group(first), packs.group(second, code="WG2", name="Safety"))
    across = packs.across()
    return packs.pack(groups=groups, across=across, unsigned=("Q01",))


PACK = a_pack()
PARTS = [part for group in PACK.groups for part in group.questions]
LISTED = [
    *(quote for part in PARTS for theme in part.themes for quote in theme.quotes),
    *(line.said for part in PARTS for line in (*part.own_outcomes, *part.minority)),
    *(line.said for line in PACK.across.referred if line.said),
]
QUOTES = {(quote.point_id, quote.text) for quote in LISTED}
THEMES = {
    (theme.title, theme.counts.points, theme.counts.answers, theme.counts.organisations)
    for part in PARTS
    for theme in part.themes
}
FIGURES = set(pack_figures(PACK))


@dataclass(frozen=True)
class Told:
    """What a file says: points with their numbers, themes with their counts, figures."""

    quotes: set[tuple[int, str]]
    themes: set[tuple[str, int, int, int]]
    figures: set[tuple[str, int]]
    titles: set[str]


def from_lines(lines: list[str], tables: list[list[list[str]]]) -> Told:
    """What paragraphs in their order and tables of texts say."""
    quotes = {
        (int(found[1]), said[1:-1]) for said, by in pairwise(lines) if (found := POINT.match(by))
    }
    return Told(
        quotes,
        {
            (row[1], *map(number, row[2:5]))
            for table in tables
            if table[0][:2] == ["No.", "Theme"]
            for row in table[1:]
        },
        {(row[0], number(row[1])) for row in tables[0][1:]},
        {found[1] for line in lines if (found := THEME.match(line))},
    )


def number(shown: str) -> int:
    return int(shown.replace(",", ""))


def in_docx(raw: bytes) -> Told:
    document = docx.Document(io.BytesIO(raw))
    tables = [[[c.text for c in row.cells] for row in t.rows] for t in document.tables]
    return from_lines([p.text for p in document.paragraphs], tables)


def in_html(raw: bytes) -> Told:
    page = html.document_fromstring(raw.decode())
    numbers = {int(each.get("data-point")) for each in page.iter("figure")}
    lines = [each.text_content() for each in page.iter("h4", "p", "figcaption")]
    tables = [
        [[cell.text_content().strip() for cell in row] for row in table.iter("tr")]
        for table in page.iter("table")
    ]
    told = from_lines(lines, tables)
    assert numbers == {point for point, _ in told.quotes}
    return told


ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"


def in_odt(raw: bytes) -> Told:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        content = etree.fromstring(packed.read("content.xml"))
    assert not content.xpath("//@*[local-name() = 'formula']")
    text, table = ODF % "text", ODF % "table"
    # What OpenDocument says by elements is as much a part of a text as its letters.
    for name, sign in (("line-break", "\n"), ("tab", "\t"), ("s", " ")):
        for each in content.iter(f"{text}{name}"):
            each.text = sign * int(each.get(f"{text}c", "1"))
    lines = ["".join(each.itertext()) for each in content.iter(f"{text}p", f"{text}h")]
    tables = [
        [["".join(cell.itertext()) for cell in row] for row in each.iter(f"{table}table-row")]
        for each in content.iter(f"{table}table")
    ]
    return from_lines(lines, tables)


def in_xlsx(raw: bytes) -> Told:
    book = openpyxl.load_workbook(io.BytesIO(raw))
    return in_tables(lambda sheet: book[sheet].iter_rows(values_only=True))


def in_csv(raw: bytes) -> Told:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:

        def lines(sheet):
            name = f"{sheet.lower().replace(' ', '-')}.csv"
            text = io.StringIO(packed.read(name).decode("utf-8-sig"), newline="")
            for line in csv.reader(text, strict=True):
                yield [int(cell) if cell.isdecimal() else unguarded(cell) for cell in line]

        return in_tables(lines)


def in_tables(lines) -> Told:
    def rows(sheet, *columns):
        head, *rest = lines(sheet)
        return {tuple(row[head.index(column)] for column in columns) for row in rest}

    sheets = {"Quotes": "Quote", "Outcomes of single points": "Point", "Minority points": "Point",
              "Referred": "Point"}  # fmt: skip
    quotes = {pair for name, words in sheets.items() for pair in rows(name, "Point no.", words)}
    themes = rows("Themes", "Title", "Points", "Answers", "Organisations")
    overview = {what: figure for what, figure in rows("Overview", "What", "Figure") if figure}
    named = {"Points": "Points made in them"}
    figures = {(named.get(what, what), figure) for what, figure in overview.items()}
    quotes -= {(None, None), ("", "")}
    return Told(quotes, themes, figures & FIGURES, {title for title, *_ in themes})


def in_json(raw: bytes) -> Told:
    read = json.loads(raw)
    parts = [part for group in read["groups"] for part in group["questions"]]
    themes = [theme for part in parts for theme in part["themes"]]
    said = [quote for theme in themes for quote in theme["quotes"]]
    said += [line["said"] for part in parts for line in part["own_outcomes"] + part["minority"]]
    said += [line["said"] for line in read["across"]["referred"] if line["said"]]
    names = ("points", "answers", "organisations")
    return Told(
        {(each["point_id"], each["text"]) for each in said},
        {(theme["title"], *(theme["counts"][name] for name in names)) for theme in themes},
        {(name.capitalize(), count) for name, count in read["counts"].items()} & FIGURES,
        {theme["title"] for theme in themes},
    )


READERS = {
    "docx": in_docx,
    "html": in_html,
    "odt": in_odt,
    "xlsx": in_xlsx,
    "csv.zip": in_csv,
    "json": in_json,
}


@pytest.mark.parametrize("form", READERS)
def test_ids_counts_and_texts_are_those_of_the_pack(form):
    told = READERS[form](FORMATS[form].render(PACK))
    assert told.quotes == QUOTES
    assert told.themes == THEMES
    assert told.titles == {title for title, *_ in THEMES}
    whole = form in {"docx", "html", "odt"}
    assert told.figures == FIGURES if whole else told.figures


def seen(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad\ufffe]|(?<=\w)[-\u2010](?=\r?\n)", "", text)


def test_the_pdf_says_the_same_and_no_more():
    pages = pypdfium2.PdfDocument(FORMATS["pdf"].render(PACK))
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    words = seen(text)
    assert {int(point) for point in re.findall(r"point(\d+)", words)} == {p for p, _ in QUOTES}
    for _, quote in QUOTES:
        assert seen(f"“{quote}”") in words
    for title, *counts in THEMES:
        assert seen(title + "".join(f"{count:,}" for count in counts)) in words
        assert re.search(rf"Theme\d\.{re.escape(seen(title))}", words)
    for label, count in FIGURES:
        assert seen(f"{label}{count:,}") in words


def test_the_slides_say_the_same_of_what_they_show():
    deck = pptx.Presentation(io.BytesIO(FORMATS["pptx"].render(PACK)))
    notes = [
        paragraph.text
        for slide in deck.slides
        for paragraph in slide.notes_slide.notes_text_frame.paragraphs
    ]
    told = {
        (int(found[1]), said[1:-1]) for said, by in pairwise(notes) if (found := POINT.match(by))
    }
    apart = [line.said for part in PARTS for line in (*part.own_outcomes, *part.minority)]
    left_out = {(said.point_id, said.text) for said in apart}
    assert told == QUOTES - left_out
    rows = [
        [cell.text for cell in row.cells]
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]
    for title, points, answers, organisations in THEMES:
        (row,) = [row for row in rows if row[0].endswith(f". {title}")]
        assert [number(cell) for cell in row[1:4]] == [answers, organisations, points]
    assert {f"{label}: {count:,}" for label, count in FIGURES} <= set(notes)
