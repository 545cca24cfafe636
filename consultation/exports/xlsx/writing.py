"""Rows into a worksheet: nothing is read as a formula or a link, nothing is cut."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from consultation.cells import CELL_LIMIT, units
from consultation.exports.text import xml_text
from consultation.operations.plenary.pack import Pack

ROW_LIMIT = 1_048_576
"""Rows of a worksheet, its header included."""

LINE_HEIGHT, HIGHEST = 14.0, 210.0
"""Points; a row higher than the window cannot be scrolled past."""

READ_AT_ONCE = 2_000
"""Characters that decide a row's height."""

GOES_ON = " [continued in the next row]"
WENT_BEFORE = "[continued from the row above] "

Value = str | int | float | None


@dataclass(frozen=True)
class Sheet:
    """One table: its columns with their widths, and how its rows are read off a pack."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: Callable[[Pack], Iterable[Sequence[Value]]]


@dataclass(frozen=True)
class Looks:
    """The workbook's two formats."""

    head: Any
    body: Any

    @classmethod
    def of(cls, workbook: Workbook) -> "Looks":
        """Formats that belong to this workbook."""
        base = {"text_wrap": True, "valign": "top", "font_name": "Calibri", "font_size": 10}
        head = {**base, "bold": True, "bg_color": "#EEF2F7", "bottom": 1}
        return cls(workbook.add_format(head), workbook.add_format(base))


def write_sheet(
    workbook: Workbook, looks: Looks, sheet: Sheet, rows: Sequence[Sequence[Value]]
) -> None:
    """A table on its sheet, or on as many as its rows need."""
    lines = [line for row in rows for line in split_row(row)]
    room = ROW_LIMIT - 1
    for part, start in enumerate(range(0, max(len(lines), 1), room), 1):
        name = sheet.name if part == 1 else f"{sheet.name} {part}"
        _write_part(workbook.add_worksheet(name), looks, sheet, lines[start : start + room])


def _write_part(
    worksheet: Worksheet, looks: Looks, sheet: Sheet, lines: Sequence[Sequence[Value]]
) -> None:
    for column, (title, width) in enumerate(sheet.columns):
        worksheet.set_column(column, column, width)
        worksheet.write_string(0, column, title, looks.head)
    for at, line in enumerate(lines, 1):
        worksheet.set_row(at, height_of(line, [width for _, width in sheet.columns]))
        for column, value in enumerate(line):
            write_cell(worksheet, at, column, value, looks.body)
    worksheet.freeze_panes(1, 0)
    worksheet.autofilter(0, 0, len(lines), len(sheet.columns) - 1)
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)


def height_of(line: Sequence[Value], widths: Sequence[int]) -> float:
    """Points that show a row's longest text; a very long one is read in its cell."""
    cells = [(str(value), width) for value, width in zip(line, widths, strict=True) if value]
    lines = [
        sum(1 + len(part) // width for part in text[:READ_AT_ONCE].split("\n"))
        for text, width in cells
    ]
    return min(LINE_HEIGHT * max(lines, default=1), HIGHEST)


def write_cell(worksheet: Worksheet, row: int, column: int, value: Value, look: Any) -> None:
    if value is None or value == "":
        worksheet.write_blank(row, column, None, look)
    elif not isinstance(value, str):
        worksheet.write_number(row, column, value, look)
    elif value.startswith("<r>") and value.endswith("</r>"):
        # XlsxWriter takes such a string for finished XML; cut into runs it is escaped like others.
        worksheet.write_rich_string(row, column, value[:1], value[1:2], value[2:], look)
    else:
        worksheet.write_string(row, column, value, look)


def split_row(row: Sequence[Value]) -> Iterator[list[Value]]:
    """A row as one line, or as several when a text is longer than a cell.

    Continued lines repeat the short texts, so that a filter keeps them together, and leave the
    numbers out, so that a sum stays right.

    >>> [len(line) for line in split_row(["Q01", 7, "x" * 40_000])]
    [3, 3]
    """
    pieces = [split_text(xml_text(cell)) if isinstance(cell, str) else [cell] for cell in row]
    for at in range(max(map(len, pieces), default=1)):
        yield [_piece(cell, at) for cell in pieces]


def _piece(pieces: Sequence[Value], at: int) -> Value:
    if at < len(pieces):
        return pieces[at]
    return pieces[0] if len(pieces) == 1 and isinstance(pieces[0], str) else None


def split_text(text: str) -> list[str]:
    """A text in pieces that fit a cell, with marks where it goes on; without them, the text."""
    if units(text) <= CELL_LIMIT:
        return [text]
    room = CELL_LIMIT - len(GOES_ON) - len(WENT_BEFORE)
    pieces = list(_pieces(text, room))
    last = len(pieces) - 1
    return [
        f"{WENT_BEFORE if at else ''}{piece}{GOES_ON if at < last else ''}"
        for at, piece in enumerate(pieces)
    ]


def _pieces(text: str, room: int) -> Iterator[str]:
    start = filled = 0
    for at, character in enumerate(text):
        size = units(character)
        if filled + size > room:
            yield text[start:at]
            start, filled = at, 0
        filled += size
    yield text[start:]
