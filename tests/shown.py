"""The points of a place as the desk lists them."""

from consultation.models import OpenQuestion, Theme
from consultation.queries.desk.filters import EVERYTHING, Filter
from consultation.queries.desk.points import (
    PointInContext,
    ids_under,
    ids_unplaced,
    points_in_context,
)


def points_under(theme: Theme, narrowed: Filter = EVERYTHING) -> list[PointInContext]:
    return points_in_context(theme.question, ids_under(theme, narrowed))


def points_unplaced(question: OpenQuestion, narrowed: Filter = EVERYTHING) -> list[PointInContext]:
    return points_in_context(question, ids_unplaced(question, narrowed))
