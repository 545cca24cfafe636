"""Writing the audit log: in the transaction of the act itself, each entry chained to the last."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from consultation.db import Base, session
from consultation.models import AuditEntry, OpenQuestion, Person

_CHAIN_LOCK = 7_317_001
_START = "0" * 64


def record(
    action: str,
    subject: Base,
    *,
    person: Person | None,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    question: OpenQuestion | None = None,
) -> None:
    """Add what was done to the log; `person` is None for the machine."""
    session.flush()
    _wait_for_the_chain()
    entry = AuditEntry(
        at=now,
        person_id=person.id if person else None,
        question_id=question.id if question else None,
        action=action,
        subject=subject.__tablename__,
        subject_id=subject.id,
        before=before or {},
        after=after or {},
        reason=reason,
        previous=session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
        or _START,
    )
    entry.hash = entry_hash(entry)
    session.add(entry)
    session.flush()


def _wait_for_the_chain() -> None:
    """One writer at a time extends the chain; SQLite's writer is alone already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_CHAIN_LOCK)))


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 over the entry's canonical JSON, its predecessor's hash included."""
    content = {
        "at": entry.at.astimezone(UTC).isoformat(),
        "person": entry.person_id,
        "question": entry.question_id,
        "action": entry.action,
        "subject": entry.subject,
        "subject_id": entry.subject_id,
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
        "previous": entry.previous,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def first_broken_entry() -> AuditEntry | None:
    """The first entry that does not follow from the one before it; None when the chain holds."""
    previous = _START
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id)):
        if entry.previous != previous or entry.hash != entry_hash(entry):
            return entry
        previous = entry.hash
    return None
