"""The comment table as a workbook of Excel's kind."""

import io
from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook

from consultation.exports.comment_table.sheet import KINDS, NAME, ROWS_TO_ADD, WIDTHS, fitting
from consultation.exports.packing import steady_zip
from consultation.exports.xlsx.writing import LINE_HEIGHT, height_of, write_cell
from consultation.queries.contributions.comment_table import COLUMNS, TableRow

_NO_SURPRISES = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def render_table_xlsx(rows: Sequence[TableRow], title: str = "") -> bytes:
    """The table as XLSX: every cell a text; one that does not fit says so in its place."""
    out = io.BytesIO()
    with Workbook(out, _NO_SURPRISES) as workbook:
        workbook.set_properties({"title": title})
        sheet = workbook.add_worksheet(NAME)
        look = {"text_wrap": True, "valign": "top", "num_format": "@", "font_size": 10}
        body = workbook.add_format(look)
        head = workbook.add_format({**look, "bold": True, "bg_color": "#EEF2F7", "bottom": 1})
        quiet = workbook.add_format({**look, "font_color": "#767C86"})
        for column, (name, heading) in enumerate(COLUMNS.items()):
            sheet.set_column(column, column, WIDTHS[name], quiet if name == "row_id" else body)
            sheet.write_string(0, column, heading, head)
        sheet.set_row(0, 2 * LINE_HEIGHT)
        for number, row in enumerate(rows, 1):
            cells = fitting(row)
            sheet.set_row(number, height_of(cells, [WIDTHS[name] for name in COLUMNS]))
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
    column = list(COLUMNS).index("remark")
    offered = {"validate": "list", "source": [*KINDS], "ignore_blank": True}
    sheet.data_validation(
        1, column, rows + ROWS_TO_ADD, column, {**offered, "error_type": "warning"}
    )
