"""Why a theme is one, as the newest analysis found it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Recurrence, Theme
from consultation.queries.filters import Part, parts_of
from consultation.queries.points import Doubt, least_sure


@dataclass(frozen=True)
class Why:
    """What made a theme one; `stability` is None where the newest analysis did not find it.

    `nearest` is the theme it could be merged with.
    """

    cohesion: float | None
    stability: float | None
    nearest: Theme | None
    least_sure: tuple[Doubt, ...]
    parts: tuple[Part, ...]


def why(theme: Theme) -> Why:
    """The reasons for a theme with its points."""
    found = session.scalar(
        select(Recurrence).where(Recurrence.theme == theme).options(joinedload(Recurrence.nearest))
    )
    nearest = found.nearest if found else None
    return Why(
        cohesion=theme.cohesion,
        stability=found.stability if found else None,
        nearest=nearest if nearest and nearest.is_current else None,
        least_sure=tuple(least_sure(theme)),
        parts=tuple(parts_of(theme.question).get(theme.id, ())),
    )
