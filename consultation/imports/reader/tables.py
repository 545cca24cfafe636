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

from .blocks import Merged, Refused, Sheet, Unread
from .cells import refusing_damaged
from .docx import table_rows
from .kinds import ZIPPED, Kind
from .merges import merged_cells
from .shown import shown_cells
from .unread import unread_cells

CELL_LIMIT = 5_000_000
"""Cells in the rectangle that a sheet spans: two cells in far corners make it huge."""

EXACT = 1e15
"""Up to here a spreadsheet's numbers are whole to the last digit."""


def sheets_in(raw: bytes, kind: Kind) -> list[Sheet]:
    """A workbook's sheets, hidden ones too, or the tables of a DOCX as one."""
    if kind is Kind.DOCX:
        rows, merged = table_rows(raw)
        return [Sheet(rows=rows, merged=merged)]
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
        with refusing_damaged():
            unread = unread_cells(raw, known.name)
            sheet = workbook.get_sheet_by_name(known.name)
        if sheet.start is not None or unread:
            rows = _rows(sheet, unread, limit)
            with refusing_damaged():
                _show(rows, raw, known.name)
                merged = _merged(sheet) or merged_cells(raw, known.name)
            yield Sheet(known.name, rows, unread, is_hidden, merged)


def _merged(sheet: CalamineSheet) -> list[Merged]:
    return [
        Merged(*start, end[1]) for start, end in sheet.merged_cell_ranges or () if start[1] < end[1]
    ]


def _show(rows: list[list[str]], raw: bytes, sheet: str) -> None:
    """Write numbers as they are shown."""
    for row, column, shown in shown_cells(raw, sheet) if raw.startswith(ZIPPED) else ():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = shown


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
