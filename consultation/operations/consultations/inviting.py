"""Inviting people to offices and roles, and ending these."""

from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import delete, select

from consultation.db import locked, session
from consultation.errors import NotAllowedYet, RuleError
from consultation.models import (
    Appointment,
    Assignment,
    Consultation,
    Invitation,
    LetterKind,
    Membership,
    Office,
    OpenQuestion,
    Person,
    Role,
    WorkingGroup,
)
from consultation.operations.accounts.passwords import person_by_email
from consultation.operations.accounts.people import address, one_line
from consultation.operations.accounts.tokens import hash_of, secret
from consultation.operations.audit import record
from consultation.operations.correspondence.mail import post
from consultation.queries.correspondence.letters import filled, wording

LIFE = timedelta(days=30)
"""How long the link of an invitation opens something."""


def invite(
    consultation: Consultation,
    email: str,
    name: str,
    to: tuple[WorkingGroup, Office] | Role,
    *,
    by: Person,
    now: datetime,
) -> Invitation:
    """Ask somebody to hold an office or a role, by a mailed link.

    Raises RuleError for what is no address, for one who is asked already, and for who holds it.
    """
    locked(consultation)
    email, name = address(email), one_line(name)
    if not name:
        raise RuleError("Write the name of whom you invite.")
    group, office = to if isinstance(to, tuple) else (None, None)
    invitation = Invitation(
        consultation=consultation,
        working_group=group,
        office=office,
        role=to if isinstance(to, Role) else None,
        email=email,
        name=name,
        by=by,
        made_at=now,
    )
    with session.no_autoflush:
        _ensure_new(invitation)
    invitation.sent_at = now
    session.add(invitation)
    _mail(invitation, now)
    _record("invite", invitation, by, now)
    return invitation


def send_again(invitation: Invitation, *, by: Person, now: datetime) -> None:
    """Mail a new link; the one before opens nothing any more."""
    locked(invitation)
    _ensure_pending(invitation)
    invitation.sent_at = now
    _mail(invitation, now)
    _record("send an invitation again", invitation, by, now)


def take_back(invitation: Invitation, *, by: Person, now: datetime) -> None:
    """Let an invitation hold no more; its link opens nothing."""
    locked(invitation)
    _ensure_pending(invitation)
    invitation.taken_back_at, invitation.link_hash = now, None
    _record("take an invitation back", invitation, by, now)


def good_invitation(raw: str, now: datetime) -> Invitation | None:
    """The invitation that a link opens, while it does."""
    found = session.scalar(select(Invitation).where(Invitation.link_hash == hash_of(raw)))
    return found if found is not None and now < found.sent_at + LIFE else None


def accept(raw: str, person: Person, *, now: datetime) -> Invitation:
    """Give a person the office or role of the link that was mailed to them.

    Raises NotAllowedYet where the link opens nothing, and for a person of another address.
    """
    invitation = good_invitation(raw, now)
    if invitation is not None:
        locked(invitation)
    if invitation is None or not invitation.is_pending:
        raise NotAllowedYet(
            "This invitation was accepted or taken back already, or a newer one was sent. Ask the "
            "secretariat for another."
        )
    if invitation.email != person.email.lower():
        raise NotAllowedYet(
            "This invitation is for somebody else’s address. Sign out, then open its link again."
        )
    invitation.accepted_at, invitation.link_hash = now, None
    _give(invitation, person)
    _record("accept an invitation", invitation, person, now)
    return invitation


def end_office(appointment: Appointment, *, by: Person, now: datetime) -> None:
    """Take an office from a person; what they signed stays signed, and nothing is theirs to do."""
    group, person = appointment.working_group, appointment.person
    locked(group.consultation)
    before = {"office": str(appointment.office), "person": person.id}
    groups = [group.id, *(strand.id for strand in group.strands)]
    own = select(OpenQuestion.id).where(OpenQuestion.working_group_id.in_(groups))
    session.execute(
        delete(Assignment)
        .where(Assignment.person_id == person.id, Assignment.question_id.in_(own))
        .execution_options(synchronize_session=False)
    )
    session.delete(appointment)
    record("end an office", group, person=by, now=now, before=before)


def end_role(membership: Membership, *, by: Person, now: datetime) -> None:
    """Take a role from a person. Raises RuleError where nobody else would run the consultation."""
    consultation = membership.consultation
    locked(consultation)
    runs = session.scalars(
        select(Membership.id).where(
            Membership.consultation == consultation, Membership.role == Role.SECRETARIAT
        )
    ).all()
    if membership.role is Role.SECRETARIAT and len(runs) == 1:
        raise RuleError(
            f"{membership.person.name} is the only one who runs this consultation. Invite another "
            "first."
        )
    before = {"role": str(membership.role), "person": membership.person_id}
    session.delete(membership)
    record("end a role", consultation, person=by, now=now, before=before)


def _ensure_new(invitation: Invitation) -> None:
    asked = session.scalars(
        select(Invitation).where(
            Invitation.consultation == invitation.consultation,
            Invitation.email == invitation.email,
            Invitation.accepted_at.is_(None),
            Invitation.taken_back_at.is_(None),
        )
    )
    if any(each.asked_to_be == invitation.asked_to_be for each in asked):
        raise RuleError(
            f"{invitation.email} is invited as {invitation.asked_to_be} already. Send that "
            "invitation again, below."
        )
    person = person_by_email(invitation.email)
    if person is not None and _holds(person, invitation):
        raise RuleError(f"{person.name} is {invitation.asked_to_be} already.")


def _holds(person: Person, invitation: Invitation) -> bool:
    if invitation.role is not None:
        return _membership(person, invitation) is not None
    there = _appointment(person, invitation)
    return there is not None and there.office is invitation.office


def _membership(person: Person, invitation: Invitation) -> Membership | None:
    return session.scalar(
        select(Membership).where(
            Membership.consultation_id == invitation.consultation.id,
            Membership.person_id == person.id,
            Membership.role == invitation.role,
        )
    )


def _appointment(person: Person, invitation: Invitation) -> Appointment | None:
    group = invitation.working_group
    return session.scalar(
        select(Appointment).where(
            Appointment.working_group_id == (group.id if group else None),
            Appointment.person_id == person.id,
        )
    )


def _give(invitation: Invitation, person: Person) -> None:
    if invitation.office is not None:
        # Who is vice-chair and accepts to chair holds one office, not two.
        there = _appointment(person, invitation) or Appointment(
            working_group=invitation.working_group, person=person
        )
        there.office = invitation.office
        session.add(there)
    elif invitation.role is not None and _membership(person, invitation) is None:
        session.add(
            Membership(consultation=invitation.consultation, person=person, role=invitation.role)
        )


def _ensure_pending(invitation: Invitation) -> None:
    if not invitation.is_pending:
        raise RuleError("This invitation was accepted or taken back already.")


def _mail(invitation: Invitation, now: datetime) -> None:
    raw = secret()
    invitation.link_hash = hash_of(raw)
    session.flush()
    words = filled(
        wording(invitation.consultation, LetterKind.INVITATION),
        consultation=invitation.consultation,
        name=invitation.name,
        office=invitation.asked_to_be,
    )
    key = f"invitation {invitation.id}, letter {token_hex(8)}"
    post(invitation.email, words.subject, words.text, key, now, path=f"/invitations/{raw}")


def _record(action: str, invitation: Invitation, by: Person, now: datetime) -> None:
    # The log is never changed, so it holds no name and no address of who may want them gone.
    after = {"invitation": invitation.id, "as": invitation.asked_to_be}
    record(action, invitation.consultation, person=by, now=now, after=after)
