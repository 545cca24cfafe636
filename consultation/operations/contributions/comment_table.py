"""Rows of a filled comment table, judged, as answers and comments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consultation.models import Draft, OpenQuestion, Person, Stakeholder
from consultation.operations.contributions.answers import Writing, save_answer
from consultation.operations.contributions.commenting import (
    save_comment,
    standing_question,
    whole_draft_question,
)
from consultation.queries.drafts.places import Place


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "as it is"
    EMPTY = "empty"
    KEPT = "kept"
    WRONG = "cannot be taken"


def row_name(number: int, sheet: str) -> str:
    """What a row is called, by the number that a spreadsheet shows.

    >>> row_name(2, ""), row_name(2, "More")
    ('Row 2', 'Row 2 of “More”')
    """
    return f"Row {number} of “{sheet}”" if sheet else f"Row {number}"


@dataclass(frozen=True)
class Judged:
    """A row with its number in the file, what becomes of it, and why, in words.

    `entry` and `seen` name the save that a changed row replaces; a new one has neither, except at
    an open question.
    """

    number: int
    where: str
    verdict: Verdict
    column: str = ""
    why: str = ""
    place: Place | None = None
    entry: int | None = None
    seen: int | None = None
    writing: Writing | None = None
    sheet: str = ""

    @property
    def name(self) -> str:
        return row_name(self.number, self.sheet)

    @property
    def is_taken(self) -> bool:
        return self.verdict in {Verdict.NEW, Verdict.CHANGED}


def take_rows(
    author: Person, stakeholder: Stakeholder, rows: Iterable[Judged], *, now: datetime
) -> int:
    """Save what is new or changed; how many rows that were.

    Raises RoundClosed outside the window.
    """
    count = 0
    for row in rows:
        if not row.is_taken or row.place is None or row.writing is None:
            continue
        _take(author, stakeholder, row.place, row, row.writing, now)
        count += 1
    return count


def _take(
    author: Person,
    stakeholder: Stakeholder,
    place: Place,
    row: Judged,
    writing: Writing,
    now: datetime,
) -> None:
    if not isinstance(place, OpenQuestion) and row.entry is None:
        save_comment(author, stakeholder, place, writing, now=now)
        return
    save_answer(
        author,
        stakeholder,
        _question(place),
        writing,
        entry=row.entry or 1,
        seen=row.seen or 0,
        now=now,
    )


def _question(place: Place) -> OpenQuestion:
    if isinstance(place, OpenQuestion):
        return place
    return whole_draft_question(place) if isinstance(place, Draft) else standing_question(place)
