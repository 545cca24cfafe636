"""Sessions: each has a number of its own, and one that was signed out of is never good again."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import Text, bindparam, delete, exists, select
from sqlalchemy.exc import IntegrityError

from consultation.db import session
from consultation.models import SESSION_LIFE, EndedSession, Person
from consultation.operations.accounts.tokens import hash_of

_WHO = select(Person).where(
    Person.id == bindparam("person"),
    Person.session_key == bindparam("key"),
    Person.disabled_at.is_(None),
    ~exists().where(EndedSession.hash == bindparam("ended", type_=Text)),
)
"""Every request asks it: it is put together once."""


def person_in(ticket: str, number: str, begun: float, now: datetime) -> Person | None:
    """Who is signed in; nobody where the session ended, is too old, or the account's key changed.

    `ticket` is what `Person.get_id` gave when it began. One query.
    """
    person_id, _, key = ticket.partition(":")
    is_old = now.timestamp() >= begun + SESSION_LIFE.total_seconds()
    if is_old or not number or not person_id.isdigit():
        return None
    return session.scalar(_WHO, {"person": int(person_id), "key": key, "ended": hash_of(number)})


def end(number: str, *, now: datetime) -> None:
    """End one session, wherever its cookie was copied to."""
    # Who presses twice ends it once.
    with suppress(IntegrityError), session.begin_nested():
        session.add(EndedSession(hash=hash_of(number), ended_at=now))


def forget_old(now: datetime) -> None:
    """Keep no number longer than its cookie could be good."""
    session.execute(delete(EndedSession).where(EndedSession.ended_at <= now - SESSION_LIFE))
