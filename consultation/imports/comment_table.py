"""A filled comment table: its rows found in the file, and what would become of each."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from consultation.boundary import ANSWER_LIMIT, clean_text
from consultation.errors import ImportRefused, RuleError
from consultation.imports.papers import read_sheets
from consultation.imports.reader.blocks import Sheet
from consultation.imports.rows import Row, rows_in
from consultation.imports.separated import separated_records
from consultation.queries.comment_table import COLUMNS, TableRow

_STARTS = {
    "body": ("mb", "body", "member", "nc"),
    "line": ("line",),
    "clause": ("clause", "subclause"),
    "paragraph": ("paragraph", "figure"),
    "remark": ("type",),
    "comment": ("comment",),
    "proposed": ("proposed",),
    "observations": ("observation",),
    "row_id": ("row id",),
}
_NUMBER = re.compile(r"^[\d\W]+")


@dataclass(frozen=True)
class FilledRow:
    """A row as it stands in the file; `number` is the one that a spreadsheet shows.

    `unread` holds, by its field, the formula or the error of a cell that has no text in the file.
    """

    number: int
    row: TableRow
    unread: Mapping[str, str] = field(default_factory=dict)


def read_comment_table(raw: bytes, *, name: str) -> list[FilledRow]:
    """The rows of an XLSX, ODS, CSV or DOCX file below the header of a comment table.

    Raises ImportRefused for what is no table, or another one.
    """
    sheets = read_sheets(raw, name=name)
    if sheets is None:
        sheets = [Sheet(rows=separated_records(raw, encoding="utf-8-sig", name=name))]
    _ensure_seen(sheets, name)
    rows = [row for sheet in sheets if not sheet.is_hidden for row in rows_in(sheet)]
    header = next((at for at, row in enumerate(rows) if _is_header(row.values)), None)
    if header is None:
        raise ImportRefused(
            f"“{name}” has no row with the names of the columns (“{COLUMNS['clause']}”, "
            f"“{COLUMNS['comment']}”, …). Download the table once more and fill that."
        )
    places = _places(rows[header].values)
    return [
        _filled(row, places)
        for row in rows[header + 1 :]
        if not row.is_empty and not _is_header(row.values)
    ]


def _ensure_seen(sheets: Sequence[Sheet], name: str) -> None:
    """Refuse a comment table on a hidden sheet: whether it is meant is not guessed."""
    for sheet in sheets:
        if sheet.is_hidden and any(_is_header(row) for row in sheet.rows):
            raise ImportRefused(
                f"“{name}” has a comment table on the hidden sheet “{sheet.name}” too. Show that "
                "sheet or delete it, then upload the table again."
            )


def _is_header(record: Sequence[str]) -> bool:
    found = _places(record)
    return "comment" in found and bool({"clause", "row_id"} & found.keys())


def _places(record: Sequence[str]) -> Mapping[str, int]:
    """Which column holds what, by the beginning of its name."""
    names = [" ".join(_NUMBER.sub("", cell).casefold().split()) for cell in record]
    return {
        field: place
        for field, starts in _STARTS.items()
        for place in [next((p for p, n in enumerate(names) if n.startswith(starts)), None)]
        if place is not None
    }


def _filled(row: Row, places: Mapping[str, int]) -> FilledRow:
    cells = {
        field: _clean(row.values[at] if at < len(row.values) else "", row.number, field)
        for field, at in places.items()
    }
    unread = {field: row.unread[at] for field, at in places.items() if at in row.unread}
    return FilledRow(row.number, TableRow(**cells), unread)


def _clean(cell: str, number: int, field: str) -> str:
    try:
        return clean_text(cell, limit=ANSWER_LIMIT)
    except RuleError as refused:
        raise ImportRefused(f"Row {number}, column {COLUMNS[field]}: {refused}") from refused


def packed(rows: Sequence[FilledRow]) -> list[dict[str, Any]]:
    """The rows as JSON can hold them, so that what was shown is what is taken."""
    return [
        {"number": filled.number}
        | ({"unread": dict(filled.unread)} if filled.unread else {})
        | {field: cell for field, cell in asdict(filled.row).items() if cell}
        for filled in rows
    ]


def unpacked(lines: Any) -> list[FilledRow]:
    """The rows again; raises ImportRefused for anything else."""
    try:
        return list(_unpacked(lines))
    except (TypeError, ValueError, OverflowError, KeyError, AttributeError) as error:
        raise ImportRefused("The rows did not arrive whole. Upload the table once more.") from error


def _unpacked(lines: Any) -> Iterator[FilledRow]:
    for line in lines:
        number = int(line["number"])
        cells = {field: _clean(line[field], number, field) for field in COLUMNS if field in line}
        found = line.get("unread", {})
        unread = {field: _clean(found[field], number, field) for field in COLUMNS if field in found}
        yield FilledRow(number, replace(TableRow(), **cells), unread)
