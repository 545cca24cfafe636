"""What parts people have: roles and offices, stakeholders and their colleagues."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Text,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)

from consultation.db import read_once, session
from consultation.models import (
    Appointment,
    Colleague,
    Consultation,
    Eligibility,
    Membership,
    Office,
    Person,
    Role,
    Stakeholder,
    WorkingGroup,
)


@dataclass(frozen=True)
class Parts:
    """Everything one person is in one consultation; offices by the number of their group."""

    roles: frozenset[Role]
    offices: Mapping[int, Office]
    stakeholder_id: int | None

    @property
    def are_any(self) -> bool:
        return bool(self.roles or self.offices or self.stakeholder_id)


def parts_of(person: Person, consultation: Consultation) -> Parts:
    """Every part a person has in a consultation, in one query."""
    key = (person.id, consultation.id)
    return read_once((Parts, key), lambda: _read_parts(*key))


def _all_parts() -> CompoundSelect[str, Any, Any]:
    """Rows of kind, word and number, of the person and in the consultation that are bound later."""
    person, consultation = bindparam("person", type_=Integer), bindparam("where", type_=Integer)
    no_word, no_number = cast(null(), Text), cast(null(), Integer)
    joined = select(Colleague.stakeholder_id).where(Colleague.person_id == person)
    return union_all(
        select(literal("role"), cast(Membership.role, Text), no_number).where(
            Membership.person_id == person, Membership.consultation_id == consultation
        ),
        select(literal("office"), cast(Appointment.office, Text), WorkingGroup.id)
        .join(WorkingGroup, Appointment.working_group_id == WorkingGroup.id)
        .where(Appointment.person_id == person, WorkingGroup.consultation_id == consultation),
        select(literal("stakeholder"), no_word, Stakeholder.id).where(
            or_(Stakeholder.person_id == person, Stakeholder.id.in_(joined)),
            Stakeholder.consultation_id == consultation,
        ),
    )


_ALL_PARTS = _all_parts()


def _read_parts(person_id: int, consultation_id: int) -> Parts:
    rows = session.execute(_ALL_PARTS, {"person": person_id, "where": consultation_id}).all()
    return Parts(
        roles=frozenset(Role(word) for kind, word, _ in rows if kind == "role"),
        offices={number: Office(word) for kind, word, number in rows if kind == "office"},
        stakeholder_id=next((number for kind, _, number in rows if kind == "stakeholder"), None),
    )


def has_role(person: Person, consultation: Consultation, role: Role) -> bool:
    return role in parts_of(person, consultation).roles


def stakeholder_of(person: Person, consultation: Consultation) -> Stakeholder | None:
    """The part a person has in a consultation, as its lead or as a colleague."""
    number = parts_of(person, consultation).stakeholder_id
    return session.get(Stakeholder, number) if number is not None else None


def offices_for(person: Person, group: WorkingGroup) -> set[Office]:
    """A person's offices in a group; one in the whole group counts in its strands."""
    offices = parts_of(person, group.consultation).offices
    return {office for number, office in offices.items() if number in (group.id, group.parent_id)}


def holds_office(person: Person | None, subject: Consultation) -> bool:
    """Chair or vice-chair of any working group of the consultation."""
    return person is not None and bool(parts_of(person, subject).offices)


def colleague_in(person: Person, stakeholder: Stakeholder) -> Colleague | None:
    return session.scalar(
        select(Colleague).where(
            Colleague.person_id == person.id, Colleague.stakeholder_id == stakeholder.id
        )
    )


def accepted_in(person: Person, consultation: Consultation) -> Eligibility | None:
    """That a person was accepted to take part and has not begun to: the decision on their address.

    Who has an account has shown that its address is theirs.
    """
    key = (person.email.lower(), consultation.id)
    return read_once((Eligibility, key), lambda: _acceptance(*key))


def _acceptance(email: str, consultation_id: int) -> Eligibility | None:
    return session.scalar(
        select(Eligibility).where(
            Eligibility.consultation_id == consultation_id,
            Eligibility.email == email,
            Eligibility.is_accepted,
            Eligibility.stakeholder_id.is_(None),
        )
    )
