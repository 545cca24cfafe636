"""A file of any kind of table → its columns and its rows, everything as text."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from consultation.boundary import clean_text
from consultation.errors import ImportRefused
from consultation.imports.kinds import Kind, kind_of
from consultation.imports.nested import unfolded
from consultation.imports.papers import read_sheets
from consultation.imports.reader.blocks import Sheet
from consultation.imports.reader.kinds import decoded
from consultation.imports.rows import Row, Table, rows_in
from consultation.imports.separated import records_in, separated_records
from consultation.imports.wide import recognised
from consultation.imports.workbooks import workbook_sheet


def read_table(path: Path, *, encoding: str = "utf-8-sig") -> Table:
    """The table in a CSV, XLSX, XLS or ODS file; the first row that is not empty is the header.

    The file's first bytes decide what it is, never its name. A column of JSON objects gives a
    column more for each of its keys (`extra.country`). Raises ImportRefused for whatever is not a
    table, with what it is and what to do.
    """
    raw = _bytes(path)
    kind = kind_of(raw, name=path.name)
    if kind is Kind.SEPARATED:
        sheet = Sheet(rows=separated_records(raw, encoding=encoding, name=path.name))
    else:
        sheet = workbook_sheet(raw, zipped=kind is Kind.ZIPPED, name=path.name)
    return _table(sheet, path.name)


def uploaded_table(raw: bytes, *, name: str) -> Table:
    """The table in a file that came over the network: a limited child reads it.

    Raises ImportRefused as `read_table`, and for a workbook with several sheets that are filled.
    """
    sheets = read_sheets(raw, name=name)
    if sheets is None:
        return _table(Sheet(rows=records_in(text_of(raw, name=name), name=name)), name)
    filled = [sheet for sheet in sheets if not sheet.is_hidden and any(map(any, sheet.rows))]
    if len(filled) > 1:
        raise ImportRefused(
            f"“{name}” has {len(filled)} sheets with something on them. Save the one that is meant "
            "as a file of its own."
        )
    return _table(filled[0] if filled else Sheet(), name)


def text_of(raw: bytes, *, name: str) -> str:
    """The text of a file that is no workbook. Raises ImportRefused for what is no text either."""
    text: str | None = decoded(raw)
    if text is None:
        raise ImportRefused(
            f"“{name}” is neither a workbook nor text that can be read. Save the table as XLSX, or "
            "as CSV in UTF-8."
        )
    return text


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        # An OSError's own sentence: "Is a directory", "No such file or directory".
        raise ImportRefused(f"“{path.name}” cannot be read: {error.strerror}.") from error


def _table(sheet: Sheet, name: str) -> Table:
    rows = rows_in(sheet)
    if (export := recognised(rows)) is not None:
        return export
    header = next((row for row in rows if not row.is_empty), None)
    if header is None:
        raise ImportRefused(f"“{name}” is empty.")
    below = rows[header.number :]
    if all(row.is_empty for row in below):
        raise ImportRefused(f"“{name}” has a header (row {header.number}) and no row below it.")
    columns, values = unfolded(_columns(header, name), [row.values for row in below])
    return Table(
        columns,
        tuple(replace(row, values=cells) for row, cells in zip(below, values, strict=True)),
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
