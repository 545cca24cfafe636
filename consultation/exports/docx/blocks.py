"""The pieces a document is made of: headings, paragraphs, lists and tables."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from consultation.exports.docx.styles import TABLE_STYLE
from consultation.exports.text import one_line, xml_text

LONG_CELL = 600
"""Characters above which a table row may run over the end of a page."""


@dataclass(frozen=True)
class Link:
    """Text in a cell that leads to a bookmark of the same document."""

    text: str
    anchor: str


Cell = str | int | Link


def add_heading(
    document: Document, text: str, level: int, *, anchor: str = "", new_page: bool = True
) -> Paragraph:
    """A real heading, kept with what follows; `anchor` lets the contents lead to it.

    A first-level heading begins a page unless `new_page` is off.
    """
    paragraph = document.add_paragraph(style=f"Heading {level}")
    if not new_page:
        paragraph.paragraph_format.page_break_before = False
        paragraph.paragraph_format.space_before = Pt(28)
    run = paragraph.add_run(xml_text(one_line(text)))
    if anchor:
        # One name each, so the name's own digits can serve as the number that Word wants.
        number = anchor.strip("q")
        mark = f'{nsdecls("w")} w:id="{number}"'
        run.font.element.addprevious(
            parse_xml(f'<w:bookmarkStart {mark} w:name="{anchor}"/>'),
        )
        run.font.element.addnext(parse_xml(f"<w:bookmarkEnd {mark}/>"))
    return paragraph


def add_text(document: Document, text: str, style: str = "Normal") -> Paragraph:
    """A paragraph; line breaks in the text stay line breaks."""
    paragraph = document.add_paragraph(style=style)
    paragraph.add_run(xml_text(text))
    if _reads_from_the_right(text):
        properties = paragraph.paragraph_format.element.get_or_add_pPr()
        before = ("w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")
        properties.insert_element_before(OxmlElement("w:bidi"), *before)
    return paragraph


def add_fact(
    document: Document, label: str, text: str, style: str = "Plenary Line", *, keep: bool = False
) -> Paragraph:
    """A line that begins with what it is about: "Outcome: adopted"."""
    paragraph = document.add_paragraph(style=style)
    paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(xml_text(text))
    if keep:
        paragraph.paragraph_format.keep_with_next = True
    return paragraph


def add_table(
    document: Document,
    caption: str,
    header: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    *,
    together: bool = False,
) -> Table:
    """A captioned table whose header row is marked and repeated; widths in centimetres.

    A table kept `together` moves to the next page whole; one longer than a page breaks all the
    same.
    """
    document.add_paragraph(xml_text(caption), style="Caption")
    table: Table = document.add_table(len(rows) + 1, len(header), TABLE_STYLE)
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    _describe(table, caption)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    numeric = [isinstance(cell, int) for cell in rows[0]] if rows else [False] * len(header)
    for row, cells in zip(table.rows, [header, *rows], strict=True):
        first = cells is header
        for cell, value, width, figure in zip(row.cells, cells, widths, numeric, strict=True):
            cell.width = Cm(width)
            _fill(cell, value, _cell_style(header=first, figure=figure))
        _set_row(row._tr.get_or_add_trPr(), cells, header=first)  # noqa: SLF001 – no public name
    for row in list(table.rows)[:-1] if together else ():
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    return table


def _cell_style(*, header: bool, figure: bool) -> str:
    kind = "Head" if header else "Figure" if figure else "Text"
    return f"Plenary Table {kind}{' Figure' if header and figure else ''}"


def _fill(cell: _Cell, value: Cell, style: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    if isinstance(value, Link):
        run = paragraph.add_run(xml_text(value.text))
        link = parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="{value.anchor}"/>')
        run.font.element.addprevious(link)
        link.append(run.font.element)
    else:
        paragraph.add_run(f"{value:,}" if isinstance(value, int) else xml_text(value))


def _set_row(properties: BaseOxmlElement, cells: Sequence[Cell], *, header: bool) -> None:
    if all(len(str(cell)) < LONG_CELL for cell in cells):
        properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def _describe(table: Table, caption: str) -> None:
    """Mark the first row as a header and name the table for those who hear it."""
    properties = table._tbl.tblPr  # noqa: SLF001 – no public name
    for look in properties.findall(qn("w:tblLook")):
        properties.remove(look)
    properties.append(parse_xml(f'<w:tblLook {nsdecls("w")} w:val="0020" w:firstRow="1"/>'))
    name = OxmlElement("w:tblCaption")
    name.set(qn("w:val"), xml_text(caption))
    properties.append(name)


def _reads_from_the_right(text: str) -> bool:
    """Whether the first letter is Arabic, Hebrew or another that runs to the left."""
    strong = (unicodedata.bidirectional(c) for c in text)
    return next((kind in {"R", "AL"} for kind in strong if kind in {"L", "R", "AL"}), False)
