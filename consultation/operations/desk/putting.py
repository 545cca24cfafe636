"""Putting points where a person says, however many: a few statements for hundreds of them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import at_once, session
from consultation.models import Answer, OpenQuestion, Person, Placement, Point, Theme
from consultation.operations.audit import Change, record_each
from consultation.operations.desk.kept_rows import write_rows
from consultation.operations.desk.themes import touch

UNPLACED = "unplaced"

Going = tuple[Point, Theme | None]
"""A point, and the theme that it goes under, if any."""


def place_seen(point: Point) -> str:
    """Where a point is, as the form that moves it remembers."""
    placement = point.placement
    if placement is None:
        return UNPLACED
    if placement.discarded_because:
        return "discarded"
    return place_of(placement.theme)


def place_of(theme: Theme | None) -> str:
    """The place that a theme is, or that being under none is."""
    return f"theme {theme.id}" if theme else UNPLACED


def leaving(going: Iterable[Going]) -> set[int]:
    """The numbers of the points that are elsewhere than where they go."""
    return {point.id for point, theme in going if place_seen(point) != place_of(theme)}


def read_points(question: OpenQuestion, numbers: Collection[int]) -> dict[int, Point]:
    """A question's points as they are now, with where they are, by number; some may be gone."""
    found: dict[int, Point] = {}
    for some in at_once(numbers):
        points = session.scalars(
            select(Point)
            .join(Point.answer)
            .where(Answer.question_id == question.id, Point.id.in_(some))
            .options(joinedload(Point.placement).joinedload(Placement.theme))
            .execution_options(populate_existing=True)
        )
        found |= {point.id: point for point in points}
    return found


def put_points(
    going: Sequence[Going], action: str, *, question: OpenQuestion, by: Person, now: datetime
) -> None:
    """Put each point where it goes, as this person's decision; the log has an entry for each."""
    session.flush()
    read_points(question, [point.id for point, _ in going])
    touched = _themes(going)
    changes = [
        Change(
            Point.__tablename__,
            point.id,
            before={"place": place_seen(point)},
            after={"place": place_of(theme)},
        )
        for point, theme in going
    ]
    for point, _ in going:
        # What a person places is not filler, whatever the analysis thought.
        point.filler = False
        session.expire(point, ["placement"])
    write_rows(Placement, "point_id", {point.id: _row(theme, by) for point, theme in going})
    record_each(action, changes, person=by, now=now, question=question)
    for theme in touched:
        touch(theme)


def _themes(going: Iterable[Going]) -> list[Theme]:
    """The themes that points leave and come to, each once."""
    found: dict[int, Theme] = {}
    for point, theme in going:
        left = point.placement.theme if point.placement else None
        found |= {each.id: each for each in (left, theme) if each is not None}
    return list(found.values())


def _row(theme: Theme | None, by: Person) -> dict[str, Any]:
    number = theme.id if theme else None
    return {"theme_id": number, "placed_by_id": by.id, "discarded_because": None}
