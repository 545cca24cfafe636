"""The editions of a round, the synopsis reports of a consultation, and where the log stood."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import AuditEntry, Consultation, Edition, EditionKind, Job, Round


@dataclass(frozen=True)
class EditionLine:
    """An edition, the job that compiles or compiled it, and whether the log went on since."""

    edition: Edition
    job: Job
    log_went_on: int


def editions_of(round_: Round) -> list[EditionLine]:
    """A round's editions of the pack, the newest first."""
    return _lines(and_(Edition.round == round_, Edition.kind == EditionKind.PACK))


def synopsis_lines(consultation: Consultation) -> list[EditionLine]:
    """A consultation's synopsis reports as they were compiled, the newest first."""
    return _lines(Edition.id.in_(synopses_of(consultation)))


def synopses_of(consultation: Consultation) -> Select[int]:
    """The numbers of their rows."""
    return (
        select(Edition.id)
        .join(Round, Round.id == Edition.round_id)
        .where(Round.consultation_id == consultation.id, Edition.kind == EditionKind.SYNOPSIS)
    )


def untold_in(report: Edition) -> list[str]:
    """The rounds a compiled synopsis report tells of whose outcomes are not published now."""
    if report.manifest is None:
        return []
    compiled_at = datetime.fromisoformat(report.manifest["compiled_at"])
    return [
        round_.title
        for round_ in report.round.consultation.rounds
        if round_.opens_at <= compiled_at and round_.outcomes_published_at is None
    ]


def _lines(which: ColumnElement[bool]) -> list[EditionLine]:
    rows = session.execute(
        select(Edition, Job)
        .join(Job, Job.edition_id == Edition.id)
        .where(which)
        .options(joinedload(Edition.asked_by))
        .order_by(Edition.number.desc())
    )
    return [EditionLine(edition, job, _acts_since(edition)) for edition, job in rows]


def _acts_since(edition: Edition) -> int:
    """How many entries the log got after what an edition saw, those about editions left out."""
    if edition.manifest is None:
        return 0
    seen = edition.manifest["log"]["entry"]
    since = select(func.count(AuditEntry.id)).where(
        AuditEntry.id > seen, AuditEntry.subject != Edition.__tablename__
    )
    return session.scalar(since) or 0


def log_position() -> tuple[int, str]:
    """The number and the hash of the newest entry of the log; 0 where there is none."""
    newest = session.execute(
        select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    ).first()
    return (newest[0], newest[1]) if newest else (0, "")


def edition_line(edition: Edition) -> EditionLine:
    """One edition with its job."""
    job = session.scalars(select(Job).where(Job.edition == edition)).one()
    return EditionLine(edition, job, _acts_since(edition))


def let_go_editions() -> Sequence[int]:
    """The numbers of the editions whose files are kept no longer."""
    return session.scalars(select(Edition.id).where(Edition.files_removed_at.is_not(None))).all()


def compiled_editions() -> Sequence[Edition]:
    """Those whose manifest says where the log stood."""
    return session.scalars(
        select(Edition).where(Edition.manifest.is_not(None)).order_by(Edition.id)
    ).all()
