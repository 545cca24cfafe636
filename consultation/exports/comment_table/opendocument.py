"""The comment table as a spreadsheet of OpenDocument, as LibreOffice writes it."""

import io
from collections.abc import Iterable, Iterator, Sequence

from odfdo import Cell, Column, Document, Element, HeaderRows, Paragraph, Row, Table

from consultation.exports.comment_table.sheet import KINDS, NAME, ROWS_TO_ADD, WIDTHS, fitting
from consultation.exports.packing import steady_zip
from consultation.exports.text import xml_text
from consultation.queries.contributions.comment_table import COLUMNS, TableRow

_CHARACTER = 0.19
"""Centimetres that a character of ten points is wide, all in all."""

_STYLES = (
    '<number:text-style style:name="as-text"><number:text-content/></number:text-style>',
    *(
        f'<style:style style:name="{name}" style:family="table-cell" '
        'style:parent-style-name="Default" style:data-style-name="as-text">'
        f'<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"{ground}/>'
        f'<style:text-properties fo:font-size="10pt"{letters}/></style:style>'
        for name, ground, letters in (
            ("body", "", ""),
            ("head", ' fo:background-color="#eef2f7"', ' fo:font-weight="bold"'),
            ("quiet", "", ' fo:color="#767c86"'),
        )
    ),
)
_OFFERED = "kinds-of-remark"
_WIDE_PAGES = {
    "style:print-orientation": "landscape",
    "fo:page-width": "29.7cm",
    "fo:page-height": "21cm",
    "style:scale-to-X": "1",
    "style:scale-to-Y": "0",
}


def render_table_ods(rows: Sequence[TableRow], title: str = "") -> bytes:
    """The table as ODS: every cell a text; one that does not fit says so in its place."""
    document = _empty()
    document.meta.title = xml_text(title)
    for style in (*_STYLES, *_column_styles()):
        document.insert_style(style, automatic=True)
    for page in document.styles.get_elements("//style:page-layout-properties"):
        for name, value in _WIDE_PAGES.items():
            page.set_attribute(name, value)
    document.body.append(_kinds_offered())
    table = Table(NAME)
    head = _within(Row(), [_cell(heading, "head") for heading in COLUMNS.values()])
    heading = _within(HeaderRows(), [head])
    filled = [_row(fitting(row)) for row in rows]
    room = _row([""] * len(COLUMNS))
    room.set_attribute("table:number-rows-repeated", str(ROWS_TO_ADD))
    document.body.append(_within(table, [*_columns(), heading, *filled, room]))
    out = io.BytesIO()
    document.save(out)
    return steady_zip(out.getvalue())


def _empty() -> Document:
    """A spreadsheet with nothing in it, nor what a new one has of its maker's screen."""
    document = Document("spreadsheet")
    document.language = "en-GB"
    for paths, forget in (
        (document.parts, document.del_part),
        (document.manifest.get_paths(), document.manifest.del_full_path),
    ):
        for path in paths:
            if path.startswith(("Configurations2/", "Thumbnails/")):
                forget(path)
    document.body.clear()
    return document


def _look(name: str) -> str:
    return "quiet" if name == "row_id" else "body"


def _within(outer: Element, parts: Iterable[Element]) -> Element:
    """Put parts into one without asking it: a table looks through all its rows for each new one."""
    Element.extend(outer, parts)
    return outer


def _column_styles() -> Iterator[str]:
    for name, width in WIDTHS.items():
        yield (
            f'<style:style style:name="wide-{name}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * _CHARACTER:.2f}cm"/>'
            "</style:style>"
        )


def _columns() -> Iterator[Element]:
    for name in COLUMNS:
        yield Column(default_cell_style=_look(name), style=f"wide-{name}")


def _kinds_offered() -> Element:
    offered = ";".join(f'"{kind}"' for kind in KINDS).replace('"', "&quot;")
    return Element.from_tag(
        f'<table:content-validations><table:content-validation table:name="{_OFFERED}" '
        f'table:condition="of:cell-content-is-in-list({offered})" table:allow-empty-cell="true">'
        '<table:error-message table:message-type="warning" table:display="true"/>'
        "</table:content-validation></table:content-validations>"
    )


def _row(texts: Sequence[str]) -> Row:
    cells = {name: _cell(text, _look(name)) for name, text in zip(COLUMNS, texts, strict=True)}
    cells["remark"].set_attribute("table:content-validation-name", _OFFERED)
    row = Row()
    _within(row, cells.values())
    return row


def _cell(text: str, look: str) -> Cell:
    """A cell with a paragraph for every line; tabs stand in its value too.

    LibreOffice 7 loses the tabs of a cell's paragraphs, not those of its value.
    """
    cell = Cell(style=look)
    if text:
        cell.set_attribute("office:value-type", "string")
        if "\t" in text:
            cell.set_attribute("office:string-value", text)
        for line in text.split("\n"):
            paragraph = Paragraph()
            paragraph.append_plain_text(line)
            Element.append(cell, paragraph)
    return cell
