"""What reviewers have among themselves: memos, second readings, referrals, and what waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import (
    Appointment,
    Consultation,
    Draft,
    Matter,
    MatterKind,
    OpenQuestion,
    Person,
    Point,
    Round,
    Theme,
    WorkingGroup,
)
from consultation.models.matter import WAITING
from consultation.queries.desk.my_questions import officers_by_group
from consultation.queries.desk.points import PointInContext, points_in_context


@dataclass(frozen=True)
class MatterLine:
    """A matter, and the point that it is about where that still counts."""

    matter: Matter
    point: PointInContext | None

    @property
    def about(self) -> str:
        """What it is about, in words; a point's own are beside it."""
        matter = self.matter
        if matter.answer is None:
            return f"the theme “{matter.theme.title if matter.theme else matter.about}”"
        where = f"a point of answer {matter.answer.label}"
        if matter.point_id is None:
            return f"{where}, which a later analysis cut otherwise"
        return where if self.point else f"{where}, which does not count any more"


def line(matter: Matter) -> MatterLine:
    """One matter as it is read."""
    return lines([matter])[0]


def lines(matters: Sequence[Matter]) -> list[MatterLine]:
    """Matters as they are read, with the points that they are about."""
    found: dict[int, PointInContext] = {}
    for question in {matter.question_id: matter.question for matter in matters}.values():
        own = [m.point_id for m in matters if m.question_id == question.id and m.point_id]
        found |= {point.point_id: point for point in points_in_context(question, own)}
    return [MatterLine(matter, found.get(matter.point_id or 0)) for matter in matters]


def matters_on(subject: Point | Theme) -> Sequence[Matter]:
    """What was raised about a point or a theme, the oldest first."""
    place = Matter.point_id if isinstance(subject, Point) else Matter.theme_id
    return session.scalars(_matters().where(place == subject.id).order_by(Matter.id)).unique().all()


def matters_of(question: OpenQuestion) -> list[MatterLine]:
    """All matters of a question: what waits first, then the newest."""
    found = session.scalars(
        _matters()
        .where(Matter.question_id == question.id)
        .order_by(Matter.state.in_(WAITING).desc(), Matter.id.desc())
    )
    return lines(found.unique().all())


def waiting_in(question: OpenQuestion) -> int:
    """How many matters of a question wait for somebody."""
    return len(
        session.scalars(
            select(Matter.id).where(Matter.question_id == question.id, Matter.state.in_(WAITING))
        ).all()
    )


def waiting_for(person: Person, consultation: Consultation) -> list[MatterLine]:
    """What waits for a person: referrals to their groups or to them, second readings of others."""
    offices = select(Appointment.working_group_id).where(Appointment.person_id == person.id)
    groups = select(WorkingGroup.id).where(
        or_(WorkingGroup.id.in_(offices), WorkingGroup.parent_id.in_(offices))
    )
    to_them = and_(Matter.kind == MatterKind.REFERRAL, Matter.group_id.in_(groups))
    to_read = and_(
        Matter.kind == MatterKind.SECOND_READING,
        Matter.raised_by_id != person.id,
        OpenQuestion.working_group_id.in_(groups),
    )
    found = session.scalars(
        _matters()
        .join(Matter.question)
        .join(OpenQuestion.draft)
        .join(Draft.round)
        .where(
            Round.consultation_id == consultation.id,
            Matter.state.in_(WAITING),
            or_(to_them, to_read),
        )
        .order_by(Matter.id)
    )
    return lines(found.unique().all())


def _matters() -> Select[Matter]:
    return select(Matter).options(
        joinedload(Matter.raised_by),
        joinedload(Matter.group),
        joinedload(Matter.owner),
        joinedload(Matter.answer),
        joinedload(Matter.theme),
        joinedload(Matter.question),
        joinedload(Matter.entries),
    )


def addressees_of(question: OpenQuestion) -> dict[str, tuple[str, WorkingGroup, int | None]]:
    """Where a question's points can be referred to, as forms name it: groups, or people there.

    Each with its words, the group, and the number of the person who is to see to it.
    """
    officers = officers_by_group(question.consultation)
    found: dict[str, tuple[str, WorkingGroup, int | None]] = {}
    for group in question.consultation.working_groups:
        if group.id == question.working_group_id:
            continue
        named = f"{group.code} {group.name}"
        found[f"{group.id}"] = (named, group, None)
        for person, name, office in officers.get(group.id, []):
            found[f"{group.id}:{person}"] = (f"{named}: {name} ({office})", group, person)
    return found
