"""Accounts: making them, checking passwords, giving roles and offices."""

import secrets
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from email_validator import EmailNotValidError, validate_email
from sqlalchemy import func, select

from consultation.boundary import SHORT_TEXT_LIMIT, clean_text
from consultation.db import session
from consultation.errors import RuleError
from consultation.models import (
    Appointment,
    Consultation,
    Membership,
    Office,
    Organisation,
    Person,
    Role,
    Stakeholder,
    WorkingGroup,
)

LEAST_PASSWORD = 12
"""Characters in the shortest password taken: length counts, composition rules do not (ASVS 6.2)."""

_hasher = PasswordHasher()
# Checked where nobody has the address, so that the time taken does not tell.
_NOBODY = _hasher.hash(secrets.token_hex(16))


def add_person(
    email: str, name: str, password: str, *, now: datetime, organisation: Organisation | None = None
) -> Person:
    """Make an account.

    Raises RuleError for an address that is none or known, for no name, and for a short password.
    """
    email, name = _address(email), _one_line(name)
    if not name:
        raise RuleError("An account has a name: the one that others see.")
    if len(password) < LEAST_PASSWORD:
        raise RuleError(f"A password has at least {LEAST_PASSWORD} characters.")
    if person_by_email(email) is not None:
        raise RuleError(f"{email} has an account already.")
    person = Person(
        email=email,
        name=name,
        password_hash=_hasher.hash(password),
        session_key=secrets.token_hex(16),
        created_at=now,
        organisation=organisation,
    )
    session.add(person)
    session.flush()
    return person


def _address(email: str) -> str:
    email = _one_line(email).lower()
    try:
        # Whether mail arrives is not asked (nothing leaves this machine), nor whether it could.
        validate_email(email, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise RuleError(f"“{email}” is no e-mail address. {error}") from error
    return email


def _one_line(text: str) -> str:
    return " ".join(clean_text(text, limit=SHORT_TEXT_LIMIT).split())


def person_by_email(email: str) -> Person | None:
    return session.scalar(select(Person).where(func.lower(Person.email) == email.strip().lower()))


def person_with_password(email: str, password: str) -> Person | None:
    """The active account with this address and password; as slow for an unknown address."""
    person = person_by_email(email)
    try:
        _hasher.verify(person.password_hash if person else _NOBODY, password)
    except VerifyMismatchError:
        return None
    return person if person and person.is_active else None


def give_role(person: Person, consultation: Consultation, role: Role) -> None:
    """Make a person secretariat or reader of a consultation."""
    session.add(Membership(person=person, consultation=consultation, role=role))


def take_part(
    person: Person, consultation: Consultation, *, organisation: str, category: str, country: str
) -> Stakeholder:
    """Make a person a stakeholder: for an organisation (found or made by its name), or alone.

    Nobody's name is published before they have chosen how: they start as anonymous.
    """
    organisation, category, country = map(_one_line, (organisation, category, country))
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


def appoint(person: Person, group: WorkingGroup, office: Office) -> None:
    """Make a person chair or vice-chair of a working group."""
    session.add(Appointment(person=person, working_group=group, office=office))
