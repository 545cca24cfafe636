"""How well points fit where they are: what the newest analysis found and no person has decided."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from consultation.db import session
from consultation.models import Answer, Fit, OpenQuestion, Placement, Point, Theme
from consultation.queries.counts import FitLine, OtherTheme


class _Found(NamedTuple):
    """What the analysis found of a point, and where the point is."""

    theme_id: int | None
    score: float | None
    runner_up_id: int | None
    runner_up_score: float | None
    is_placed: bool
    placed_in: int | None
    placed_by: int | None
    discarded_because: str | None


def fit_lines(question: OpenQuestion, *where: ColumnElement[bool]) -> dict[int, FitLine]:
    """How well the points of a question, or some of them, fit, by their ids.

    A point is not in it where a person put it, or the analysis has nothing to say. One that a
    person took out of its theme is nearest to the runner-up.
    """
    themes = session.scalars(select(Theme).where(Theme.question_id == question.id))
    titles = {theme.id: theme.title for theme in themes if theme.is_current}
    rows = session.execute(
        select(
            Point.id,
            Fit.theme_id,
            Fit.score,
            Fit.runner_up_id,
            Fit.runner_up_score,
            Placement.id.is_not(None),
            Placement.theme_id,
            Placement.placed_by_id,
            Placement.discarded_because,
        )
        .join(Point.answer)
        .join(Point.fit)
        .outerjoin(Point.placement)
        .where(Answer.question_id == question.id, Point.filler.is_(False), *where)
    )
    lines = {point_id: _line(_Found._make(found), titles) for point_id, *found in rows}
    return {point_id: line for point_id, line in lines.items() if line is not None}


def _line(found: _Found, titles: Mapping[int, str]) -> FitLine | None:
    runner_up = _other(found.runner_up_id, found.runner_up_score, titles)
    if not found.is_placed:
        # Unplaced, it is nearest to the theme it was found in and waits beside.
        return FitLine(None, _other(found.theme_id, found.score, titles) or runner_up)
    if found.placed_by is None:
        return FitLine(found.score, runner_up) if found.placed_in == found.theme_id else None
    is_taken_out = found.placed_in is None and found.discarded_because is None
    return FitLine(None, runner_up) if is_taken_out else None


def _other(
    theme_id: int | None, score: float | None, titles: Mapping[int, str]
) -> OtherTheme | None:
    """A theme as another one for a point; None for one that people merged away or discarded."""
    if theme_id is None or score is None or theme_id not in titles:
        return None
    return OtherTheme(theme_id, titles[theme_id], score)
