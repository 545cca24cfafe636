"""Tables → rows of texts: sheets of workbooks, and the tables of a DOCX."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from .blocks import Refused, Sheet, Unread
from .docx import table_rows
from .kinds import ZIPPED, Kind
from .unread import unread_cells

CELL_LIMIT = 5_000_000
"""Cells in the rectangle that a sheet spans: two cells in far corners make it huge."""

EXACT = 1e15
"""Up to here a spreadsheet's numbers are whole to the last digit."""


def sheets_in(raw: bytes, kind: Kind) -> list[Sheet]:
    """A workbook's sheets, hidden ones too, or the tables of a DOCX as one."""
    if kind is Kind.DOCX:
        return [Sheet(rows=table_rows(raw))]
    try:
        return list(filled_sheets(raw, limit=CELL_LIMIT))
    except CalamineError as error:
        raise Refused(
            "is damaged or protected by a password. Save it again without one and upload that."
        ) from error


def filled_sheets(raw: bytes, *, limit: int, hidden: bool = True) -> Iterator[Sheet]:
    """The sheets of a workbook that hold anything; Refused where one spans more cells."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    for known in workbook.sheets_metadata:
        is_hidden = known.visible != SheetVisibleEnum.Visible
        if known.typ != SheetTypeEnum.WorkSheet or (is_hidden and not hidden):
            continue
        unread = unread_cells(raw, known.name) if raw.startswith(ZIPPED) else []
        sheet = workbook.get_sheet_by_name(known.name)
        if sheet.start is not None or unread:
            yield Sheet(known.name, _rows(sheet, unread, limit), unread, is_hidden)


def _rows(sheet: CalamineSheet, unread: list[Unread], limit: int) -> list[list[str]]:
    """All rows, equally wide, as far as there is anything; empty ones above are kept."""
    last_row, last_column = sheet.end or (0, 0)
    height = max([last_row, *(cell.row for cell in unread)]) + 1
    width = max([last_column, *(cell.column for cell in unread)]) + 1
    if height * width > limit:
        raise Refused(
            f"spans {height:,} rows and {width:,} columns. Delete the cells that lie far from the "
            "table, then save it again."
        )
    read = sheet.to_python(skip_empty_area=False) if sheet.start is not None else []
    texts = [[cell_text(cell) for cell in row] for row in read]
    texts += [[] for _ in range(height - len(texts))]
    return [row + [""] * (width - len(row)) for row in texts]


def cell_text(cell: object) -> str:
    """A cell as text: no “.0” behind whole numbers, dates in ISO 8601, times taken in hours."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(cell)
