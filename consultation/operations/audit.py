"""Writing the audit log: in the transaction of the act itself, each entry chained to the last."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, insert, select

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
    change = Change(subject.__tablename__, subject.id, before or {}, after or {}, reason)
    record_each(action, [change], person=person, now=now, question=question)


@dataclass(frozen=True)
class Change:
    """What an act changed of one thing: a table and a number, before, after and why."""

    subject: str
    subject_id: int
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


def record_each(
    action: str,
    changes: Iterable[Change],
    *,
    person: Person | None,
    now: datetime,
    question: OpenQuestion | None,
) -> None:
    """Add an entry for each change to the log, in their order, as `record` does for one."""
    session.flush()
    _wait_for_the_chain()
    newest = select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    previous, entries = session.scalar(newest) or _START, []
    for change in changes:
        entry = {
            "at": now,
            "person_id": person.id if person else None,
            "question_id": question.id if question else None,
            "action": action,
            "subject": change.subject,
            "subject_id": change.subject_id,
            "before": change.before,
            "after": change.after,
            "reason": change.reason,
            "previous": previous,
        }
        previous = entry_hash(AuditEntry(**entry))
        entries.append(entry | {"hash": previous})
    session.execute(insert(AuditEntry), entries)


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
    return first_broken(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def first_broken(entries: Iterable[AuditEntry]) -> AuditEntry | None:
    """The same of the whole log, in the order of its numbers."""
    previous = _START
    for entry in entries:
        if entry.previous != previous or entry.hash != entry_hash(entry):
            return entry
        previous = entry.hash
    return None
