"""The colour and the mark of each theme: the same at the desk, in an answer and on the map."""

from dataclasses import dataclass

from sqlalchemy import select

from consultation.db import session
from consultation.models import OpenQuestion, Theme

COLOURS = 8
MARKS = ("circle", "square", "triangle", "diamond")


@dataclass(frozen=True)
class Sign:
    """What a theme is drawn with; `rank` counts from 0 in the order themes were made.

    Neither a filter nor another arrangement changes it, nor that another theme goes.
    """

    rank: int

    @property
    def colour(self) -> int:
        return self.rank % COLOURS

    @property
    def mark(self) -> str:
        """Colours come again from the ninth theme on, and then with another mark.

        >>> [(Sign(rank).colour, Sign(rank).mark) for rank in (0, 7, 8)]
        [(0, 'circle'), (7, 'circle'), (0, 'square')]
        """
        return MARKS[self.rank // COLOURS % len(MARKS)]

    @property
    def is_again(self) -> bool:
        """Whether another theme has the colour before it."""
        return self.rank >= COLOURS


def signs_of(question: OpenQuestion) -> dict[int, Sign]:
    """The sign of each theme of a question by its id, also of one that is gone."""
    every = select(Theme.id).where(Theme.question_id == question.id).order_by(Theme.id)
    return {theme_id: Sign(rank) for rank, theme_id in enumerate(session.scalars(every))}
