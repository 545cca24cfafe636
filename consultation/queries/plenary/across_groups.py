"""What concerns more than one working group: what was referred, and themes about one provision."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from consultation.db import session
from consultation.models import (
    Answer,
    Matter,
    MatterKind,
    OpenQuestion,
    Placement,
    Point,
    Provision,
    Quote,
    Submission,
)
from consultation.models.draft import kind_name
from consultation.models.plenary import OutcomeKind
from consultation.queries.counts import QuoteLine, ThemeLine
from consultation.queries.desk.points import from_points
from consultation.queries.desk.themes import quote_line
from consultation.queries.plenary.told import Leaving

SHARED_THEMES = 3
"""Themes of a question that are shown beside those of others about the same provision."""


@dataclass(frozen=True)
class ReferredLine:
    """A theme or a point that others are to see to, and how that stands.

    A point is `said`, a theme has its number and title. Where an outcome refers it, its `reason`
    tells to whom; a referral among reviewers names where it went, never in which words.
    """

    question: str
    group: str
    theme_id: int | None
    theme: str
    said: QuoteLine | None
    to: str
    state: str
    reason: str


@dataclass(frozen=True)
class SharedLine:
    """A theme of one of several questions about a provision."""

    provision: str
    question: str
    group: str
    theme_id: int
    theme: str
    points: int
    answers: int
    organisations: int
    outcome: str | None


@dataclass(frozen=True)
class AcrossPart:
    """All that concerns more than one working group."""

    referred: tuple[ReferredLine, ...] = ()
    shared: tuple[SharedLine, ...] = ()


NOTHING_ACROSS = AcrossPart()


def across_groups(questions: Sequence[Leaving]) -> AcrossPart:
    """What was referred in some questions, and what they share."""
    return AcrossPart(
        (*_by_outcome(questions), *_by_reviewers(questions)), tuple(_shared(questions))
    )


def _by_outcome(questions: Sequence[Leaving]) -> Iterator[ReferredLine]:
    referred = str(OutcomeKind.REFERRED)
    for leaving in questions:
        number, group = leaving.question.number, leaving.question.working_group.code
        for theme in leaving.themes:
            if theme.outcome == referred:
                yield ReferredLine(
                    number, group, theme.theme_id, theme.title, None, "", referred,
                    theme.outcome_reason,
                )  # fmt: skip
        for own in leaving.own_outcomes:
            if own.outcome == referred:
                yield ReferredLine(
                    number, group, own.theme_id, own.theme, own.said, "", referred, own.reason
                )


def _by_reviewers(questions: Sequence[Leaving]) -> Iterator[ReferredLine]:
    """Referrals of themes that are there and of points that count, in the questions' order."""
    asked = {leaving.question.id: leaving for leaving in questions}
    matters = session.scalars(
        select(Matter)
        .where(Matter.kind == MatterKind.REFERRAL, Matter.question_id.in_(asked))
        .options(joinedload(Matter.theme), joinedload(Matter.group))
        .order_by(Matter.id)
    ).all()
    points = _points([matter.point_id for matter in matters if matter.point_id])
    order = list(asked)
    for matter in sorted(matters, key=lambda matter: order.index(matter.question_id)):
        point = points.get(matter.point_id or 0)
        theme = point.placement.theme if point and point.placement else matter.theme
        if point or (theme and matter.answer_id is None):
            leaving = asked[matter.question_id]
            yield ReferredLine(
                leaving.question.number,
                leaving.question.working_group.code,
                theme.id if theme else None,
                leaving.title_of(theme.title) if theme else "",
                quote_line(point) if point else None,
                matter.to,
                str(matter.state),
                "",
            )


def _points(numbers: Sequence[int]) -> dict[int, Point]:
    found = session.scalars(
        from_points(Point)
        .where(Point.id.in_(numbers))
        .options(
            joinedload(Point.placement).joinedload(Placement.theme),
            joinedload(Point.quote).joinedload(Quote.marked_by),
            joinedload(Point.answer)
            .joinedload(Answer.submission)
            .options(joinedload(Submission.stakeholder), selectinload(Submission.papers)),
        )
    )
    return {point.id: point for point in found}


def _shared(questions: Sequence[Leaving]) -> Iterator[SharedLine]:
    asked: defaultdict[Provision, list[Leaving]] = defaultdict(list)
    for leaving in questions:
        for provision in leaving.question.provisions if leaving.themes else ():
            asked[provision].append(leaving)
    for provision, about in sorted(asked.items(), key=lambda item: item[0].rank):
        if len(about) > 1:
            named = f"{kind_name(provision.kind)} {provision.number}: {provision.title}"
            for leaving in about:
                yield from _largest(named, leaving.question, leaving.themes)


def _largest(
    provision: str, question: OpenQuestion, themes: Sequence[ThemeLine]
) -> Iterator[SharedLine]:
    by_size = sorted(themes, key=lambda theme: -theme.counts.answers)
    for theme in by_size[:SHARED_THEMES]:
        counts = theme.counts
        yield SharedLine(
            provision, question.number, question.working_group.code, theme.theme_id, theme.title,
            counts.points, counts.answers, counts.organisations, theme.outcome,
        )  # fmt: skip
