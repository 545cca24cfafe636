"""Why a theme is one, as the newest analysis found it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Fit, Recurrence, Subtheme, Theme
from consultation.queries.camps import Camps, camps
from consultation.queries.points import Doubt, PointInContext, least_sure
from consultation.queries.themes import question_counts

_FEW = 3


@dataclass(frozen=True)
class SubthemeLine:
    """A part of a theme, with those of its points that are in the theme still."""

    title: str
    points: tuple[PointInContext, ...]


@dataclass(frozen=True)
class Why:
    """What made a theme one; `stability` is None where the newest analysis did not find it.

    `nearest` is the theme it could be merged with. `central` points fit best, those at its `edge`
    least; what a person put here is neither.
    """

    cohesion: float | None
    stability: float | None
    nearest: Theme | None
    central: tuple[PointInContext, ...]
    edge: tuple[PointInContext, ...]
    least_sure: tuple[Doubt, ...]
    subthemes: tuple[SubthemeLine, ...]
    camps: Camps


def why(theme: Theme, points: Sequence[PointInContext]) -> Why:
    """The reasons for a theme with these points."""
    found = session.scalar(
        select(Recurrence).where(Recurrence.theme == theme).options(joinedload(Recurrence.nearest))
    )
    nearest = found.nearest if found else None
    best = _best_first(points)
    return Why(
        cohesion=theme.cohesion,
        stability=found.stability if found else None,
        nearest=nearest if nearest and nearest.is_current else None,
        central=tuple(best[:_FEW] if len(best) > _FEW else ()),
        edge=tuple(best[_FEW:][: -_FEW - 1 : -1]),
        least_sure=tuple(least_sure(points)),
        subthemes=tuple(_subthemes(theme, points)),
        camps=camps(points, question_counts(theme.question)),
    )


def _best_first(points: Sequence[PointInContext]) -> list[PointInContext]:
    """Points by how well they fit; the copies of a campaign fit alike, and one stands for all."""
    scores: dict[tuple[float, str], PointInContext] = {}
    for point in points:
        if point.fit is not None and point.fit.score is not None:
            scores.setdefault((point.fit.score, point.point_text), point)
    return [scores[key] for key in sorted(scores, key=lambda key: -key[0])]


def _subthemes(theme: Theme, points: Sequence[PointInContext]) -> list[SubthemeLine]:
    """The sub-themes that hold any point of their theme, in the order they were found."""
    rows = session.execute(
        select(Subtheme, Fit.point_id)
        .join(Fit, Fit.subtheme_id == Subtheme.id)
        .where(Subtheme.theme == theme)
        .order_by(Subtheme.id)
    )
    members: dict[Subtheme, set[int]] = {}
    for subtheme, point_id in rows:
        members.setdefault(subtheme, set()).add(point_id)
    lines = [
        SubthemeLine(subtheme.title, tuple(p for p in points if p.point_id in own))
        for subtheme, own in members.items()
    ]
    return [line for line in lines if line.points]
