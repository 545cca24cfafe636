"""What parts people have: roles and offices, stakeholders and their colleagues."""

from sqlalchemy import or_, select

from consultation.db import session
from consultation.models import (
    Appointment,
    Colleague,
    Consultation,
    Membership,
    Office,
    Person,
    Role,
    Stakeholder,
    WorkingGroup,
)


def has_role(person: Person, consultation: Consultation, role: Role) -> bool:
    return (
        session.scalar(
            select(Membership.id).where(
                Membership.person == person,
                Membership.consultation == consultation,
                Membership.role == role,
            )
        )
        is not None
    )


def stakeholder_of(person: Person, consultation: Consultation) -> Stakeholder | None:
    """The part a person has in a consultation, as its lead or as a colleague."""
    joined = select(Colleague.stakeholder_id).where(Colleague.person == person)
    return session.scalar(
        select(Stakeholder).where(
            or_(Stakeholder.person == person, Stakeholder.id.in_(joined)),
            Stakeholder.consultation == consultation,
        )
    )


def offices_for(person: Person, group: WorkingGroup) -> set[Office]:
    """A person's offices in a group; one in the whole group counts in its strands."""
    groups = [group.id, group.parent_id]
    return set(
        session.scalars(
            select(Appointment.office).where(
                Appointment.person == person, Appointment.working_group_id.in_(groups)
            )
        )
    )


def holds_office(person: Person | None, subject: Consultation) -> bool:
    """Chair or vice-chair of any working group of the consultation."""
    return person is not None and (
        session.scalar(
            select(Appointment.id)
            .join(WorkingGroup)
            .where(Appointment.person == person, WorkingGroup.consultation == subject)
            .limit(1)
        )
        is not None
    )


def colleague_in(person: Person, stakeholder: Stakeholder) -> Colleague | None:
    return session.scalar(
        select(Colleague).where(Colleague.person == person, Colleague.stakeholder == stakeholder)
    )
