"""A sample that two people code: what is next for one of them, and how far they agree."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from consultation.db import session
from consultation.models import (
    Appointment,
    Coding,
    OpenQuestion,
    Person,
    Placement,
    Point,
    Sample,
    SampledPoint,
    Theme,
)
from consultation.queries.coding.agreement import Agreement, agreement
from consultation.queries.desk.points import from_points, is_not_filler
from consultation.queries.desk.themes import current_themes
from consultation.queries.grouping.minority import merged_to

NO_THEME = "no theme"
FEWEST = 5
"""Points in a theme below which its F1 is not told."""


def newest_sample(question: OpenQuestion) -> Sample | None:
    """The sample that was drawn last."""
    return session.scalar(
        select(Sample)
        .where(Sample.question_id == question.id)
        .options(selectinload(Sample.points).selectinload(SampledPoint.codings))
        .order_by(Sample.id.desc())
        .limit(1)
    )


def points_to_sample(question: OpenQuestion) -> list[tuple[int, int | None]]:
    """The points that can be drawn, each with its theme: all that count and were not set aside."""
    rows = session.execute(
        from_points(Point.id, Placement.theme_id)
        .where(
            Point.answer.has(question_id=question.id),
            is_not_filler(),
            Placement.discarded_because.is_(None),
        )
        .order_by(Point.id)
    )
    return [(point, theme) for point, theme in rows]


def possible_coders(question: OpenQuestion) -> list[Person]:
    """Who holds an office in the question's working group, or in the group it is a strand of."""
    group = question.working_group
    return list(
        session.scalars(
            select(Person)
            .join(Appointment, Appointment.person_id == Person.id)
            .where(Appointment.working_group_id.in_({group.id, group.parent_id} - {None}))
            .order_by(Person.name, Person.id)
            .distinct()
        )
    )


def coded_by(sample: Sample, person_id: int) -> dict[int, Coding]:
    """By rank: what a person has coded."""
    return {
        sampled.rank: coding
        for sampled in sample.points
        for coding in sampled.codings
        if coding.person_id == person_id
    }


def next_rank(sample: Sample, person: Person) -> int | None:
    """The first point that a person has not coded yet."""
    done = coded_by(sample, person.id)
    return next((each.rank for each in sample.points if each.rank not in done), None)


@dataclass(frozen=True)
class Difference:
    """A point that the two put in different themes."""

    point: Point
    first: str
    second: str


@dataclass(frozen=True)
class Result:
    """How far the two agree, and each with where the points are now."""

    between: Agreement
    with_first: Agreement
    with_second: Agreement
    differences: tuple[Difference, ...]
    themes: tuple[tuple[str, int, float], ...]
    have_changed: bool


def result_of(sample: Sample) -> Result | None:
    """The result, once both have coded every point; by the themes as they are now.

    A theme that was merged is the one it was merged into; one that was discarded stays by itself.
    """
    one, other = (coded_by(sample, each) for each in (sample.first_id, sample.second_id))
    ranks = [sampled.rank for sampled in sample.points]
    if not ranks or any(rank not in done for done in (one, other) for rank in ranks):
        return None
    points = _points(sample)
    first = [_title(one[rank].theme) for rank in ranks]
    second = [_title(other[rank].theme) for rank in ranks]
    now = [_title(point.placement.theme if point.placement else None) for point in points]
    between = agreement(first, second)
    coded = [done[rank].theme for done in (one, other) for rank in ranks]
    return Result(
        between=between,
        with_first=agreement(first, now),
        with_second=agreement(second, now),
        differences=tuple(
            Difference(point, a, b)
            for point, a, b in zip(points, first, second, strict=True)
            if a != b
        ),
        themes=tuple((str(t), n, f1) for t, n, f1 in between.by_theme if n >= FEWEST),
        have_changed=any(theme is not None and not theme.is_current for theme in coded),
    )


def _points(sample: Sample) -> Sequence[Point]:
    return session.scalars(
        select(Point)
        .join(SampledPoint, SampledPoint.point_id == Point.id)
        .where(SampledPoint.sample_id == sample.id)
        .options(joinedload(Point.placement).joinedload(Placement.theme), joinedload(Point.answer))
        .order_by(SampledPoint.rank)
    ).all()


def _title(theme: Theme | None) -> str:
    """The theme as it is now; two of one title are told apart by number."""
    now = merged_to(theme)
    return f"{now.title} (theme {now.id})" if now else NO_THEME


def themes_to_choose(question: OpenQuestion) -> Sequence[Theme]:
    """The themes in a fixed order, which says nothing of any point."""
    return current_themes(question)
