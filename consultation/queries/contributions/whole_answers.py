"""An answer whole, with every point of it where it stands and the theme it is in."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Placement, Point, Theme
from consultation.queries.desk.theme_signs import Sign


@dataclass(frozen=True)
class Passage:
    """A piece of an answer; `point_id` is None between the points.

    `sign` is that of the point's theme; None for an unplaced point.
    """

    text: str
    point_id: int | None = None
    sign: Sign | None = None
    theme: str = ""
    is_this: bool = False


def passages(point: Point, signs: dict[int, Sign]) -> list[Passage]:
    """The answer in which a point stands, piece by piece; its words are all there, once.

    `signs` are those of the question's themes, by their ids.
    """
    text = point.answer.text
    pieces: list[Passage] = []
    at = 0
    for other, theme in _points_of(point):
        if other.start < at:
            continue
        sign = signs.get(theme.id) if theme else None
        title = theme.title if theme and sign else ""
        words = text[other.start : other.end]
        pieces.append(Passage(text[at : other.start]))
        pieces.append(Passage(words, other.id, sign, title, other.id == point.id))
        at = other.end
    pieces.append(Passage(text[at:]))
    return [piece for piece in pieces if piece.text]


def _points_of(point: Point) -> list[tuple[Point, Theme | None]]:
    """The points of the same answer, fillers left out, in the order of the text."""
    rows = session.scalars(
        select(Point)
        .where(Point.answer_id == point.answer_id, Point.filler.is_(False))
        .options(joinedload(Point.placement).joinedload(Placement.theme))
        .order_by(Point.start)
    )
    return [(each, each.placement.theme if each.placement else None) for each in rows]
