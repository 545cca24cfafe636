"""A comment table that comes back: what would become of each observation in it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from consultation.imports.comment_table import FilledRow, packed
from consultation.imports.words import no_text_in
from consultation.operations.contributions.comment_table import row_name
from consultation.operations.plenary.observing import Judged, Verdict
from consultation.queries.contributions.comment_table import COLUMNS, TOO_LONG, TableRow
from consultation.queries.plenary.observed_table import Observed, ObservedId, seen_of, unmarked

_NOT_THEIRS = ("body", "line", "clause", "paragraph", "remark", "comment", "proposed")


@dataclass(frozen=True)
class Difference:
    """The rows of a file against what stands here, and the rows that the file has not."""

    rows: tuple[Judged, ...]
    missing: tuple[str, ...]

    def of(self, *verdicts: Verdict) -> list[Judged]:
        """The rows with one of these verdicts, in the file's order."""
        return [row for row in self.rows if row.verdict in verdicts]

    @property
    def changed(self) -> list[Judged]:
        return self.of(Verdict.CHANGED)

    @property
    def same(self) -> list[Judged]:
        return self.of(Verdict.SAME, Verdict.EMPTIED)

    @property
    def stale(self) -> list[Judged]:
        return self.of(Verdict.STALE)

    @property
    def refused(self) -> list[Judged]:
        """Rows that are not taken whoever uploads them again as they are."""
        return self.of(Verdict.UNKNOWN, Verdict.TWICE, Verdict.NOT_YOURS, Verdict.UNREAD)

    @property
    def meddled(self) -> list[Judged]:
        """Rows in which something else than the observation differs."""
        return [row for row in self.rows if row.meddled]


@dataclass(frozen=True)
class _Table:
    """What is here by answer, whose rows are the editor's, and what the file has at all."""

    here: Mapping[int, Observed]
    theirs: frozenset[int]
    times: Counter[int]
    columns: tuple[str, ...]


def difference(
    rows: Sequence[FilledRow], here: Sequence[Observed], theirs: Sequence[int]
) -> Difference:
    """Each row of a file against the rows that are here; `theirs` are questions of the editor."""
    table = _Table(
        here={each.public_number: each for each in here},
        theirs=frozenset(theirs),
        times=Counter(found.number for row in rows if (found := _id_of(row)) is not None),
        columns=tuple(name for name in _NOT_THEIRS if any(getattr(r.row, name) for r in rows)),
    )
    missing = tuple(
        str(each.public_number)
        for each in here
        if each.question.id in table.theirs and each.public_number not in table.times
    )
    return Difference(tuple(_judged(filled, table) for filled in rows), missing)


def _id_of(filled: FilledRow) -> ObservedId | None:
    return ObservedId.parse(filled.row.row_id)


def _judged(filled: FilledRow, table: _Table) -> Judged:
    found = _id_of(filled)
    label = str(found.number) if found else filled.row.row_id.strip()
    row = Judged(filled.number, label, Verdict.UNKNOWN, sheet=filled.sheet)
    own = table.here.get(found.number) if found else None
    if found is None or own is None:
        why = (
            "No answer that counts has this row id. Download the table again, and leave its last "
            "column as it is."
            if label
            else "The row has no id. Observations are taken by the row ids of the last column."
        )
        return replace(row, why=why, text=filled.row.observations)
    verdict, why = _verdict(filled, found, own, table)
    known = replace(row, verdict=verdict, why=why, where=own.row.clause, answer_id=own.answer_id)
    if verdict is Verdict.NOT_YOURS:
        return known
    return replace(
        known,
        now=unmarked(own.row.observations),
        text=unmarked(filled.row.observations),
        meddled=_meddled(filled, own, table.columns),
    )


def _verdict(
    filled: FilledRow, found: ObservedId, own: Observed, table: _Table
) -> tuple[Verdict, str]:
    if own.question.id not in table.theirs:
        return Verdict.NOT_YOURS, "Its working group writes this observation, or the secretariat."
    if table.times[found.number] > 1:
        return Verdict.TWICE, "Keep one of the rows with this id, and upload the table again."
    if "observations" in filled.unread:
        return Verdict.UNREAD, no_text_in(filled.unread["observations"])
    return _of_text(filled.row.observations, found, own)


def _of_text(typed: str, found: ObservedId, own: Observed) -> tuple[Verdict, str]:
    now = own.row.observations
    if not typed.strip():
        return Verdict.EMPTIED, "An empty cell takes nothing away."
    if typed.startswith(TOO_LONG) or seen_of(typed) == found.seen:
        return Verdict.SAME, ""
    if seen_of(unmarked(typed)) == seen_of(unmarked(now)):
        return Verdict.SAME, ""
    if seen_of(now) != found.seen:
        return (
            Verdict.STALE,
            "What stands here is not what the table was downloaded with. Download it again and "
            "bring the two together.",
        )
    return Verdict.CHANGED, ""


def _meddled(filled: FilledRow, own: Observed, columns: Sequence[str]) -> tuple[str, ...]:
    """The columns that say something else than here, whatever became of the spaces in them.

    LibreOffice loses the tabs of a cell.
    """
    return tuple(
        COLUMNS[name]
        for name in columns
        if not getattr(filled.row, name).startswith(TOO_LONG)
        and _letters(getattr(filled.row, name)) != _letters(getattr(own.row, name))
    )


def _letters(cell: str) -> str:
    return "".join(cell.split())


def packed_changes(found: Difference, rows: Sequence[FilledRow]) -> str:
    """Of the changed rows what it takes to take them, as JSON: what was shown is what is taken."""
    wanted = {(row.sheet, row.number) for row in found.changed}
    return packed(
        [
            replace(
                filled,
                row=TableRow(observations=filled.row.observations, row_id=filled.row.row_id),
                unread={},
            )
            for filled in rows
            if (filled.sheet, filled.number) in wanted
        ]
    )


def written_observations(rows: Sequence[FilledRow]) -> str:
    """What somebody wrote, in words: each row with its name, its id and its observation."""
    return "\n\n".join(
        f"{row_name(filled.number, filled.sheet)} ({filled.row.row_id})\n{filled.row.observations}"
        for filled in rows
    )
