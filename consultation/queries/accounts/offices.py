"""What keeps an account from being deleted: who runs what, who chairs what, and who releases."""

from dataclasses import dataclass

from sqlalchemy import select

from consultation.db import session
from consultation.models import Appointment, Consultation, Membership, Person, Role


@dataclass(frozen=True)
class OfficeLine:
    """One office of a person, in words, and who else runs that consultation."""

    held: str
    ask: tuple[str, ...]
    runs: bool = False


def offices_of(person: Person) -> list[OfficeLine]:
    """What a person runs, and the offices they hold."""
    runs = session.scalars(
        select(Membership)
        .where(Membership.person == person, Membership.role == Role.SECRETARIAT)
        .order_by(Membership.id)
    )
    lines = [
        OfficeLine(
            f"secretariat of “{own.consultation.title}”", _others(own.consultation, person), True
        )
        for own in runs
    ]
    appointed = session.scalars(
        select(Appointment).where(Appointment.person == person).order_by(Appointment.id)
    )
    for own in appointed:
        group = own.working_group
        held = f"{own.office} of {group.code} {group.name} in “{group.consultation.title}”"
        lines.append(OfficeLine(held, _others(group.consultation, person)))
    return lines


def _others(consultation: Consultation, person: Person) -> tuple[str, ...]:
    """Who runs a consultation beside a person, by name."""
    return tuple(
        session.scalars(
            select(Person.name)
            .join(Membership, Membership.person_id == Person.id)
            .where(
                Membership.consultation == consultation,
                Membership.role == Role.SECRETARIAT,
                Person.id != person.id,
            )
            .order_by(Person.name)
        )
    )
