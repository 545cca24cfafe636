"""Until when personal data of a consultation are kept, and what is kept beyond that.

The date is counted from the outcomes of the last round. Where a body never publishes them there is
an end all the same: it is counted from the day until which they may be waited for.
"""

import hashlib
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select

from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    Colleague,
    Consultation,
    Eligibility,
    Find,
    Invitation,
    Note,
    Paper,
    Removal,
    RemovalStatement,
    SealedText,
    Stakeholder,
    Submission,
)


@dataclass(frozen=True)
class Kept:
    """How many rows of one sort hold personal data still."""

    what: str
    count: int


LONGEST_WAIT = 12
"""Months that outcomes are waited for once the last round closed; data are kept from then on."""

AHEAD = timedelta(days=14)
"""How long before anything goes by itself the secretariat is told what that would be."""


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


def due_to_be_told(now: datetime) -> list[Consultation]:
    """The consultations whose data go soon, or should have gone, of which nobody was told."""
    return [
        each
        for each in session.scalars(select(Consultation).order_by(Consultation.id))
        if (until := retained_until(each)) is not None
        and until - AHEAD <= now
        and each.retention_told_for != until
    ]


def due_today(now: datetime) -> list[Consultation]:
    """The consultations whose date has passed, as was told before, and not looked at today."""
    told = select(Consultation).where(Consultation.retention_told_at <= now - AHEAD)
    return [
        each
        for each in session.scalars(told.order_by(Consultation.id))
        if is_over(each, now)
        and each.retention_told_for == retained_until(each)
        and each.retention_swept_on != now.date()
    ]


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
