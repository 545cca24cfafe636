"""Leaving: an account is deleted, and what was sent stays without its name."""

import secrets
from datetime import datetime

from sqlalchemy import delete, exists, select

from consultation.db import session
from consultation.errors import NotAllowedYet
from consultation.models import (
    Appointment,
    Colleague,
    Mail,
    Membership,
    Person,
    RecoveryCode,
    Role,
    Stakeholder,
    Token,
)
from consultation.operations.audit import record
from consultation.operations.passwords import end_sessions
from consultation.operations.together import hand_over

GONE = "Deleted account"


def delete_account(person: Person, *, now: datetime) -> None:
    """Take a person's name and address out of every row, and their account out of use.

    What they sent stays as their stakeholder's, which has no person and no name from now on; a
    workspace goes to a colleague. Raises NotAllowedYet for who runs a consultation or holds an
    office in one: their name stands under decisions.
    """
    _ensure_free(person)
    for part in session.scalars(select(Stakeholder).where(Stakeholder.person == person)):
        _leave(part, person, now)
    for model in (Colleague, Membership, RecoveryCode):
        session.execute(delete(model).where(model.person_id == person.id))
    session.execute(delete(Token).where(Token.email == person.email))
    session.execute(delete(Mail).where(Mail.to == person.email))
    record("delete account", person, person=person, now=now)
    person.name = GONE
    person.email = f"deleted-{secrets.token_hex(16)}@invalid"
    person.password_hash, person.totp_secret = "", None
    person.organisation_id = None
    person.disabled_at = now
    end_sessions(person)
    session.flush()


def _ensure_free(person: Person) -> None:
    runs = exists().where(Membership.person == person, Membership.role == Role.SECRETARIAT)
    chairs = exists().where(Appointment.person == person)
    if session.scalar(select(runs | chairs)):
        raise NotAllowedYet(
            "You run a consultation or hold an office in one, and your name stands under what was "
            "decided there. Ask the secretariat to release you first."
        )


def _leave(part: Stakeholder, person: Person, now: datetime) -> None:
    heir = session.scalar(
        select(Colleague)
        .where(Colleague.stakeholder == part)
        .order_by(Colleague.may_submit.desc(), Colleague.joined_at, Colleague.id)
        .limit(1)
    )
    if heir is not None:
        hand_over(heir, author=person, now=now)
        return
    part.person_id = None
    part.name = ""
    part.code_hash = part.code_until = None
