"""An organisation writes together: a code, colleagues, the right to submit, notes."""

import base64
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from consultation.db import locked, session
from consultation.errors import NotAllowedYet, NoticeUnread
from consultation.models import (
    Colleague,
    Consultation,
    Note,
    OpenQuestion,
    Person,
    Stakeholder,
)
from consultation.operations.accounts.people import hold
from consultation.operations.accounts.tokens import hash_of
from consultation.operations.audit import record
from consultation.operations.correspondence.mail import post
from consultation.queries.consultations.notices import notice_in_force
from consultation.roles import stakeholder_of

CODE_LIFE = timedelta(days=14)


def make_code(stakeholder: Stakeholder, *, author: Person, now: datetime) -> str:
    """A code by which colleagues join for two weeks; the one before is worth nothing any more.

    Only its hash is kept.
    """
    code = base64.b32encode(secrets.token_bytes(10)).decode().lower()
    stakeholder.code_hash = _hash(code)
    stakeholder.code_until = now + CODE_LIFE
    record("make a code for colleagues", stakeholder, person=author, now=now)
    return "-".join(code[at : at + 4] for at in range(0, 16, 4))


def is_code_of(stakeholder: Stakeholder, code: str) -> bool:
    """Whether a code is the newest of a workspace."""
    return stakeholder.code_hash == _hash(code)


def _hash(code: str) -> str:
    """The hash of a code however it is typed: its letters and figures."""
    return hash_of("".join(character for character in code.lower() if character.isalnum()))


def join(person: Person, code: str, *, agreed_to: str, now: datetime) -> Colleague:
    """Make a person a colleague by a code; the lead is told by mail.

    `agreed_to` is the hash of the privacy notice that they agreed to, or empty. Raises
    NotAllowedYet for a code that is none, and for who has a part in the consultation;
    NoticeUnread where it has another notice than that.
    """
    stakeholder = session.scalar(select(Stakeholder).where(Stakeholder.code_hash == _hash(code)))
    if stakeholder is None or stakeholder.code_until is None or now >= stakeholder.code_until:
        raise NotAllowedYet(
            "There is no such code, or it is older than two weeks, or a newer one was made. Look "
            "whether it is typed right, or ask your colleague for the newest."
        )
    locked(person)
    ensure_no_part(person, stakeholder)
    ensure_agreed(stakeholder.consultation, agreed_to)
    colleague = Colleague(
        stakeholder=stakeholder,
        consultation_id=stakeholder.consultation_id,
        person=person,
        joined_at=now,
        notice_hash=agreed_to or None,
        agreed_at=now if agreed_to else None,
    )
    session.add(colleague)
    said = {"notice": agreed_to} if agreed_to else {}
    record("join as colleague", stakeholder, person=person, now=now, after=said)
    if stakeholder.person is not None:
        post(
            stakeholder.person.email,
            f"{person.name} writes with you",
            f"{person.name} joined you with your code in “{stakeholder.consultation.title}”, and "
            "can read and save everything of yours there. Whether they may submit is yours to say:",
            f"colleague {colleague.id} of {person.id} at {now.isoformat()}",
            now,
            path=f"/consultations/{stakeholder.consultation_id}/together",
            names=person,
        )
    return colleague


def ensure_no_part(person: Person, stakeholder: Stakeholder) -> None:
    """Raise NotAllowedYet for a second part in the stakeholder's consultation."""
    part = stakeholder_of(person, stakeholder.consultation)
    if part is not None:
        raise NotAllowedYet(
            "You write there already."
            if part is stakeholder
            else f"You take part in “{stakeholder.consultation.title}” by yourself already, and a "
            "person has one part in a consultation. Your colleague can join you instead."
        )


def ensure_agreed(consultation: Consultation, agreed_to: str) -> None:
    """Raise NoticeUnread unless the notice in force was agreed to, where there is one."""
    locked(consultation)
    notice = notice_in_force(consultation)
    if notice is not None and agreed_to != notice.sha256:
        raise NoticeUnread(consultation)


def hold_colleague(colleague: Colleague, author: Person) -> Stakeholder:
    """Hold the workspace in which a colleague writes, for its lead or for the colleague.

    Raises NotAllowedYet where that has ended since the page was read: the lead, or their part.
    """
    stakeholder, number = colleague.stakeholder, colleague.id
    is_oneself = colleague.person_id == author.id
    hold(stakeholder)
    if stakeholder.person_id != author.id and not is_oneself:
        raise NotAllowedYet("You do not lead this workspace any more. Ask who leads it now.")
    if session.scalar(select(Colleague.id).where(Colleague.id == number)) is None:
        raise NotAllowedYet(
            "This colleague’s part in the workspace has ended already. Open the page again to see "
            "who writes there."
        )
    return stakeholder


def set_right(colleague: Colleague, *, may_submit: bool, author: Person, now: datetime) -> None:
    """Give a colleague the right to submit, change and withdraw, or take it.

    Raises NotAllowedYet as `hold_colleague`, and so does removing them.
    """
    stakeholder = hold_colleague(colleague, author)
    before, colleague.may_submit = colleague.may_submit, may_submit
    record(
        "change the right to submit",
        stakeholder,
        person=author,
        now=now,
        before={"person": colleague.person_id, "may_submit": before},
        after={"person": colleague.person_id, "may_submit": may_submit},
    )


def remove(colleague: Colleague, *, author: Person, now: datetime) -> None:
    """End a colleague's part in the workspace; what they wrote there stays."""
    stakeholder = hold_colleague(colleague, author)
    person = {"person": colleague.person_id}
    record("remove a colleague", stakeholder, person=author, now=now, before=person)
    session.delete(colleague)
    session.flush()


def write_note(
    author: Person,
    stakeholder: Stakeholder,
    question: OpenQuestion,
    text: str,
    *,
    entry: int,
    now: datetime,
) -> Note:
    """Leave a note for one's colleagues beside an answer."""
    note = Note(
        stakeholder=stakeholder,
        question=question,
        entry=entry,
        person=author,
        text=text,
        written_at=now,
    )
    session.add(note)
    session.flush()
    return note
