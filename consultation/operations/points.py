"""What chairs do to one point: move, discard, quote. A person's placement never moves by itself."""

from datetime import datetime

from consultation.db import session
from consultation.errors import NotAllowedYet, StaleEdit
from consultation.models import Person, Placement, Point, Quote, Theme
from consultation.operations.audit import record
from consultation.operations.themes import ensure_current, open_question_for_edit, owed, touch
from consultation.queries.audit import last_change


def place_seen(point: Point) -> str:
    """Where a point is, as the form that moves it remembers."""
    placement = point.placement
    if placement is None:
        return "unplaced"
    if placement.discarded_because:
        return "discarded"
    return f"theme {placement.theme_id}" if placement.theme_id else "unplaced"


def move_point(point: Point, theme: Theme | None, *, seen: str, by: Person, now: datetime) -> None:
    """Put a point under another theme, or under none."""
    _open_for_edit(point, seen)
    if theme is not None:
        ensure_current(theme)
        if theme.question_id != point.answer.question_id:
            raise NotAllowedYet("A point can only go under a theme of its own question.")
    before = {"place": place_seen(point)}
    _place(point, theme, by, discarded_because=None)
    record(
        "move",
        point,
        person=by,
        now=now,
        before=before,
        after={"place": place_seen(point)},
        question=point.question,
    )


def discard_point(point: Point, *, reason: str, seen: str, by: Person, now: datetime) -> None:
    """Set a point aside with a reason; it stays in the ledger."""
    _open_for_edit(point, seen)
    reason = owed(reason)
    before = {"place": place_seen(point)}
    _place(point, None, by, discarded_because=reason)
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


def _open_for_edit(point: Point, seen: str) -> None:
    open_question_for_edit(point.question)
    session.refresh(point)
    if place_seen(point) != seen:
        raise StaleEdit(
            f"{last_change(point)} Your change was not made; look at the point where it is now."
        )


def _place(point: Point, theme: Theme | None, by: Person, discarded_because: str | None) -> None:
    left = point.placement.theme if point.placement else None
    placement = point.placement or Placement(point=point)
    placement.theme = theme
    placement.placed_by = by
    placement.discarded_because = discarded_because
    # What a person places is not filler, whatever the analysis thought.
    point.filler = False
    session.add(placement)
    for changed in filter(None, (left, theme)):
        touch(changed)
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
    session.refresh(point)
    if quote_seen(point) != seen:
        raise StaleEdit(f"{last_change(point)} The quote is now as they left it; look again.")
    if point.placement is None or point.placement.theme is None:
        raise NotAllowedYet("A quote speaks for a theme. Move the point under one first.")
    quote = point.quote or Quote(point=point)
    before = {"quote": point.quote is not None and quote.id is not None and not quote.rejected}
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
