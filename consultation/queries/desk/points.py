"""Points where they stand: inside the full answer, with their author as they chose to be named."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from consultation.db import session
from consultation.models import (
    Answer,
    Fit,
    OpenQuestion,
    OutcomeKind,
    OwnOutcome,
    Placement,
    Point,
    Quote,
    Submission,
    Theme,
)
from consultation.queries.contributions.submissions import counts
from consultation.queries.counts import FitLine
from consultation.queries.desk.filters import EVERYTHING, Filter
from consultation.queries.grouping.fits import fit_lines
from consultation.queries.plenary.changed import Names, changed_by, named


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
    some = from_points(func.count(Point.id)).where(unplaced_of(question))
    return session.scalar(some) or 0


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
    outcome: OutcomeKind | None
    outcome_reason: str | None
    provision_keys: list[str] | None

    @property
    def changes(self) -> list[str]:
        """The keys of the provisions that its own outcome changes."""
        return self.provision_keys or []


def points_by_answer(
    question: OpenQuestion, *where: ColumnElement[bool]
) -> defaultdict[int, list[PlainPoint]]:
    """Points of a question, or of some of its answers, in the order of `AnswerAccount.points`."""
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
            OwnOutcome.kind,
            OwnOutcome.reason,
            OwnOutcome.provision_keys,
        )
        .join(Point.answer)
        .outerjoin(Point.placement)
        .outerjoin(Point.outcome)
        .where(Answer.question_id == question.id, *where)
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
    source: str
    category: str
    country: str
    position: str
    language: str | None
    kind: str | None
    placed_by: str | None
    cut_by: str | None
    quote: str
    quote_by: str | None
    in_campaign: bool
    taken_from: str
    fit: FitLine | None
    outcome: str
    outcome_reason: str
    changes: tuple[str, ...]


def is_not_filler() -> ColumnElement[bool]:
    return Point.filler.is_(False)


def under(theme: Theme) -> ColumnElement[bool]:
    """The points of a theme."""
    return (Placement.theme_id == theme.id) & is_not_filler()


def unplaced_of(question: OpenQuestion) -> ColumnElement[bool]:
    """The unplaced points of a question."""
    return (Answer.question_id == question.id) & is_unplaced()


_CENTRAL = (Fit.score.is_(None), Fit.score.desc(), Answer.id, Point.start)
_NEAR = (
    func.coalesce(Fit.score, Fit.runner_up_score).is_(None),
    func.coalesce(Fit.score, Fit.runner_up_score).desc(),
    Answer.id,
    Point.start,
)


def ids_under(theme: Theme, narrowed: Filter = EVERYTHING) -> list[int]:
    """The numbers of a theme's points, the most central first."""
    return _ordered(_CENTRAL, under(theme), *narrowed.conditions())


def ids_unplaced(question: OpenQuestion, narrowed: Filter = EVERYTHING) -> list[int]:
    """The numbers of a question's unplaced points, those nearest to a theme first."""
    return _ordered(_NEAR, unplaced_of(question), *narrowed.conditions())


def _ordered(order: Sequence[Any], *where: ColumnElement[bool]) -> list[int]:
    some = from_points(Point.id).outerjoin(Point.fit).where(*where).order_by(*order)
    return list(session.scalars(some))


def points_in_context(question: OpenQuestion, ids: Sequence[int]) -> list[PointInContext]:
    """Those of some points of a question that count, in the order of their numbers here."""
    rows = session.scalars(
        from_points(Point)
        .where(Point.id.in_(ids), Answer.question_id == question.id)
        .options(
            joinedload(Point.placement).joinedload(Placement.placed_by),
            joinedload(Point.cut_by),
            joinedload(Point.quote).joinedload(Quote.marked_by),
            joinedload(Point.outcome),
            joinedload(Point.answer)
            .joinedload(Answer.submission)
            .options(joinedload(Submission.stakeholder), selectinload(Submission.papers)),
            joinedload(Point.answer).joinedload(Answer.campaign_copy),
        )
    )
    points = rows.all()
    fits = fit_lines(question, Point.id.in_(ids))
    names = named(question, (point.outcome for point in points))
    found = {point.id: _point(point, fits.get(point.id), names) for point in points}
    return [found[point_id] for point_id in ids if point_id in found]


@dataclass(frozen=True)
class Doubt:
    """A point that might as well be in another theme; `copies` of it say and fit the same."""

    point: PointInContext
    fit: FitLine
    copies: int


def least_sure(theme: Theme, most: int = 5) -> list[Doubt]:
    """Those of a theme's points that might as well be in another, least sure first.

    The copies of a campaign fit alike, and would fill the list with one point.
    """
    alike: dict[FitLine, list[int]] = {}
    fits = fit_lines(theme.question, Placement.theme_id == theme.id)
    for point_id in sorted(ids_under(theme)):
        fit = fits.get(point_id)
        if fit is not None and fit.lead is not None:
            alike.setdefault(fit, []).append(point_id)
    doubtful = sorted(alike.items(), key=lambda each: each[0].lead or 0.0)[:most]
    points = points_in_context(theme.question, [own[0] for _, own in doubtful])
    shown = {point.point_id: point for point in points}
    return [Doubt(shown[own[0]], fit, len(own) - 1) for fit, own in doubtful]


def central_and_edge(
    theme: Theme, few: int = 3
) -> tuple[list[PointInContext], list[PointInContext]]:
    """A theme's points that fit best, and those that fit least, nearest to the edge first.

    Copies fit alike, and one stands for all; where there are few, all are at the edge.
    """
    fits = fit_lines(theme.question, Placement.theme_id == theme.id)
    by_score: dict[float, int] = {}
    for point_id in ids_under(theme):
        if point_id in fits and (score := fits[point_id].score) is not None:
            by_score.setdefault(score, point_id)
    best = list(by_score.values())
    central = best[:few] if len(best) > few else []
    edge = best[few:][: -few - 1 : -1]
    found = {p.point_id: p for p in points_in_context(theme.question, [*central, *edge])}
    return [found[each] for each in central], [found[each] for each in edge]


def _point(point: Point, fit: FitLine | None, names: Names) -> PointInContext:
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
        source=answer.source,
        category=stakeholder.category,
        country=answer.country,
        position=str(answer.position),
        language=point.language,
        kind=point.kind,
        placed_by=placed_by.name if placed_by else None,
        cut_by=point.cut_by.name if point.cut_by else None,
        quote="no" if quote is None else "marked" if quote.marked_by else "suggested",
        quote_by=quote.marked_by.name if quote and quote.marked_by else None,
        in_campaign=answer.campaign_copy is not None,
        taken_from=answer.taken_from(point.start),
        fit=fit,
        outcome=str(point.outcome.kind) if point.outcome else "",
        outcome_reason=point.outcome.reason if point.outcome else "",
        changes=changed_by(point.outcome, names),
    )
