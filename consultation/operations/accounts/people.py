"""Accounts: making them, giving roles, offices and parts."""

import secrets
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import ColumnElement, and_, delete, or_, select

from consultation.boundary import SHORT_TEXT_LIMIT, clean_text
from consultation.db import locked, session
from consultation.errors import RuleError
from consultation.models import (
    Appointment,
    Assignment,
    Consultation,
    Membership,
    Office,
    Organisation,
    Person,
    Role,
    Stakeholder,
    WorkingGroup,
)
from consultation.operations.accounts.passwords import hashed, person_by_email
from consultation.operations.audit import record
from consultation.queries.accounts.offices import offices_of


def add_person(
    email: str, name: str, password: str, *, now: datetime, organisation: Organisation | None = None
) -> Person:
    """Make an account.

    Raises RuleError for an address that is none or known, for no name, and for a short password.
    """
    email, name = address(email), one_line(name)
    if not name:
        raise RuleError("An account has a name: the one that others see.")
    password_hash = hashed(password)
    if person_by_email(email) is not None:
        raise RuleError(f"{email} has an account already.")
    return new_person(email, name, password_hash, now=now, organisation=organisation)


def new_person(
    email: str,
    name: str,
    password_hash: str,
    *,
    now: datetime,
    organisation: Organisation | None = None,
) -> Person:
    """The row of an account whose address, name and password are in order."""
    person = Person(
        email=email,
        name=name,
        password_hash=password_hash,
        session_key=secrets.token_hex(16),
        created_at=now,
        organisation=organisation,
    )
    session.add(person)
    session.flush()
    return person


def address(email: str) -> str:
    """An e-mail address as it is kept. Raises RuleError for what is none."""
    email = one_line(email).lower()
    if "=?" in email:
        raise RuleError(f"“{email}” is no e-mail address. Mail would take “=?” for another letter.")
    try:
        # Whether mail arrives is not asked (nothing leaves this machine), nor whether it could.
        validate_email(email, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise RuleError(f"“{email}” is no e-mail address. {error}") from error
    return email


def one_line(text: str) -> str:
    """A short text on one line, through the input boundary."""
    return " ".join(clean_text(text, limit=SHORT_TEXT_LIMIT).split())


def give_role(person: Person, consultation: Consultation, role: Role) -> None:
    """Make a person secretariat or reader of a consultation."""
    session.add(Membership(person=person, consultation=consultation, role=role))


def take_part(
    person: Person, consultation: Consultation, *, organisation: str, category: str, country: str
) -> Stakeholder:
    """Make a person a stakeholder: for an organisation (found or made by its name), or alone.

    Nobody's name is published before they have chosen how: they start as anonymous.
    """
    organisation, category, country = map(one_line, (organisation, category, country))
    body = session.scalar(select(Organisation).where(Organisation.name == organisation))
    if organisation and body is None:
        body = Organisation(name=organisation, category=category, country=country)
    person.organisation = body
    stakeholder = Stakeholder(
        consultation=consultation,
        person=person,
        organisation=body,
        reference=f"P{person.id}",
        name=person.name,
        category=category,
        country=country,
    )
    session.add(stakeholder)
    session.flush()
    return stakeholder


def hold(part: Stakeholder) -> None:
    """Hold a part until the transaction ends, its consultation before it, as everybody does."""
    locked(part.consultation)
    locked(part)


def known_as(email: str) -> ColumnElement[bool]:
    """What was entered for an address and is nobody's: its owner has no account, or a part."""
    return and_(Stakeholder.contact == email, Stakeholder.person_id.is_(None))


def hold_parts(person: Person, *, unclaimed: bool = False) -> list[Stakeholder]:
    """Hold every part of a person before anything is done to one; those that they still lead.

    With the `unclaimed` ones, which were entered for their address and are nobody's.
    """
    theirs = Stakeholder.person == person
    parts = session.scalars(
        select(Stakeholder)
        .where(or_(theirs, known_as(person.email)) if unclaimed else theirs)
        .order_by(Stakeholder.consultation_id, Stakeholder.id)
    ).all()
    for part in parts:
        hold(part)
    owners = {person.id, None} if unclaimed else {person.id}
    return [part for part in parts if part.person_id in owners]


def release(person: Person, *, now: datetime) -> list[str]:
    """Take every office and secretariat from a person; what they signed stays signed.

    Returns what they held. Raises RuleError where nobody else would run a consultation.
    """
    lines = offices_of(person)
    for line in lines:
        if line.runs and not line.ask:
            raise RuleError(
                f"{person.name} is the only {line.held}. Make an account for another first: "
                "./plenary user add --secretariat"
            )
    session.execute(delete(Appointment).where(Appointment.person == person))
    session.execute(delete(Assignment).where(Assignment.person == person))
    session.execute(
        delete(Membership).where(Membership.person == person, Membership.role == Role.SECRETARIAT)
    )
    held = [line.held for line in lines]
    record("release from office", person, person=None, now=now, before={"held": held})
    return held


def appoint(person: Person, group: WorkingGroup, office: Office) -> None:
    """Make a person chair or vice-chair of a working group."""
    session.add(Appointment(person=person, working_group=group, office=office))
