"""What chairs do to points: move, discard, quote. A person's placement never moves by itself."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import InvalidRequestError

from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import Person, Placement, Point, Quote, Theme
from consultation.operations.audit import record
from consultation.operations.steps import step
from consultation.operations.themes import ensure_current, open_question_for_edit, owed, touch
from consultation.queries.audit import last_change

UNPLACED = "unplaced"


def place_seen(point: Point) -> str:
    """Where a point is, as the form that moves it remembers."""
    placement = point.placement
    if placement is None:
        return UNPLACED
    if placement.discarded_because:
        return "discarded"
    return place_of(placement.theme)


def reread(point: Point) -> None:
    """Read a point anew; raises StaleEdit where it is gone meanwhile."""
    try:
        session.refresh(point)
    except InvalidRequestError as gone:
        raise StaleEdit(
            "This point is no longer there: somebody joined it to another, or its answer was read "
            "anew. Nothing was changed; look at the answer as it is."
        ) from gone


def place_of(theme: Theme | None) -> str:
    """The place that a theme is, or that being under none is."""
    return f"theme {theme.id}" if theme else UNPLACED


def move_point(point: Point, theme: Theme | None, *, seen: str, by: Person, now: datetime) -> None:
    """Put a point under another theme, or under none."""
    move_points([point], theme, seen=seen, by=by, now=now)


def move_points(
    points: Sequence[Point], theme: Theme | None, *, seen: str, by: Person, now: datetime
) -> None:
    """Put points that are in one place under another theme, or under none.

    Raises StaleEdit when one of them is no longer where `seen` says.
    """
    _open_for_edit(points, seen)
    if theme is not None:
        ensure_current(theme)
        if theme.question_id != points[0].answer.question_id:
            raise NotAllowedYet("A point can only go under a theme of its own question.")
    where = f"to “{theme.title}”" if theme else "out of all themes"
    with step(f"move of {_some(points)} {where}", points[0], by=by, now=now, points=_ids(points)):
        _move(points, theme, by, now)


def move_to_new_theme(
    points: Sequence[Point], title: str, *, seen: str, by: Person, now: datetime
) -> Theme:
    """Make a theme of points that are in one place; refuses as `move_points` does."""
    _open_for_edit(points, seen)
    if not title.strip():
        raise RuleError("Write the title of the new theme.")
    # Before the step that proposes it, it is as a theme that was discarded: undoing leads there.
    theme = Theme(
        question=points[0].question, title=title.strip(), proposed_by=by, discarded_at=now
    )
    session.add(theme)
    session.flush()
    what = f"new theme “{theme.title}” of {_some(points)}"
    with step(what, theme, by=by, now=now, themes=[theme.id], points=_ids(points)):
        theme.discarded_at = None
        after = {"title": theme.title}
        record("propose", theme, person=by, now=now, after=after, question=theme.question)
        _move(points, theme, by, now)
    return theme


def _theme_of(point: Point) -> Theme | None:
    return point.placement.theme if point.placement else None


def _some(points: Sequence[Point]) -> str:
    return "a point" if len(points) == 1 else f"{len(points)} points"


def _ids(points: Sequence[Point]) -> list[int]:
    return [point.id for point in points]


def _move(points: Sequence[Point], theme: Theme | None, by: Person, now: datetime) -> None:
    question, left = points[0].question, _theme_of(points[0])
    before, after = {"place": place_seen(points[0])}, {"place": place_of(theme)}
    for point in points:
        _place(point, theme, by)
        record("move", point, person=by, now=now, before=before, after=after, question=question)
    for changed in filter(None, (left, theme)):
        touch(changed)


def discard_point(point: Point, *, reason: str, seen: str, by: Person, now: datetime) -> None:
    """Set a point aside with a reason; it stays in the ledger."""
    _open_for_edit([point], seen)
    reason, left = owed(reason), _theme_of(point)
    before = {"place": place_seen(point)}
    with step("discarding of a point", point, by=by, now=now, points=[point.id]):
        _place(point, None, by, discarded_because=reason)
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
    open_question_for_edit(points[0].question)
    for point in points:
        reread(point)
        if place_seen(point) != seen:
            raise StaleEdit(
                f"{last_change(point)} Your change was not made; look at the point where it is now."
            )


def _place(
    point: Point, theme: Theme | None, by: Person, discarded_because: str | None = None
) -> None:
    placement = point.placement or Placement(point=point)
    placement.theme = theme
    placement.placed_by = by
    placement.discarded_because = discarded_because
    # What a person places is not filler, whatever the analysis thought.
    point.filler = False
    session.add(placement)
    session.flush()


def quote_seen(point: Point) -> str:
    """Whether and by whom a point is quoted, as the form that marks it remembers."""
    quote = point.quote
    if quote is None or quote.rejected:
        return "no quote"
    return f"marked by {quote.marked_by.name}" if quote.marked_by else "suggested"


def quote_point(point: Point, *, marked: bool, seen: str, by: Person, now: datetime) -> None:
    """Mark a point as a quote of its theme, or take the mark away."""
    open_question_for_edit(point.question)
    reread(point)
    if quote_seen(point) != seen:
        raise StaleEdit(f"{last_change(point)} The quote is now as they left it; look again.")
    if point.placement is None or point.placement.theme is None:
        raise NotAllowedYet("A quote speaks for a theme. Move the point under one first.")
    before = {"quote": quote_seen(point) != "no quote"}
    what = "marking of a quote" if marked else "taking away of a quote"
    with step(what, point, by=by, now=now, points=[point.id]):
        quote = point.quote or Quote(point=point)
        quote.marked_by = by
        quote.rejected = not marked
        session.add(quote)
        touch(point.placement.theme)
    record(
        "quote" if marked else "unquote",
        point,
        person=by,
        now=now,
        before=before,
        after={"quote": marked},
        question=point.question,
    )
