"""The rows of a table, everything as text, and what of them is no text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consultation.imports.reader.blocks import Merged, Sheet


@dataclass(frozen=True)
class Row:
    """A row as it stands in the file; it may have fewer or more values than there are columns.

    `number` is the one a spreadsheet shows: the header is 1 when nothing stands above it. In a CSV
    file it counts records, so that a cell of several lines counts once. `unread` holds, by its
    place, the formula or the error of a cell that has no text in the file; `merged` are the cells
    that go over several columns.
    """

    number: int
    values: tuple[str, ...]
    unread: Mapping[int, str] = field(default_factory=dict)
    merged: tuple[Merged, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.unread and not any(value.strip() for value in self.values)


@dataclass(frozen=True)
class Table:
    """The columns by name, and every row below the header, empty ones included.

    `origin` names the tool whose export it is, with a row for each respondent (`wide`).
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    origin: str = ""


def rows_in(sheet: Sheet) -> list[Row]:
    """The rows of a sheet, empty ones included."""
    unread: dict[int, dict[int, str]] = {}
    for cell in sheet.unread:
        unread.setdefault(cell.row, {})[cell.column] = cell.what
    merged: dict[int, tuple[Merged, ...]] = {}
    for cells in sheet.merged:
        merged[cells.row] = (*merged.get(cells.row, ()), cells)
    return [
        Row(at + 1, tuple(record), unread.get(at, {}), merged.get(at, ()))
        for at, record in enumerate(sheet.rows)
    ]
