"""Until when personal data of a consultation are kept, and what is kept beyond that.

The date is counted from the outcomes of the last round. Where a body never publishes them there is
an end all the same: it is counted from the day until which they may be waited for.
"""

import hashlib
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    Colleague,
    Consultation,
    Eligibility,
    Find,
    Invitation,
    Mail,
    Note,
    Paper,
    Person,
    Removal,
    RemovalStatement,
    Role,
    SealedText,
    Stakeholder,
    Submission,
)
from consultation.models.mail import MOST_TRIES


@dataclass(frozen=True)
class Kept:
    """How many rows of one sort hold personal data still."""

    what: str
    count: int


LONGEST_WAIT = 12
"""Months that outcomes are waited for once the last round closed; data are kept from then on."""

AHEAD = timedelta(days=14)
"""How long before anything goes by itself a mail to the secretariat has said what that is."""


def months_after(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or that month's last.

    >>> months_after(datetime(2027, 8, 31), 6)
    datetime.datetime(2028, 2, 29, 0, 0)
    """
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def retention_seen(consultation: Consultation) -> str:
    """By what a form knows what it showed: another one means that somebody changed it."""
    said = f"{consultation.retention_months} {consultation.protection_contact}"
    return hashlib.sha256(said.encode()).hexdigest()


def retained_until(consultation: Consultation) -> datetime | None:
    """When personal data go; None as long as no round is planned."""
    if not consultation.rounds:
        return None
    if awaits_outcomes(consultation):
        last = max(round_.late_until or round_.closes_at for round_ in consultation.rounds)
        return months_after(last, LONGEST_WAIT + consultation.retention_months)
    published = [round_.outcomes_published_at for round_ in consultation.rounds]
    return months_after(max(filter(None, published)), consultation.retention_months)


def awaits_outcomes(consultation: Consultation) -> bool:
    """Whether the outcomes of a round are not published, or there is none yet."""
    published = [round_.outcomes_published_at for round_ in consultation.rounds]
    return not published or None in published


def due_today(now: datetime) -> list[Consultation]:
    """The consultations not looked at today whose data may go, or whose secretariat is to know.

    What is told for good waits, and is not looked at until it may go.
    """
    unseen = Consultation.retention_swept_on.is_distinct_from(now.date())
    return [
        each
        for each in session.scalars(select(Consultation).where(unseen).order_by(Consultation.id))
        if (until := retained_until(each)) is not None
        and until - AHEAD <= now
        and (may_go(each, now) or not is_announced(each))
    ]


def may_go(consultation: Consultation, now: datetime) -> bool:
    """Whether the date has passed, as a mail to the secretariat said two weeks ago or before."""
    return (
        is_over(consultation, now)
        and consultation.retention_told_for == retained_until(consultation)
        and _has_notice(consultation, Mail.sent_at <= now - AHEAD)
    )


def is_announced(consultation: Consultation) -> bool:
    """Whether a mail that says when data go was sent to the secretariat, or is still to be."""
    return consultation.retention_told_for == retained_until(consultation) and _has_notice(
        consultation, or_(Mail.sent_at.is_not(None), Mail.attempts < MOST_TRIES)
    )


def _has_notice(consultation: Consultation, condition: ColumnElement[bool]) -> bool:
    """Whether the last notice has such a mail, to somebody who is of the secretariat still."""
    told_at = consultation.retention_told_at
    if told_at is None:
        return False
    keys = [notice_key(consultation, person, told_at) for person in secretariat_of(consultation)]
    return bool(session.scalar(select(true()).where(Mail.key.in_(keys), condition).limit(1)))


def secretariat_of(consultation: Consultation) -> list[Person]:
    """Who runs a consultation and can sign in: who cannot is told of nothing."""
    return [
        membership.person
        for membership in consultation.memberships
        if membership.role is Role.SECRETARIAT and membership.person.is_active
    ]


def notice_key(consultation: Consultation, person: Person, told_at: datetime) -> str:
    """By what the mail of one notice to one person is known."""
    return f"retention {consultation.id} {told_at:%Y-%m-%dT%H:%M:%S.%f} {person.id}"


def is_over(consultation: Consultation, now: datetime) -> bool:
    until = retained_until(consultation)
    return until is not None and until <= now


def holds_a_person() -> ColumnElement[bool]:
    """Parts that say who it was."""
    return or_(
        Stakeholder.person_id.is_not(None),
        Stakeholder.name != "",
        Stakeholder.contact != "",
        Stakeholder.code_hash.is_not(None),
    )


def versions_of(consultation: Consultation) -> Select[int]:
    """The numbers of everything that was saved in a consultation."""
    return (
        select(AnswerVersion.id)
        .join(AnswerVersion.submission)
        .join(Submission.stakeholder)
        .where(Stakeholder.consultation_id == consultation.id)
    )


def said_to_removals(consultation: Consultation) -> ColumnElement[bool]:
    """What authors said to removals in a consultation."""
    of_it = (
        select(Removal.id)
        .join(Removal.answer)
        .where(Answer.version_id.in_(versions_of(consultation)))
    )
    return RemovalStatement.removal_id.in_(of_it)


def papers_kept(consultation: Consultation) -> ColumnElement[bool]:
    """Papers of a consultation whose file is there."""
    sent = (
        select(Submission.id)
        .join(Submission.stakeholder)
        .where(Stakeholder.consultation_id == consultation.id)
    )
    return Paper.submission_id.in_(sent) & Paper.removed_at.is_(None)


def kept_of(consultation: Consultation, erased: str) -> list[Kept]:
    """What holds personal data still; rows that bear `erased` for a name are done with."""
    parts = select(Stakeholder.id).where(Stakeholder.consultation_id == consultation.id)
    versions = versions_of(consultation)
    of_it = (
        (
            "parts with a name, an address or an account",
            Stakeholder,
            (Stakeholder.consultation_id == consultation.id) & holds_a_person(),
        ),
        ("colleagues in workspaces", Colleague, Colleague.consultation_id == consultation.id),
        ("notes in workspaces", Note, Note.stakeholder_id.in_(parts)),
        (
            "decisions on eligibility with a name",
            Eligibility,
            (Eligibility.consultation_id == consultation.id) & (Eligibility.name != erased),
        ),
        (
            "invitations with a name",
            Invitation,
            (Invitation.consultation_id == consultation.id) & (Invitation.name != erased),
        ),
        ("papers", Paper, papers_kept(consultation)),
        (
            "texts with the account that saved them",
            AnswerVersion,
            AnswerVersion.id.in_(versions) & AnswerVersion.saved_by_id.is_not(None),
        ),
        ("texts as they were before a redaction", SealedText, SealedText.version_id.in_(versions)),
        ("finds in texts", Find, Find.version_id.in_(versions)),
        ("statements to removals", RemovalStatement, said_to_removals(consultation)),
    )
    return [
        Kept(what, session.scalar(select(func.count()).select_from(model).where(condition)) or 0)
        for what, model, condition in of_it
    ]
