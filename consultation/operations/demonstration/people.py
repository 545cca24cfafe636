"""The demonstration's people: stakeholders of the data, and a sign-in per role."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from consultation.db import session
from consultation.models import (
    Consultation,
    Membership,
    Office,
    Organisation,
    Person,
    Publication,
    Role,
    Stakeholder,
    WorkingGroup,
)
from consultation.operations.accounts import people
from consultation.operations.contributions.joining import notice_hash

OFFICES = (
    ("WG1a", Office.CHAIR, "Irena Castellan", "chair.wg1a"),
    ("WG1b", Office.CHAIR, "Matthias Oordt", "chair.wg1b"),
    ("WG1", Office.VICE_CHAIR, "Saoirse Lindqvist", "vice-chair.wg1"),
    ("WG2", Office.CHAIR, "Teodora Vanhoof", "chair"),
    ("WG2", Office.VICE_CHAIR, "Emil Strand", "vice-chair"),
    ("WG3", Office.CHAIR, "Giulia Ferrante", "chair.wg3"),
    ("WG4", Office.CHAIR, "Anselm Dvorak", "chair.wg4"),
)
HOST = "demo.example"


@dataclass(frozen=True)
class Account:
    """A sign-in of the demonstration, and what it is for."""

    role: str
    email: str
    name: str


def accounts(
    consultation: Consultation, groups: dict[str, WorkingGroup], password: str, now: datetime
) -> list[Account]:
    """The secretariat, a reader, and the chairs; chair and vice-chair of WG2 are the ones shown."""
    secretariat = _person("secretariat", "Nadja Kessel", password, now)
    secretariat.may_found = True
    people.give_role(secretariat, consultation, Role.SECRETARIAT)
    reader = _person("reader", "Ruben Aerts", password, now)
    people.give_role(reader, consultation, Role.READER)
    shown = [("Secretariat", secretariat), ("Reader", reader)]
    for code, office, name, mailbox in OFFICES:
        person = _person(mailbox, name, password, now)
        people.appoint(person, groups[code], office)
        shown += [(f"{office.capitalize()} of {code}", person)]
    return [Account(role, person.email, person.name) for role, person in shown]


def stakeholders(consultation: Consultation, lines: list[dict[str, Any]]) -> dict[str, Stakeholder]:
    """The 96 of the data; an individual has no organisation."""
    found: dict[str, Stakeholder] = {}
    for line in lines:
        alone = line["category"] == "individual"
        organisation = (
            None
            if alone
            else Organisation(
                name=line["organisation"],
                category=line["category"],
                country=line["country"],
                size=line["size"],
                register_number=line["register_number"] or "",
            )
        )
        found[line["id"]] = Stakeholder(
            consultation=consultation,
            organisation=organisation,
            reference=line["id"],
            name=line["organisation"] if alone else "",
            category=line["category"],
            country=line["country"],
            publication=Publication(line["publication"]),
        )
    session.add_all(found.values())
    session.flush()
    return found


def seats(
    consultation: Consultation, answered: Stakeholder, password: str, now: datetime
) -> list[Account]:
    """Two sign-ins for stakeholders: one who has still to answer, one who has submitted."""
    writer = _person("stakeholder", "Ylva Marchetti", password, now)
    organisation = Organisation(
        name="Kettlewick Cooperative",
        category="small or medium enterprise",
        country="Belgium",
        size="small",
    )
    answering = Stakeholder(
        consultation=consultation,
        organisation=organisation,
        person=writer,
        reference="S097",
        name=writer.name,
        category=organisation.category,
        country=organisation.country,
        publication=Publication.NAMED,
    )
    session.add(answering)
    sender = _person("submitted", "Jonas Albrecht", password, now)
    answered.person = sender
    for part in (answering, answered):
        part.notice_hash, part.agreed_at = notice_hash(consultation), now
    session.flush()
    return [
        Account("Stakeholder, still to answer", writer.email, writer.name),
        Account("Stakeholder, has submitted", sender.email, sender.name),
    ]


def _person(mailbox: str, name: str, password: str, now: datetime) -> Person:
    return people.add_person(f"{mailbox}@{HOST}", name, password, now=now)


def secretariat_of(consultation: Consultation) -> Person:
    """Whoever runs the consultation."""
    return session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.consultation == consultation, Membership.role == Role.SECRETARIAT)
    ).first() or nobody("secretariat")


def nobody(office: str) -> Person:
    raise LookupError(f"the demonstration has no {office}")
