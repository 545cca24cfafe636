"""An act at the desk as a step: every row it changed, before and after, so that it can be undone.

The rows of a step are those that hang on its points and themes: where each point is and whether it
is filler, its quote, its own outcome, the themes' own columns and their outcomes. Nothing else is
changed by acts at the desk; the summary has its own versions.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, select

from consultation.db import session
from consultation.models import (
    Outcome,
    OutcomeKind,
    OwnOutcome,
    Person,
    Placement,
    Point,
    Quote,
    Refusal,
    Step,
    Theme,
)

State = dict[str, dict[str, list[Any]]]
"""By table and number of the point or theme: the values of the row that hangs on it."""


class _Kept(NamedTuple):
    """A table of which a step keeps columns, by the point or theme that its rows hang on."""

    model: Any
    key: str
    columns: tuple[str, ...]


_OF_THEMES = (
    _Kept(
        Theme,
        "id",
        ("title", "titled_by_id", "merged_into_id", "discarded_at", "parent_id", "rank"),
    ),
    _Kept(Outcome, "theme_id", ("kind", "reason", "decided_by_id", "decided_at")),
)
_OF_POINTS = (
    _Kept(Point, "id", ("filler",)),
    _Kept(Placement, "point_id", ("theme_id", "placed_by_id", "discarded_because")),
    _Kept(Quote, "point_id", ("marked_by_id", "rejected")),
    _Kept(Refusal, "point_id", ("refused_by_id",)),
    _Kept(OwnOutcome, "point_id", ("kind", "reason", "decided_by_id", "decided_at")),
)
_AT_ONCE = 500
"""Numbers in one statement; a database takes only so many."""


@contextmanager
def step(
    what: str,
    subject: Point | Theme,
    *,
    by: Person,
    now: datetime,
    points: Collection[int] = (),
    themes: Collection[int] = (),
) -> Iterator[None]:
    """What is done within is one step that can be undone; `points` and `themes` may change.

    What was undone before cannot be done again from here on.
    """
    session.flush()
    question = subject.question
    before = state_of(points, themes)
    yield
    session.flush()
    session.execute(delete(Step).where(Step.question_id == question.id, Step.undone))
    session.add(
        Step(
            question_id=question.id,
            person_id=by.id,
            at=now,
            what=what,
            subject=subject.__tablename__,
            subject_id=subject.id,
            before=before,
            after=state_of(points, themes),
        )
    )


def state_of(points: Collection[int], themes: Collection[int]) -> State:
    """What the rows of these points and themes hold, as JSON keeps it."""
    return {
        kept.model.__tablename__: {
            str(getattr(row, kept.key)): [_plain(getattr(row, name)) for name in kept.columns]
            for row in _rows(kept, numbers)
        }
        for tables, numbers in ((_OF_THEMES, themes), (_OF_POINTS, points))
        for kept in tables
    }


def is_now(kept: State, present: State) -> bool:
    """Whether the rows are as a step kept them; of a table younger than the step there is none."""
    return all(kept.get(table, {}) == rows for table, rows in present.items())


def _rows(kept: _Kept, numbers: Collection[int]) -> Iterator[Any]:
    ordered = sorted(numbers)
    for first in range(0, len(ordered), _AT_ONCE):
        yield from session.scalars(
            select(kept.model)
            .where(getattr(kept.model, kept.key).in_(ordered[first : first + _AT_ONCE]))
            .execution_options(populate_existing=True)
        )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, OutcomeKind) else value


def _value(name: str, plain: Any) -> Any:
    if name.endswith("_at") and plain is not None:
        return datetime.fromisoformat(plain)
    return OutcomeKind(plain) if name == "kind" else plain


def restore(wanted: State, present: State) -> None:
    """Make the rows what `wanted` says; those that only `present` has are taken away."""
    for kept in (*_OF_THEMES, *_OF_POINTS):
        name = kept.model.__tablename__
        # A step that is older than a table says nothing of it: there was none of its rows.
        own, now = wanted.get(name, {}), present.get(name, {})
        rows = {getattr(row, kept.key): row for row in _rows(kept, set(map(int, now)))}
        for number in now.keys() - own.keys():
            session.delete(rows[int(number)])
        for number, values in own.items():
            row = rows.get(int(number)) or kept.model(**{kept.key: int(number)})
            for column, plain in zip(kept.columns, values, strict=True):
                setattr(row, column, _value(column, plain))
            session.add(row)
    session.flush()
