"""Leaving: an account is deleted, and what was sent stays without its name."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select, update

from consultation.db import session
from consultation.errors import NotAllowedYet
from consultation.models import (
    AnswerRead,
    Colleague,
    Eligibility,
    Invitation,
    Membership,
    Person,
    RecoveryCode,
    Stakeholder,
    Token,
    Visit,
)
from consultation.operations.accounts.passwords import end_sessions
from consultation.operations.accounts.people import hold_parts
from consultation.operations.audit import record
from consultation.operations.contributions.leading import hand_over
from consultation.operations.contributions.papers import let_go
from consultation.operations.correspondence.mail import forget_person
from consultation.operations.plenary.editions import hold_editions_with, let_go_of_all_with
from consultation.queries.accounts.offices import offices_of
from consultation.queries.contributions.papers import PaperFile, file_of, of_stakeholder, unneeded

GONE = "Deleted account"


def delete_account(person: Person, *, now: datetime) -> list[PaperFile]:
    """Take a person's name and address out of every row, and their account out of use.

    What they sent stays as their stakeholder's, which has no person and no name from now on; so
    does what was entered for their address and is nobody's. A workspace goes to a colleague.
    Returns the files of papers to be taken from the disk once this is stored: those that nobody may
    open any more. Raises NotAllowedYet for who runs a consultation or holds an office in one: their
    name stands under decisions.
    """
    _ensure_free(person)
    parts = hold_parts(person, unclaimed=True)
    hold_editions_with(parts)
    files = [file for part in parts for file in _leave(part, person, now)]
    for model in (Colleague, Membership, RecoveryCode, AnswerRead, Visit):
        session.execute(delete(model).where(model.person_id == person.id))
    session.execute(delete(Token).where(Token.email == person.email))
    forget_person(person, GONE)
    _forget_address(person, now)
    record("delete account", person, person=person, now=now)
    person.name = GONE
    person.email = no_address()
    person.password_hash, person.totp_secret, person.calendar_hash = "", None, None
    person.organisation_id = None
    person.disabled_at = now
    end_sessions(person)
    session.flush()
    return unneeded(files)


def no_address() -> str:
    """Stands where an address was, and is no other's."""
    return f"deleted-{secrets.token_hex(16)}@invalid"


def _forget_address(person: Person, now: datetime) -> None:
    """Take name and address out of what was entered for them, asked of them and decided on them."""
    session.execute(
        update(Stakeholder).where(Stakeholder.contact == person.email).values(contact="")
    )
    for invitation in session.scalars(select(Invitation).where(Invitation.email == person.email)):
        invitation.name, invitation.email, invitation.link_hash = GONE, no_address(), None
        if invitation.is_pending:
            invitation.taken_back_at = now
    for row in session.scalars(select(Eligibility).where(Eligibility.email == person.email)):
        row.name, row.email, row.link_hash = GONE, no_address(), None


def _ensure_free(person: Person) -> None:
    held = [line.held for line in offices_of(person)]
    if held:
        raise NotAllowedYet(
            f"You are {', '.join(held)}, and your name stands under what was decided there. Ask to "
            "be released first; the page on deleting an account says whom."
        )


def _leave(part: Stakeholder, person: Person, now: datetime) -> list[PaperFile]:
    heir = session.scalar(
        select(Colleague)
        .where(Colleague.stakeholder == part)
        .order_by(Colleague.may_submit.desc(), Colleague.joined_at, Colleague.id)
        .limit(1)
    )
    if heir is not None:
        hand_over(heir, author=person, now=now)
        return []
    let_go_of_all_with(part, because="An account was deleted.", now=now)
    part.person_id, part.name = None, ""
    part.code_hash = part.code_until = None
    closed = [paper for paper in of_stakeholder(part) if not paper.is_open_to_reviewers]
    files = [file_of(paper) for paper in closed]
    for paper in closed:
        let_go(paper, now=now)
    return files
