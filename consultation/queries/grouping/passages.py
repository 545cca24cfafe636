"""The points of a question as placing and likeness read them: their words and where they are."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from consultation.db import session
from consultation.models import Answer, AnswerVersion, OpenQuestion, Placement, Point, Refusal
from consultation.queries.desk.points import from_points

ENOUGH = 10
"""The fewest points put by people, under at least two themes, from which placing learns."""


def suffice(themes: Sequence[int | None]) -> bool:
    """Whether there is enough to learn from: one theme alone would swallow the others."""
    return len(themes) >= ENOUGH and len(set(themes)) > 1


class Passage(NamedTuple):
    """A point's own words, where it is, and what a person has said of that."""

    point_id: int
    text: str
    language: str | None
    theme_id: int | None
    is_decided: bool
    is_discarded: bool
    is_refused: bool

    @property
    def is_free(self) -> bool:
        """Whether no person has had a say: only then is anything suggested."""
        return not (self.is_decided or self.is_refused)

    @property
    def is_unplaced(self) -> bool:
        return self.theme_id is None and not self.is_discarded


def passages_of(question: OpenQuestion) -> list[Passage]:
    """The points of the answers that count, without filler, in the order of the answers."""
    words = func.substr(AnswerVersion.text, Point.start + 1, Point.end - Point.start)
    rows = session.execute(
        from_points(
            Point.id,
            words,
            Point.language,
            Placement.theme_id,
            Placement.placed_by_id,
            Placement.discarded_because,
            Refusal.id,
        )
        .outerjoin(Refusal, Refusal.point_id == Point.id)
        .where(Answer.question_id == question.id, Point.filler.is_(False))
        .order_by(Answer.id, Point.start, Point.id)
    )
    return [
        Passage(
            point_id,
            text,
            language,
            theme_id,
            is_decided=placed_by is not None,
            is_discarded=discarded is not None,
            is_refused=refusal is not None,
        )
        for point_id, text, language, theme_id, placed_by, discarded, refusal in rows
    ]


def refused_points(question: OpenQuestion) -> set[tuple[int, int, int]]:
    """The points for which nothing is suggested any more: answer, beginning and end."""
    found = session.execute(
        select(Point.answer_id, Point.start, Point.end)
        .join(Refusal, Refusal.point_id == Point.id)
        .join(Point.answer)
        .where(Answer.question_id == question.id)
    )
    return {(answer_id, start, end) for answer_id, start, end in found}
