"""From an analysis to its reasons: how well points fit, sub-themes, which themes come back.

They are the newest reading's own, and each reading drops those of the last. No decision of a person
is among them.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select

import nlp
from consultation.db import session
from consultation.models import (
    Answer,
    Fit,
    MinorityPoint,
    OpenQuestion,
    Point,
    Recurrence,
    Subtheme,
    Theme,
)

Homes = Sequence[int | None]
"""For each group of a result the theme that it is now, if it is one."""


def forget_reasons(question: OpenQuestion) -> None:
    """Drop the last reading's reasons, which hang on points and themes that may go now."""
    points = select(Point.id).join(Point.answer).where(Answer.question == question)
    themes = select(Theme.id).where(Theme.question == question)
    for gone in (
        delete(Fit).where(Fit.point_id.in_(points)),
        delete(MinorityPoint).where(MinorityPoint.point_id.in_(points)),
        delete(Subtheme).where(Subtheme.theme_id.in_(themes)),
        delete(Recurrence).where(Recurrence.theme_id.in_(themes)),
    ):
        session.execute(gone, execution_options={"synchronize_session": False})
    session.expire_all()


def keep_reasons(points: Sequence[int | None], result: nlp.Analysis, homes: Homes) -> None:
    """The result's reasons as rows; `points` are the ids of its points, in order, if they are."""
    _keep_recurrences(result.themes, homes)
    parts = _keep_subthemes(result.subthemes, homes)
    theme_of, part_of = _by_point(result.themes, homes), _by_point(result.subthemes, parts)
    rows = [
        {"point_id": points[number], "subtheme_id": part_of.get(number)}
        | _fit(fit, theme_of.get(number), homes)
        for number, fit in enumerate(result.fits)
        if fit is not None and points[number] is not None
    ]
    if rows:
        session.execute(insert(Fit), rows)


def _by_point(groups: Sequence[nlp.Theme], homes: Homes) -> dict[int, int]:
    """For each point the row of the group that holds it."""
    return {
        point: home
        for group, home in zip(groups, homes, strict=True)
        if home is not None
        for point in group.points
    }


def _fit(fit: nlp.Fit, theme: int | None, homes: Homes) -> dict[str, Any]:
    """A fit between rows; of two groups that are one theme now, neither runs up."""
    runner_up = None if fit.runner_up is None else homes[fit.runner_up]
    if runner_up == theme:
        runner_up = None
    return {
        "theme_id": theme,
        "score": fit.score if theme is not None else None,
        "runner_up_id": runner_up,
        "runner_up_score": fit.runner_up_score if runner_up is not None else None,
        "across": fit.at[0] if fit.at is not None else None,
        "down": fit.at[1] if fit.at is not None else None,
    }


def _keep_recurrences(groups: Sequence[nlp.Theme], homes: Homes) -> None:
    """One row for each theme that was found; where it is several groups, of the largest."""
    rows: dict[int, Recurrence] = {}
    for group, home in zip(groups, homes, strict=True):
        if home is not None and home not in rows:
            nearest = None if group.nearest is None else homes[group.nearest]
            rows[home] = Recurrence(
                theme_id=home,
                stability=group.stability,
                nearest_id=None if nearest == home else nearest,
            )
    session.add_all(rows.values())


def _keep_subthemes(parts: Sequence[nlp.Theme], homes: Homes) -> list[int | None]:
    """A row for each sub-theme whose theme is one; their ids, part by part."""
    rows = [
        Subtheme(theme_id=home, title=part.title) if home is not None else None
        for part in parts
        for home in [homes[part.parent] if part.parent is not None else None]
    ]
    session.add_all(row for row in rows if row is not None)
    session.flush()
    return [row.id if row is not None else None for row in rows]
