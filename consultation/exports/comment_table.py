"""The comment table as a workbook and as a document, to be filled offline."""

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Cm, Emu, Pt
from xlsxwriter import Workbook

from consultation.exports.packing import steady_zip
from consultation.exports.text import xml_text
from consultation.exports.xlsx.writing import CELL_LIMIT, LINE_HEIGHT, height_of, write_cell
from consultation.queries.comment_table import COLUMNS, REMARKS, TOO_LONG, TableRow

_WIDTHS = {
    "body": 16, "line": 8, "clause": 34, "paragraph": 20, "remark": 13, "comment": 70,
    "proposed": 50, "observations": 24, "row_id": 22,
}  # fmt: skip
"""Of the workbook's columns, in characters."""

_SHARES = {
    "body": 13, "line": 8, "clause": 17, "paragraph": 12, "remark": 11, "comment": 32,
    "proposed": 22, "observations": 14, "row_id": 11,
}  # fmt: skip
"""Of a page's width, for the document."""

_NO_SURPRISES = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def too_long(rows: Sequence[TableRow]) -> list[TableRow]:
    """The rows whose text does not fit a cell of a workbook."""
    return [row for row in rows if any(_units(cell) > CELL_LIMIT for cell in row.cells)]


def render_table_xlsx(rows: Sequence[TableRow]) -> bytes:
    """The table as XLSX: every cell a text; one that does not fit says so in its place."""
    out = io.BytesIO()
    with Workbook(out, _NO_SURPRISES) as workbook:
        sheet = workbook.add_worksheet("Comments")
        look = {"text_wrap": True, "valign": "top", "num_format": "@", "font_size": 10}
        body = workbook.add_format(look)
        head = workbook.add_format({**look, "bold": True, "bg_color": "#EEF2F7", "bottom": 1})
        quiet = workbook.add_format({**look, "font_color": "#767C86"})
        for column, (name, title) in enumerate(COLUMNS.items()):
            sheet.set_column(column, column, _WIDTHS[name], quiet if name == "row_id" else body)
            sheet.write_string(0, column, title, head)
        sheet.set_row(0, 2 * LINE_HEIGHT)
        for number, row in enumerate(rows, 1):
            cells = [_fitting(cell) for cell in row.cells]
            sheet.set_row(number, height_of(cells, [_WIDTHS[name] for name in COLUMNS]))
            for column, cell in enumerate(cells):
                last = column == len(COLUMNS) - 1
                write_cell(sheet, number, column, cell, quiet if last else body)
        _guide(sheet, len(rows))
    return steady_zip(out.getvalue())


def _guide(sheet: Any, rows: int) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    kinds = [word for word, remark in REMARKS.items() if word == remark.value]
    column = list(COLUMNS).index("remark")
    sheet.data_validation(
        1,
        column,
        rows + 500,
        column,
        {"validate": "list", "source": kinds, "ignore_blank": True, "error_type": "warning"},
    )


def _fitting(cell: str) -> str:
    if _units(cell) <= CELL_LIMIT:
        return xml_text(cell)
    return (
        f"{TOO_LONG} The text has {len(cell):,} characters. It stays as you saved it while this "
        "sentence stands here; edit it on its page, or download the table as DOCX."
    )


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def render_table_docx(rows: Sequence[TableRow], *, title: str) -> bytes:
    """The table as DOCX, on wide pages with the header repeated; no text is too long for it."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.2)
    section.top_margin = section.bottom_margin = Cm(1.5)
    document.styles["Normal"].font.size = Pt(8)
    document.add_heading(xml_text(title), 1)
    table = document.add_table(1, len(COLUMNS), "Table Grid")
    table.autofit = False
    across = section.page_width - section.left_margin - section.right_margin
    widths = [Emu(int(across * part / sum(_SHARES.values()))) for part in _SHARES.values()]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for cell, name, width in zip(table.rows[0].cells, COLUMNS.values(), widths, strict=True):
        cell.width = width
        cell.paragraphs[0].add_run(name).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    for row in rows:
        for cell, text, width in zip(table.add_row().cells, row.cells, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].add_run(xml_text(text))
    out = io.BytesIO()
    document.save(out)
    return steady_zip(out.getvalue())
