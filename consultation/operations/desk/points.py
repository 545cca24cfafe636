"""What chairs do to points: move, discard. A person's placement never moves by itself."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import InvalidRequestError

from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import Person, Placement, Point, Theme
from consultation.operations.audit import record
from consultation.operations.desk.last_change import last_change
from consultation.operations.desk.noting import ensure_noted, keep_notes
from consultation.operations.desk.putting import (
    leaving,
    place_seen,
    put_points,
    read_points,
)
from consultation.operations.desk.steps import step
from consultation.operations.desk.themes import ensure_current, open_question_for_edit, owed, touch

_GONE = (
    "This point is no longer there: somebody joined it to another, or its answer was read anew. "
    "Nothing was changed; look at the answer as it is."
)


def reread(point: Point) -> None:
    """Read a point anew; raises StaleEdit where it is gone meanwhile."""
    try:
        session.refresh(point)
    except InvalidRequestError as gone:
        raise StaleEdit(_GONE) from gone


def move_point(
    point: Point, theme: Theme | None, *, note: str = "", seen: str, by: Person, now: datetime
) -> None:
    """Put a point under another theme, or under none."""
    move_points([point], theme, note=note, seen=seen, by=by, now=now)


def move_points(
    points: Sequence[Point],
    theme: Theme | None,
    *,
    note: str = "",
    seen: str,
    by: Person,
    now: datetime,
) -> None:
    """Put points that are in one place under another theme, or under none.

    Raises StaleEdit when one of them is no longer where `seen` says, and NoteOwed where one is a
    minority point and there is no `note`.
    """
    _open_for_edit(points, seen)
    if theme is not None:
        ensure_current(theme)
        if theme.question_id != points[0].answer.question_id:
            raise NotAllowedYet("A point can only go under a theme of its own question.")
    heard = ensure_noted(points[0].question, leaving([(point, theme) for point in points]), note)
    where = f"to “{theme.title}”" if theme else "out of all themes"
    with step(
        f"move of {some_points(points)} {where}", points[0], by=by, now=now, points=ids_of(points)
    ):
        keep_notes(heard, note, by=by, now=now)
        going = [(point, theme) for point in points]
        put_points(going, "move", question=points[0].question, by=by, now=now)


def move_to_new_theme(
    points: Sequence[Point],
    title: str,
    *,
    note: str = "",
    seen: str,
    by: Person,
    now: datetime,
) -> Theme:
    """Make a theme of points that are in one place; refuses as `move_points` does."""
    _open_for_edit(points, seen)
    return make_theme(points, title, note=note, by=by, now=now)


def make_theme(
    points: Sequence[Point],
    title: str,
    *,
    note: str,
    by: Person,
    now: datetime,
) -> Theme:
    """Make a theme of points that are held, wherever they are: one step."""
    if not title.strip():
        raise RuleError("Write the title of the new theme.")
    question = points[0].question
    heard = ensure_noted(question, ids_of(points), note)
    # Before the step that proposes it, it is as a theme that was discarded: undoing leads there.
    theme = Theme(question=question, title=title.strip(), proposed_by=by, discarded_at=now)
    session.add(theme)
    session.flush()
    what = f"new theme “{theme.title}” of {some_points(points)}"
    with step(what, theme, by=by, now=now, themes=[theme.id], points=ids_of(points)):
        theme.discarded_at = None
        after = {"title": theme.title}
        record("propose", theme, person=by, now=now, after=after, question=question)
        keep_notes(heard, note, by=by, now=now)
        put_points([(point, theme) for point in points], "move", question=question, by=by, now=now)
    return theme


def _theme_of(point: Point) -> Theme | None:
    return point.placement.theme if point.placement else None


def some_points(points: Sequence[Point]) -> str:
    """How many points those are."""
    return "a point" if len(points) == 1 else f"{len(points)} points"


def ids_of(points: Sequence[Point]) -> list[int]:
    """The numbers of points."""
    return [point.id for point in points]


def discard_point(point: Point, *, reason: str, seen: str, by: Person, now: datetime) -> None:
    """Set a point aside with a reason; it stays in the ledger.

    The reason is the note that stays with a minority point.
    """
    _open_for_edit([point], seen)
    reason, left = owed(reason), _theme_of(point)
    heard = ensure_noted(point.question, [point.id], reason)
    before = {"place": place_seen(point)}
    with step("discarding of a point", point, by=by, now=now, points=[point.id]):
        keep_notes(heard, reason, by=by, now=now)
        if point.outcome is not None:
            # Its author reads this reason now, and none beside it.
            before["outcome"] = str(point.outcome.kind)
            session.delete(point.outcome)
        _set_aside(point, by, reason)
        if left is not None:
            touch(left)
        record(
            "discard",
            point,
            person=by,
            now=now,
            before=before,
            after={"place": "discarded"},
            reason=reason,
            question=point.question,
        )


def _open_for_edit(points: Sequence[Point], seen: str) -> None:
    if not points:
        raise RuleError("Choose at least one point.")
    numbers, question = ids_of(points), points[0].question
    open_question_for_edit(question)
    found = read_points(question, numbers)
    if len(found) < len(set(numbers)):
        raise StaleEdit(_GONE)
    for point in found.values():
        if place_seen(point) != seen:
            raise StaleEdit(
                f"{last_change(point)} Your change was not made; look at the point where it is now."
            )


def _set_aside(point: Point, by: Person, reason: str) -> None:
    placement = point.placement or Placement(point=point)
    placement.theme, placement.placed_by = None, by
    placement.discarded_because = reason
    # What a person sets aside is not filler, whatever the analysis thought.
    point.filler = False
    session.add(placement)
    session.flush()
