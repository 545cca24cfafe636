"""The account that somebody makes by a link which was mailed to them: their address is shown."""

from datetime import datetime

from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError
from consultation.models import Invitation, Person
from consultation.operations.accounts.passwords import person_by_email
from consultation.operations.accounts.people import new_person, one_line
from consultation.operations.audit import record
from consultation.operations.consultations.inviting import accept, good_invitation
from consultation.operations.contributions.senders import claim_parts


def make_account(email: str, name: str, password_hash: str, *, now: datetime) -> Person:
    """An account for the address that a link was mailed to; what was entered for it is theirs.

    Raises NotAllowedYet where there is one meanwhile, RuleError without a name.
    """
    name = one_line(name)
    if not name:
        raise RuleError("An account has a name: the one that others see.")
    if person_by_email(email) is not None:
        raise NotAllowedYet(f"{email} has an account meanwhile. Sign in with it.")
    person = new_person(email, name, password_hash, now=now)
    record("register", person, person=person, now=now)
    claim_parts(person, now=now)
    return person


def join_by_invitation(
    raw: str, name: str, password_hash: str, *, now: datetime
) -> tuple[Person, Invitation]:
    """An account for whoever was invited, and what they were invited to."""
    invitation = good_invitation(raw, now)
    if invitation is None:
        raise NotAllowedYet("This invitation was taken back meanwhile. Ask for another.")
    person = make_account(invitation.email, name, password_hash, now=now)
    session.flush()
    return person, accept(raw, person, now=now)
