"""Points where they stand: inside the full answer, with their author as they chose to be named."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import (
    Answer,
    OpenQuestion,
    Placement,
    Point,
    Quote,
    Submission,
    Theme,
)
from consultation.queries.counts import FitLine
from consultation.queries.fits import fit_lines
from consultation.queries.submissions import counts


def from_points(*columns: Any) -> Select[Any]:
    """A select over the points of the submissions that count."""
    return (
        select(*columns)
        .select_from(Point)
        .join(Point.answer)
        .join(Answer.version)
        .join(Answer.submission)
        .join(Submission.stakeholder)
        .outerjoin(Point.placement)
        .where(counts())
    )


def is_unplaced() -> ColumnElement[bool]:
    """Points that fit no theme: never placed, or taken out by a person."""
    return (
        Point.filler.is_(False)
        & Placement.theme_id.is_(None)
        & Placement.discarded_because.is_(None)
    )


def unplaced_points(question: OpenQuestion) -> int:
    """How many points fit no theme yet."""
    return (
        session.scalar(
            from_points(func.count(Point.id)).where(
                Answer.question_id == question.id, is_unplaced()
            )
        )
        or 0
    )


class PlainPoint(NamedTuple):
    """A point as its columns say."""

    point_id: int
    start: int
    end: int
    language: str | None
    kind: str | None
    references: list[str]
    theme_id: int | None
    placed_by_id: int | None


def points_by_answer(question: OpenQuestion) -> defaultdict[int, list[PlainPoint]]:
    """All points of a question by answer, in the order of `AnswerAccount.points`."""
    rows = session.execute(
        select(
            Point.answer_id,
            Point.id,
            Point.start,
            Point.end,
            Point.language,
            Point.kind,
            Point.references,
            Placement.theme_id,
            Placement.placed_by_id,
        )
        .join(Point.answer)
        .outerjoin(Point.placement)
        .where(Answer.question_id == question.id)
        .order_by(Point.answer_id, Point.start, Point.end)
    )
    points: defaultdict[int, list[PlainPoint]] = defaultdict(list)
    for answer_id, *columns in rows:
        points[answer_id].append(PlainPoint._make(columns))
    return points


@dataclass(frozen=True)
class PointInContext:
    """A point inside the full answer it stands in, with its author as they chose to be named."""

    point_id: int
    answer_id: int
    answer: str
    text: str
    start: int
    end: int
    point_text: str
    author: str
    category: str
    country: str
    position: str
    language: str | None
    kind: str | None
    placed_by: str | None
    quote: str
    quote_by: str | None
    in_campaign: bool
    taken_from: str
    fit: FitLine | None


def points_in_context(theme: Theme) -> list[PointInContext]:
    """Every point of a theme, in the order of the answers."""
    return _in_context(theme.question, (Placement.theme_id == theme.id) & is_not_filler())


def unplaced_in_context(question: OpenQuestion) -> list[PointInContext]:
    """Every unplaced point of a question, those nearest to a theme first."""
    points = _in_context(question, (Answer.question_id == question.id) & is_unplaced())
    return sorted(points, key=_far_from_any_theme)


def these_in_context(question: OpenQuestion, points: Sequence[int]) -> list[PointInContext]:
    """Some points of a question, in the order in which their numbers are given."""
    found = _in_context(question, (Answer.question_id == question.id) & Point.id.in_(points))
    return sorted(found, key=lambda point: points.index(point.point_id))


def _far_from_any_theme(point: PointInContext) -> float:
    return 2.0 if not point.fit or not point.fit.runner_up else 1.0 - point.fit.runner_up.score


@dataclass(frozen=True)
class Doubt:
    """A point that might as well be in another theme; `copies` of it say and fit the same."""

    point: PointInContext
    fit: FitLine
    copies: int


def least_sure(points: Sequence[PointInContext], most: int = 5) -> list[Doubt]:
    """Those of a theme's points that might as well be in another, least sure first.

    The copies of a campaign fit alike, and would fill the list with one point.
    """
    alike: dict[FitLine, list[PointInContext]] = {}
    for point in points:
        if point.fit is not None and point.fit.lead is not None:
            alike.setdefault(point.fit, []).append(point)
    doubts = [Doubt(own[0], fit, len(own) - 1) for fit, own in alike.items()]
    return sorted(doubts, key=lambda doubt: doubt.fit.lead or 0.0)[:most]


def is_not_filler() -> ColumnElement[bool]:
    return Point.filler.is_(False)


def _in_context(question: OpenQuestion, where: ColumnElement[bool]) -> list[PointInContext]:
    points = session.scalars(
        from_points(Point)
        .where(where)
        .options(
            joinedload(Point.placement).joinedload(Placement.placed_by),
            joinedload(Point.quote).joinedload(Quote.marked_by),
            joinedload(Point.answer)
            .joinedload(Answer.submission)
            .joinedload(Submission.stakeholder),
            joinedload(Point.answer).joinedload(Answer.campaign_copy),
        )
        .order_by(Answer.id, Point.start)
    )
    fits = fit_lines(question)
    return [_point(point, fits.get(point.id)) for point in points]


def _point(point: Point, fit: FitLine | None) -> PointInContext:
    answer = point.answer
    stakeholder = answer.submission.stakeholder
    placed_by = point.placement.placed_by if point.placement else None
    quote = point.quote if point.quote and not point.quote.rejected else None
    return PointInContext(
        point_id=point.id,
        answer_id=answer.id,
        answer=answer.label,
        text=answer.text,
        start=point.start,
        end=point.end,
        point_text=point.text,
        author=answer.author,
        category=stakeholder.category,
        country=answer.country,
        position=str(answer.position),
        language=point.language,
        kind=point.kind,
        placed_by=placed_by.name if placed_by else None,
        quote="no" if quote is None else "marked" if quote.marked_by else "suggested",
        quote_by=quote.marked_by.name if quote and quote.marked_by else None,
        in_campaign=answer.campaign_copy is not None,
        taken_from=answer.taken_from(point.start),
        fit=fit,
    )
