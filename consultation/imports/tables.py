"""A file of any kind of table → its columns and its rows, everything as text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from consultation.boundary import clean_text
from consultation.errors import ImportRefused
from consultation.imports.kinds import Kind, kind_of
from consultation.imports.nested import unfolded
from consultation.imports.separated import separated_records
from consultation.imports.workbooks import workbook_records


@dataclass(frozen=True)
class Row:
    """A row as it stands in the file; it may have fewer or more values than there are columns.

    `number` is the one a spreadsheet shows: the header is 1 when nothing stands above it. In a CSV
    file it counts records, so that a cell of several lines counts once.
    """

    number: int
    values: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not any(value.strip() for value in self.values)


@dataclass(frozen=True)
class Table:
    """The columns by name, and every row below the header, empty ones included."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path, *, encoding: str = "utf-8-sig") -> Table:
    """The table in a CSV, XLSX, XLS or ODS file; the first row that is not empty is the header.

    The file's first bytes decide what it is, never its name. A column of JSON objects gives a
    column more for each of its keys (`extra.country`). Raises ImportRefused for whatever is not a
    table, with what it is and what to do.
    """
    raw = _bytes(path)
    kind = kind_of(raw, name=path.name)
    if kind is Kind.SEPARATED:
        records = separated_records(raw, encoding=encoding, name=path.name)
    else:
        records = workbook_records(raw, zipped=kind is Kind.ZIPPED, name=path.name)
    return _table(records, path.name)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        # An OSError's own sentence: "Is a directory", "No such file or directory".
        raise ImportRefused(f"“{path.name}” cannot be read: {error.strerror}.") from error


def _table(records: Sequence[Sequence[str]], name: str) -> Table:
    rows = [Row(number, tuple(record)) for number, record in enumerate(records, 1)]
    header = next((row for row in rows if not row.is_empty), None)
    if header is None:
        raise ImportRefused(f"“{name}” is empty.")
    below = rows[header.number :]
    if all(row.is_empty for row in below):
        raise ImportRefused(f"“{name}” has a header (row {header.number}) and no row below it.")
    columns, values = unfolded(_columns(header, name), [row.values for row in below])
    return Table(
        columns,
        tuple(Row(row.number, cells) for row, cells in zip(below, values, strict=True)),
    )


def _columns(header: Row, name: str) -> tuple[str, ...]:
    """The names in the header; a column without one is called by its place."""
    cleaned = [" ".join(clean_text(value).split()) for value in header.values]
    columns = tuple(column or f"column {place}" for place, column in enumerate(cleaned, 1))
    twice = [column for column, count in Counter(columns).items() if count > 1]
    if twice:
        raise ImportRefused(
            f"“{name}” has several columns of one name: {', '.join(f'“{c}”' for c in twice)}. "
            "Give each column a name of its own."
        )
    return columns
