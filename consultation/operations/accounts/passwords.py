"""Passwords: hashed slowly, checked as slowly for nobody, changed with an end to other sessions."""

import secrets
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, func, select

from consultation.db import session
from consultation.errors import RuleError
from consultation.models import Person, Token
from consultation.operations.audit import record
from consultation.operations.correspondence.mail import post

LEAST_PASSWORD = 12
"""Characters in the shortest password taken: length counts, composition rules do not (ASVS 6.2)."""

_hasher = PasswordHasher()
# Checked where nobody has the address, so that the time taken does not tell.
_NOBODY = _hasher.hash(secrets.token_hex(16))


def hashed(password: str) -> str:
    """What is kept of a password; takes its time. Raises RuleError for a short one."""
    if len(password) < LEAST_PASSWORD:
        raise RuleError(f"A password has at least {LEAST_PASSWORD} characters.")
    return _hasher.hash(password)


def is_password_of(person: Person | None, password: str) -> bool:
    """Whether an account opens with a password; as slow where there is no account."""
    is_right = is_hashed_in(person.password_hash if person else _NOBODY, password)
    return is_right and person is not None and person.is_active


def is_hashed_in(password_hash: str, password: str) -> bool:
    """Whether a hash is that of a password."""
    try:
        return _hasher.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def person_by_email(email: str) -> Person | None:
    return session.scalar(select(Person).where(func.lower(Person.email) == email.strip().lower()))


def person_with_password(email: str, password: str) -> Person | None:
    """The active account with this address and password; as slow for an unknown address."""
    person = person_by_email(email)
    return person if is_password_of(person, password) else None


def change_password(person: Person, password_hash: str, *, now: datetime) -> None:
    """Give an account another password: every session ends, and every token that was mailed.

    Its owner is told by mail, for it may have been somebody else.
    """
    person.password_hash = password_hash
    end_sessions(person)
    session.execute(delete(Token).where(Token.email == person.email))
    record("change password", person, person=person, now=now)
    post(
        person.email,
        "Your password was changed",
        f"The password of your account was changed on {now:%-d %B %Y at %H:%M} UTC. If that was "
        "not you, set a new one here:",
        f"password of {person.id} at {now.isoformat()}",
        now,
        path="/forgotten",
    )


def end_sessions(person: Person) -> None:
    """Sign a person out wherever they are signed in."""
    person.session_key = secrets.token_hex(16)
