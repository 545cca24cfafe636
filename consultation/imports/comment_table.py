"""A filled comment table: its rows found in the file, and what would become of each."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from consultation.boundary import ANSWER_LIMIT, clean_text
from consultation.errors import ImportRefused, RuleError
from consultation.imports.papers import read_table_rows
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
    """A row as it stands in the file; `number` is the one that a spreadsheet shows."""

    number: int
    row: TableRow


def read_comment_table(raw: bytes, *, name: str) -> list[FilledRow]:
    """The rows of an XLSX, ODS, CSV or DOCX file below the header of a comment table.

    Raises ImportRefused for what is no table, or another one.
    """
    records = read_table_rows(raw, name=name)
    if records is None:
        records = separated_records(raw, encoding="utf-8-sig", name=name)
    header = next((at for at, record in enumerate(records) if _is_header(record)), None)
    if header is None:
        raise ImportRefused(
            f"“{name}” has no row with the names of the columns (“{COLUMNS['clause']}”, "
            f"“{COLUMNS['comment']}”, …). Download the table once more and fill that."
        )
    places = _places(records[header])
    return [
        FilledRow(number, _row(record, places, number))
        for number, record in enumerate(records[header + 1 :], header + 2)
        if any(cell.strip() for cell in record) and not _is_header(record)
    ]


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


def _row(record: Sequence[str], places: Mapping[str, int], number: int) -> TableRow:
    cells = {field: record[at] if at < len(record) else "" for field, at in places.items()}
    return TableRow(**{field: _clean(cell, number, field) for field, cell in cells.items()})


def _clean(cell: str, number: int, field: str) -> str:
    try:
        return clean_text(cell, limit=ANSWER_LIMIT)
    except RuleError as refused:
        raise ImportRefused(f"Row {number}, column {COLUMNS[field]}: {refused}") from refused


def packed(rows: Sequence[FilledRow]) -> list[dict[str, Any]]:
    """The rows as JSON can hold them, so that what was shown is what is taken."""
    return [
        {"number": filled.number}
        | {field: cell for field, cell in asdict(filled.row).items() if cell}
        for filled in rows
    ]


def unpacked(lines: Any) -> list[FilledRow]:
    """The rows again; raises ImportRefused for anything else."""
    try:
        return list(_unpacked(lines))
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise ImportRefused("The rows did not arrive whole. Upload the table once more.") from error


def _unpacked(lines: Any) -> Iterator[FilledRow]:
    for line in lines:
        number = int(line["number"])
        cells = {field: _clean(line[field], number, field) for field in COLUMNS if field in line}
        yield FilledRow(number, replace(TableRow(), **cells))
