"""What hangs on points that are cut or joined: on which of them it is afterwards."""

from typing import Any

from sqlalchemy import select

from consultation.db import session
from consultation.models import (
    Fit,
    MinorityNote,
    MinorityPoint,
    OwnOutcome,
    Placement,
    Point,
    Quote,
    Refusal,
)

_COPIED: tuple[type[Any], ...] = (
    Placement,
    OwnOutcome,
    Refusal,
    Fit,
    MinorityPoint,
    MinorityNote,
)
_GOING: tuple[type[Any], ...] = (Placement, Quote, Refusal)


def copy_what_hangs(point: Point, second: Point) -> None:
    """Give the second what the first has: place, outcome, refusal, and what was found of it."""
    for model in _COPIED:
        row = session.scalar(select(model).where(model.point_id == point.id))
        if row is not None:
            columns = {
                column.name: getattr(row, column.name)
                for column in model.__table__.columns
                if column.name not in {"id", "point_id"}
            }
            session.add(model(point_id=second.id, **columns))
    session.flush()
    session.expire(second)


def drop_suggested_quote(point: Point) -> None:
    """A quote that nobody marked was suggested for other words."""
    if point.quote is not None and point.quote.marked_by_id is None:
        session.delete(point.quote)
        session.flush()
        session.expire(point, ["quote"])


def join_places(point: Point, leading: Point) -> None:
    """Put the first of two points where the leading one of them is."""
    if leading is point:
        return
    if point.placement is not None:
        session.delete(point.placement)
        session.flush()
    if leading.placement is not None:
        leading.placement.point_id = point.id
        session.flush()
    session.expire(point, ["placement"])
    session.expire(leading, ["placement"])


def hand_on(model: type[Any], point: Point, second: Point) -> None:
    """Give the first what a person said of the second, where nobody said it of the first."""
    own, other = (
        session.scalar(select(model).where(model.point_id == each.id)) for each in (point, second)
    )
    if own is None and other is not None:
        other.point_id = point.id
        session.flush()


def take_what_hangs(point: Point) -> None:
    """Take from a point that goes what was decided on it."""
    for model in _GOING:
        for row in session.scalars(select(model).where(model.point_id == point.id)):
            session.delete(row)
    session.flush()
