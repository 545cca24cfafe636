"""Marking a point as a quote of its theme."""

from datetime import datetime

from consultation.db import session
from consultation.errors import NotAllowedYet, StaleEdit
from consultation.models import Person, Point, Quote
from consultation.operations.audit import record
from consultation.operations.desk.last_change import last_change
from consultation.operations.desk.points import reread
from consultation.operations.desk.steps import step
from consultation.operations.desk.themes import open_question_for_edit, touch


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
