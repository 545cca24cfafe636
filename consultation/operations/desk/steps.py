"""An act at the desk as a step: every row it changed, before and after, so that it can be undone.

The rows of a step are those of its points and themes and what hangs on them: the span of each
point, where it is and whether it is filler, its quote, its own outcome, what was noted on it as a
minority point, the themes' own columns and their outcomes. Nothing else is changed by acts at the
desk; the summary has its own versions.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import update

from consultation.db import session
from consultation.models import (
    MinorityNote,
    Outcome,
    OwnOutcome,
    Person,
    Placement,
    Point,
    Quote,
    Refusal,
    Step,
    Theme,
)
from consultation.operations.desk.kept_rows import Kept, State, put, rows_of, values_of
from consultation.operations.grouping.spans import (
    DECIDED,
    POINT,
    beside,
    bring,
    bring_back,
    take_away,
)
from consultation.queries.audit import newest_entry

_THEME = Kept(
    Theme, "id", ("title", "titled_by_id", "merged_into_id", "discarded_at", "parent_id", "rank")
)
_DECIDED = ("kind", "reason", "decided_by_id", "decided_at", "provision_keys")
_ON_THEMES = (Kept(Outcome, "theme_id", _DECIDED),)
ON_POINTS = (
    Kept(Placement, "point_id", ("theme_id", "placed_by_id", "discarded_because")),
    Kept(Quote, "point_id", ("marked_by_id", "rejected")),
    Kept(Refusal, "point_id", ("refused_by_id",)),
    Kept(OwnOutcome, "point_id", _DECIDED),
    Kept(MinorityNote, "point_id", ("reason", "found_in", "note", "noted_by_id", "noted_at")),
)

KEPT = {kept.name: kept for kept in (_THEME, *_ON_THEMES, POINT, *ON_POINTS)}
"""What a step keeps of themes and points, by table."""
_SHOWN = (POINT.name, Placement.__tablename__, Quote.__tablename__, OwnOutcome.__tablename__)
"""What of points is a part of the theme that they are in."""


@contextmanager
def step(
    what: str,
    subject: Point | Theme,
    *,
    by: Person,
    now: datetime,
    points: Collection[int] = (),
    themes: Collection[int] = (),
    cuts: bool = False,
) -> Iterator[None]:
    """What is done within is one step that can be undone; `points` and `themes` may change.

    With `cuts`, points may come and go: one that comes is added to `points` within. What the log
    says of the act is written within too. What was undone before cannot be done again from here on.
    """
    session.flush()
    question = subject.question
    before = state_of(points, themes) | (beside(points) if cuts else {})
    yield
    session.flush()
    session.execute(
        update(Step).where(Step.question_id == question.id, Step.undone).values(past=True)
    )
    session.add(
        Step(
            question_id=question.id,
            person_id=by.id,
            at=now,
            what=what,
            subject=subject.__tablename__,
            subject_id=subject.id,
            before=before,
            after=state_of(points, themes) | (beside(points) if cuts else {}),
            entry_id=newest_entry(question) or None,
        )
    )


def state_of(points: Collection[int], themes: Collection[int]) -> State:
    """What the rows of these points and themes hold, as JSON keeps it."""
    return values_of((_THEME, *_ON_THEMES), themes) | values_of((POINT, *ON_POINTS), points)


def themes_changed(before: State, after: State) -> set[int]:
    """The numbers of the themes that a step changes: its own, and those of points it changes."""
    changed = {
        number
        for table in _SHOWN
        for number in before.get(table, {}).keys() | after.get(table, {}).keys()
        if before.get(table, {}).get(number) != after.get(table, {}).get(number)
    }
    places = [
        state[Placement.__tablename__][number][0]
        for state in (before, after)
        for number in changed & state[Placement.__tablename__].keys()
    ]
    return {int(number) for number in after[Theme.__tablename__]} | (set(places) - {None})


def is_now(kept: State, present: State) -> bool:
    """Whether the rows are as a step kept them.

    Of a table younger than the step there is none, and a column younger than it says nothing; nor
    does what a reading made of a point's words, or called a theme that nobody has titled.
    """
    return all(
        kept.get(table, {}).keys() == rows.keys()
        and all(_agrees(table, kept[table][number], row) for number, row in rows.items())
        for table, rows in present.items()
    )


def _agrees(table: str, kept: list[Any], present: list[Any]) -> bool:
    decided = kept[:DECIDED] if table == POINT.name else kept
    first = 1 if table == _THEME.name and _is_the_readings_title(kept, present) else 0
    return decided[first:] == present[first : len(decided)]


def _is_the_readings_title(kept: list[Any], present: list[Any]) -> bool:
    """Whether nobody titled a theme, then or now: its title is what the last reading called it."""
    return kept[1] is None and present[1] is None


def _as_titled(themes: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Rows of themes with the titles that the last reading gave those that nobody titled."""
    present = values_of((_THEME,), set(map(int, themes)))[_THEME.name]
    return {
        number: [present[number][0], *row[1:]]
        if _is_the_readings_title(row, present[number])
        else row
        for number, row in themes.items()
    }


def restore(wanted: State, present: State) -> None:
    """Make the rows what `wanted` says; those that only `present` has are taken away.

    What hangs on a point goes before it and comes after it.
    """
    hanging = (*_ON_THEMES, *ON_POINTS)
    for kept in hanging:
        _take_away_rows(kept, _of(kept, present).keys() - _of(kept, wanted).keys())
    session.flush()
    gone = {int(number) for number in _of(POINT, present).keys() - _of(POINT, wanted).keys()}
    come = {int(number) for number in _of(POINT, wanted).keys() - _of(POINT, present).keys()}
    put(_THEME, _as_titled(_of(_THEME, wanted)))
    bring(wanted)
    if gone:
        take_away(gone, wanted["point"])
    for kept in hanging:
        put(kept, _of(kept, wanted))
    bring_back(come, wanted)
    session.flush()


def _of(kept: Kept, state: State) -> dict[str, list[Any]]:
    """The rows of a table; a step that is older than it says nothing of it: there was none."""
    return state.get(kept.name, {})


def _take_away_rows(kept: Kept, numbers: Collection[str]) -> None:
    for row in list(rows_of(kept, set(map(int, numbers)))):
        session.delete(row)
