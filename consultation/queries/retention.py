"""Until when personal data of a consultation are kept, and what is kept beyond that."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from consultation.db import session
from consultation.models import (
    Colleague,
    Consultation,
    Eligibility,
    Invitation,
    Note,
    Paper,
    Stakeholder,
    Submission,
)


@dataclass(frozen=True)
class Kept:
    """How many rows of one sort hold personal data still."""

    what: str
    count: int


def months_after(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or that month's last.

    >>> months_after(datetime(2027, 8, 31), 6)
    datetime.datetime(2028, 2, 29, 0, 0)
    """
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def retained_until(consultation: Consultation) -> datetime | None:
    """When personal data go; None as long as the outcomes of a round are not published."""
    published = [round_.outcomes_published_at for round_ in consultation.rounds]
    moments = [moment for moment in published if moment is not None]
    if not moments or len(moments) < len(published):
        return None
    return months_after(max(moments), consultation.retention_months)


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
    )
    return [
        Kept(what, session.scalar(select(func.count()).select_from(model).where(condition)) or 0)
        for what, model, condition in of_it
    ]
