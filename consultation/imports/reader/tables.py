"""Tables → rows of texts: sheets of workbooks, and the tables of a DOCX."""

import io
from datetime import date, datetime, time

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from .blocks import Refused
from .docx import table_rows
from .kinds import Kind

CELL_LIMIT = 5_000_000
"""Cells in the rectangle that a sheet spans: two cells in far corners make it huge."""


def rows_of(raw: bytes, kind: Kind) -> list[list[str]]:
    """All rows, in order: of a workbook's visible sheets, or of a DOCX's tables."""
    if kind is Kind.DOCX:
        return table_rows(raw)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        return [row for name in visible_sheets(workbook) for row in _rows(workbook, name)]
    except CalamineError as error:
        raise Refused(
            "is damaged or protected by a password. Save it again without one and upload that."
        ) from error


def visible_sheets(workbook: CalamineWorkbook) -> list[str]:
    """The names of the sheets that a person sees."""
    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]


def _rows(workbook: CalamineWorkbook, name: str) -> list[list[str]]:
    sheet = workbook.get_sheet_by_name(name)
    last_row, last_column = sheet.end or (0, 0)
    if (last_row + 1) * (last_column + 1) > CELL_LIMIT:
        raise Refused(
            f"spans {last_row + 1:,} rows and {last_column + 1:,} columns. Delete the cells that "
            "lie far from the table, then upload it again."
        )
    return [[cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def cell_text(cell: object) -> str:
    """A cell as text: no “.0” behind whole numbers, dates in ISO 8601."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell)
