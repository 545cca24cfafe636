"""Why a theme is one, as the newest analysis found it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Recurrence, Theme
from consultation.queries.desk.camps import Camps, camps_of
from consultation.queries.desk.filters import Part
from consultation.queries.desk.points import Doubt, PointInContext, central_and_edge, least_sure
from consultation.queries.desk.tallies import Tally


@dataclass(frozen=True)
class Why:
    """What made a theme one; `stability` is None where the newest analysis did not find it.

    `nearest` is the theme it could be merged with.
    """

    cohesion: float | None
    stability: float | None
    nearest: Theme | None
    central: tuple[PointInContext, ...]
    edge: tuple[PointInContext, ...]
    least_sure: tuple[Doubt, ...]
    parts: tuple[Part, ...]
    camps: Camps


def why(theme: Theme, tally: Tally | None = None) -> Why:
    """The reasons for a theme with its points; `tally` is of its question, where there is one."""
    tally = tally or Tally(theme.question)
    found = session.scalar(
        select(Recurrence).where(Recurrence.theme == theme).options(joinedload(Recurrence.nearest))
    )
    nearest = found.nearest if found else None
    central, edge = central_and_edge(theme)
    return Why(
        cohesion=theme.cohesion,
        stability=found.stability if found else None,
        nearest=nearest if nearest and nearest.is_current else None,
        central=tuple(central),
        edge=tuple(edge),
        least_sure=tuple(least_sure(theme)),
        parts=tuple(tally.parts.get(theme.id, ())),
        camps=camps_of(theme),
    )
