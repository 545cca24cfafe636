"""How well points fit where they are: what the newest analysis found and no person has decided."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from consultation.db import session
from consultation.models import Answer, Fit, OpenQuestion, Placement, Point, Theme
from consultation.queries.counts import FitLine, OtherTheme


def fit_lines(question: OpenQuestion) -> dict[int, FitLine]:
    """How well the points of a question fit, by their ids, where there is anything to say."""
    points = session.scalars(
        select(Point)
        .join(Point.answer)
        .where(Answer.question == question)
        .options(joinedload(Point.placement), *with_fits())
    )
    return {point.id: line for point in points if (line := fit_line(point)) is not None}


def with_fits() -> tuple[ORMOption, ORMOption]:
    """What a query of points loads with them, so that `fit_line` asks nothing more."""
    return (
        joinedload(Point.fit).joinedload(Fit.theme),
        joinedload(Point.fit).joinedload(Fit.runner_up),
    )


def fit_line(point: Point) -> FitLine | None:
    """How well a point fits; None where a person put it, or the analysis has nothing to say.

    A point that a person took out of its theme is nearest to the runner-up.
    """
    fit, placement = point.fit, point.placement
    if fit is None or point.filler:
        return None
    if placement is None:
        return FitLine(None, _nearest(fit))
    if placement.placed_by_id is None:
        stands = placement.theme_id == fit.theme_id
        return FitLine(fit.score, _runner_up(fit)) if stands else None
    return FitLine(None, _runner_up(fit)) if _is_taken_out(placement) else None


def _is_taken_out(placement: Placement) -> bool:
    return placement.theme_id is None and placement.discarded_because is None


def _nearest(fit: Fit) -> OtherTheme | None:
    """The theme that an unplaced point is nearest to: the one it was found in and waits beside."""
    return _other(fit.theme, fit.score) or _runner_up(fit)


def _runner_up(fit: Fit) -> OtherTheme | None:
    return _other(fit.runner_up, fit.runner_up_score)


def _other(theme: Theme | None, score: float | None) -> OtherTheme | None:
    """A theme as another one for a point; None for one that people merged away or discarded."""
    if theme is None or score is None or not theme.is_current:
        return None
    return OtherTheme(theme.id, theme.title, score)
