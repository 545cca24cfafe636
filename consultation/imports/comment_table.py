"""A filled comment table: its rows found in the file, and what would become of each."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from consultation.boundary import ANSWER_LIMIT, clean_text
from consultation.cells import unguarded
from consultation.errors import ImportRefused, RuleError
from consultation.imports.papers import read_sheets
from consultation.imports.reader.blocks import Sheet
from consultation.imports.rows import Row, rows_in
from consultation.imports.separated import records_in
from consultation.imports.tables import text_of
from consultation.imports.words import MERGED
from consultation.operations.contributions.comment_table import row_name
from consultation.queries.contributions.comment_table import COLUMNS, TableRow

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

    `unread` holds, by its field, the formula or the error of a cell that has no text in the file;
    `sheet` is named where the file has several.
    """

    number: int
    row: TableRow
    unread: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""


def read_comment_table(raw: bytes, *, name: str) -> list[FilledRow]:
    """The rows of an XLSX, ODS, CSV or DOCX file below the header of a comment table.

    Raises ImportRefused for what is no table, or another one.
    """
    sheets = read_sheets(raw, name=name)
    if sheets is None:
        records = records_in(text_of(raw, name=name), name=name)
        sheets = [Sheet(rows=[[unguarded(cell) for cell in record] for record in records])]
    _ensure_seen(sheets, name)
    seen = [sheet for sheet in sheets if not sheet.is_hidden]
    if not any(_is_header(row) for sheet in seen for row in sheet.rows):
        raise ImportRefused(
            f"“{name}” has no row with the names of the columns (“{COLUMNS['clause']}”, "
            f"“{COLUMNS['comment']}”, …). Download the table once more and fill that."
        )
    return list(_filled_rows(seen))


def _filled_rows(sheets: Sequence[Sheet]) -> Iterator[FilledRow]:
    """The rows below a header, by the columns of the last header above them."""
    places: Mapping[str, int] = {}
    for sheet in sheets:
        name = sheet.name if len(sheets) > 1 else ""
        for row in rows_in(sheet):
            if _is_header(row.values):
                places = _places(row.values)
            elif places and not row.is_empty:
                yield _filled(row, places, name)


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


def _filled(row: Row, places: Mapping[str, int], sheet: str) -> FilledRow:
    where = row_name(row.number, sheet)
    cells = {
        field: _clean(row.values[at] if at < len(row.values) else "", where, field)
        for field, at in places.items()
    }
    unread = {field: row.unread[at] for field, at in places.items() if at in row.unread}
    if elsewhere := _merged_into(row, places.get("comment", 0)):
        unread["comment"] = _clean(f"{MERGED}{elsewhere}", where, "comment")
    return FilledRow(row.number, TableRow(**cells), unread, sheet)


def _merged_into(row: Row, column: int) -> str:
    """The text that stands in an earlier cell although it is merged with this one."""
    firsts = [cells.first for cells in row.merged if cells.first < column <= cells.last]
    return next((row.values[at].strip() for at in firsts if at < len(row.values)), "")


def _clean(cell: str, where: str, field: str) -> str:
    try:
        return clean_text(cell, limit=ANSWER_LIMIT)
    except RuleError as refused:
        raise ImportRefused(f"{where}, column {COLUMNS[field]}: {refused}") from refused


def packed(rows: Sequence[FilledRow]) -> str:
    """The rows as JSON, so that what was shown is what is taken."""
    lines = [
        {"number": filled.number}
        | ({"sheet": filled.sheet} if filled.sheet else {})
        | ({"unread": dict(filled.unread)} if filled.unread else {})
        | {field: cell for field, cell in asdict(filled.row).items() if cell}
        for filled in rows
    ]
    return json.dumps(lines, ensure_ascii=False)


def written_rows(rows: Sequence[FilledRow]) -> str:
    """What a person wrote into a table, in words: each row with its name, then its cells."""
    return "\n\n".join(
        "\n".join([row_name(filled.number, filled.sheet), *_cells(filled.row)])
        for filled in rows
        if filled.row.comment.strip() or filled.row.proposed.strip()
    )


def _cells(row: TableRow) -> Iterator[str]:
    for name, cell in asdict(row).items():
        if cell and name not in {"body", "observations", "row_id"}:
            yield f"{COLUMNS[name]}: {cell}"


def unpacked(rows: str) -> list[FilledRow]:
    """The rows again; raises ImportRefused for anything else."""
    try:
        return list(_unpacked(json.loads(rows)))
    except (
        TypeError,
        ValueError,
        OverflowError,
        KeyError,
        AttributeError,
        RecursionError,
    ) as error:
        raise ImportRefused("The rows did not arrive whole. Upload the table once more.") from error


def _unpacked(lines: Any) -> Iterator[FilledRow]:
    for line in lines:
        number, sheet = int(line["number"]), clean_text(line.get("sheet", ""))
        where = row_name(number, sheet)
        cells = {field: _clean(line[field], where, field) for field in COLUMNS if field in line}
        found = line.get("unread", {})
        unread = {field: _clean(found[field], where, field) for field in COLUMNS if field in found}
        yield FilledRow(number, replace(TableRow(), **cells), unread, sheet)
