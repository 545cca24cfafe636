"""The secret address under which a person's own calendar is read, which has no session."""

from datetime import datetime

from sqlalchemy import select

from consultation.db import session
from consultation.models import Person
from consultation.operations.accounts.tokens import hash_of, secret
from consultation.operations.audit import record


def make_calendar_address(person: Person, *, now: datetime) -> str:
    """The secret of a new address, of which only the hash is kept; the one before is void."""
    raw = secret()
    person.calendar_hash = hash_of(raw)
    record("make a calendar address", person, person=person, now=now)
    return raw


def end_calendar_address(person: Person, *, now: datetime) -> None:
    """Let the address be void, and no other be there."""
    if person.calendar_hash is None:
        return
    person.calendar_hash = None
    record("end the calendar address", person, person=person, now=now)


def whose_calendar(raw: str) -> Person | None:
    """Whose calendar has this secret in its address, while their account is in use."""
    found = select(Person).where(Person.calendar_hash == hash_of(raw))
    return session.scalar(found.where(Person.disabled_at.is_(None)))
