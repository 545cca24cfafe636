"""Whether a theme is one camp's: who is in it, beside who answered at all. Counts, never shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func

from consultation.db import session
from consultation.models import Answer, AnswerVersion, Position, Stakeholder, Theme
from consultation.queries.counts import FEWEST, QuestionFigures
from consultation.queries.desk.points import from_points, under
from consultation.queries.desk.question_figures import most_first, question_counts

Shares = tuple[tuple[str, int], ...]

_MOST, _OFTENER = 2 / 3, 1.5
"""Leaning is two thirds of a theme, and half as often again as among all answers."""

_NO_POSITION = str(Position.NONE)


@dataclass(frozen=True)
class Leaning:
    """That most of a theme's answers are of one kind of stakeholder, or take one position.

    `here` of `answers` in the theme, `everywhere` of `all_answers` to the question.
    """

    word: str
    is_position: bool
    here: int
    answers: int
    everywhere: int
    all_answers: int


@dataclass(frozen=True)
class Camps:
    """Who is in a theme, most first, and where it leans."""

    answers: int
    by_category: tuple[tuple[str, int], ...]
    by_position: tuple[tuple[str, int], ...]
    leanings: tuple[Leaning, ...]


def camps_of(theme: Theme) -> Camps:
    """Who made a theme's points, each answer counted once, beside all who answered the question."""
    kinds = most_first(_tally(theme, Stakeholder.category))
    positions = most_first(_tally(theme, AnswerVersion.position))
    return camps(kinds, positions, question_counts(theme.question))


def camps(kinds: Shares, positions: Shares, whole: QuestionFigures) -> Camps:
    """Where a theme leans, by the answers of each kind and each position in it and at all."""
    answers, total = sum(count for _, count in kinds), whole.counts.answers
    return Camps(
        answers,
        kinds,
        positions,
        (
            *_leanings(kinds, dict(whole.by_category), answers, total, is_position=False),
            *_leanings(positions, dict(whole.by_position), answers, total, is_position=True),
        ),
    )


def _tally(theme: Theme, column: Any) -> list[tuple[str, int]]:
    rows = session.execute(
        from_points(column, func.count(Answer.id.distinct())).where(under(theme)).group_by(column)
    )
    return [(str(word), count) for word, count in rows]


def _leanings(
    here: Sequence[tuple[str, int]],
    everywhere: dict[str, int],
    answers: int,
    total: int,
    *,
    is_position: bool,
) -> list[Leaning]:
    """Where most are of one word, that is no matter of course; all of them are told elsewhere."""
    return [
        Leaning(word, is_position, count, answers, everywhere.get(word, 0), total)
        for word, count in here
        if FEWEST <= count < answers
        and word != _NO_POSITION
        and count >= _MOST * answers
        and count * total >= _OFTENER * answers * everywhere.get(word, 0)
    ]
