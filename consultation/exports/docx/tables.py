"""Tables of a Word document, and the bars that stand in their rows."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm
from docx.table import Table as Made
from docx.table import _Cell

from consultation.exports.document.blocks import Bar, Cell, Chart, Link, Table
from consultation.exports.docx.bookmarks import put_in_link
from consultation.exports.docx.styles import TABLE_STYLE
from consultation.exports.figures import BAR_TITLE, FILLED, blanks, colour_of
from consultation.exports.looks import cell_style
from consultation.exports.text import xml_text

LONG_CELL = 600
"""Characters above which a table row may run over the end of a page."""


def add_table(document: Document, block: Table, chart: Chart | None) -> Made:
    """A captioned table whose header row is marked and repeated; a chart has a bar in each row."""
    document.add_paragraph(xml_text(block.caption), style="Caption")
    header: Sequence[Cell] = [*block.header, BAR_TITLE] if chart else block.header
    widths = [*block.widths, chart.width] if chart else block.widths
    table: Made = document.add_table(len(block.rows) + 1, len(header), TABLE_STYLE)
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    _describe(table, block.caption, chart.told if chart else "")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row, cells in zip(table.rows, [header, *block.rows], strict=True):
        first = cells is header
        _set_row(row._tr.get_or_add_trPr(), cells, header=first)  # noqa: SLF001 – no public name
        _fill_row(row.cells, cells, widths, block.figures, header=first)
        if block.together and row is not table.rows[-1]:
            row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True
    if chart:
        for cell, bar in zip(table.columns[-1].cells[1:], chart.bars, strict=True):
            _draw(cell, bar, chart.width / max(chart.most, 1))
    return table


def _fill_row(
    row: Sequence[_Cell],
    values: Sequence[Cell],
    widths: Sequence[float],
    figures: Sequence[bool],
    *,
    header: bool,
) -> None:
    for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
        cell.width = Cm(width)
        is_figure = at < len(figures) and figures[at]
        style = cell_style(header=header, figure=is_figure)
        _fill(cell, values[at] if at < len(values) else "", style)


def _fill(cell: _Cell, value: Cell, style: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    if isinstance(value, Link):
        put_in_link(paragraph.add_run(xml_text(value.text)), value.anchor)
    elif value != "":
        paragraph.add_run(f"{value:,}" if isinstance(value, int) else xml_text(value))


def _draw(cell: _Cell, bar: Bar, scale: float) -> None:
    for kind, count in bar:
        run = cell.paragraphs[0].add_run(blanks(FILLED * count * scale))
        look = colour_of(kind)
        pattern = "diagStripe" if look.hatched else "clear"
        run.font.element.get_or_add_rPr().append(
            parse_xml(
                f'<w:shd {nsdecls("w")} w:val="{pattern}" w:color="{look.ink}" '
                f'w:fill="{look.ground}"/>'
            )
        )


def _set_row(properties: BaseOxmlElement, cells: Sequence[Cell], *, header: bool) -> None:
    if all(len(str(cell)) < LONG_CELL for cell in cells):
        properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def _describe(table: Made, caption: str, told: str) -> None:
    """Mark the first row as a header, and name and describe the table for those who hear it."""
    properties = table._tbl.tblPr  # noqa: SLF001 – no public name
    for look in properties.findall(qn("w:tblLook")):
        properties.remove(look)
    properties.append(parse_xml(f'<w:tblLook {nsdecls("w")} w:val="0020" w:firstRow="1"/>'))
    for tag, text in (("w:tblCaption", caption), ("w:tblDescription", told)):
        if text:
            name = OxmlElement(tag)
            name.set(qn("w:val"), xml_text(text))
            properties.append(name)
