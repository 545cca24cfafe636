"""Privacy notices: the one in force, those before it, and which of them a person agreed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consultation.db import session
from consultation.models import AuditEntry, Consultation, Person, PrivacyNotice, Stakeholder
from consultation.models.notice import sha256_of
from consultation.queries.consultations.texts_in_force import in_force
from consultation.roles import colleague_in

NONE = sha256_of("")
"""What was agreed to where there was no notice."""


@dataclass(frozen=True)
class NoticeLine:
    """A notice, and when the next one came into force."""

    notice: PrivacyNotice
    until: datetime | None


@dataclass(frozen=True)
class Agreement:
    """When a person agreed to a notice; what an earlier release did not keep has no text."""

    at: datetime | None
    notice: PrivacyNotice | None


def notice_in_force(consultation: Consultation) -> PrivacyNotice | None:
    """The privacy notice that holds now, where there is one."""
    return in_force(PrivacyNotice, consultation)


def notice_lines(consultation: Consultation) -> list[NoticeLine]:
    """Every notice that a consultation had, the newest first."""
    notices = session.scalars(
        select(PrivacyNotice)
        .where(PrivacyNotice.consultation_id == consultation.id)
        .order_by(PrivacyNotice.number)
    ).all()
    ends = [*(notice.in_force_from for notice in notices[1:]), None]
    lines = [NoticeLine(notice, until) for notice, until in zip(notices, ends, strict=False)]
    return [line for line in reversed(lines) if line.notice.text]


def agreements(person: Person, part: Stakeholder) -> list[Agreement]:
    """What a person agreed to for this part, the newest first."""
    said: list[tuple[datetime | None, str]] = [
        (entry.at, entry.after["notice"]) for entry in _said(person) if entry.subject_id == part.id
    ]
    row = colleague_in(person, part) or (part if part.person_id == person.id else None)
    if row is not None and row.notice_hash and row.notice_hash not in {each for _, each in said}:
        said.append((row.agreed_at, row.notice_hash))
    lines = notice_lines(part.consultation)
    return [Agreement(at, _of_then(lines, sha256, at)) for at, sha256 in said if sha256 != NONE]


def _said(person: Person) -> Sequence[AuditEntry]:
    """The log's entries of a person's agreeing to a notice, the newest first."""
    entries = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.person_id == person.id, AuditEntry.subject == Stakeholder.__tablename__)
        .order_by(AuditEntry.id.desc())
    )
    return [entry for entry in entries if "notice" in entry.after]


def _of_then(lines: Sequence[NoticeLine], sha256: str, at: datetime | None) -> PrivacyNotice | None:
    """The notice with this text; where it was in force twice, as it was at that time."""
    found = [line.notice for line in lines if line.notice.sha256 == sha256]
    begun = [n for n in found if at is None or n.in_force_from is None or n.in_force_from <= at]
    return next(iter(begun or found), None)


def notices_agreed_to(person: Person, parts: Sequence[Stakeholder]) -> list[int]:
    """The numbers of the notices that a person agreed to, also for parts that they left."""
    left = {entry.subject_id for entry in _said(person)} - {part.id for part in parts}
    former = session.scalars(select(Stakeholder).where(Stakeholder.id.in_(left))).all()
    return [
        agreement.notice.id
        for part in (*parts, *former)
        for agreement in agreements(person, part)
        if agreement.notice is not None
    ]
