"""What people did, from the audit log."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from consultation.db import Base, session
from consultation.models import AuditEntry, OpenQuestion, Person

MACHINE = "the analysis"


@dataclass(frozen=True)
class LogLine:
    """One act, worded."""

    at: datetime
    who: str
    action: str
    subject: str
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str


def entries(question: OpenQuestion) -> list[LogLine]:
    """Everything that was done to a question and what hangs on it, the newest first."""
    rows = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.question_id == question.id)
        .options(joinedload(AuditEntry.person))
        .order_by(AuditEntry.id.desc())
    )
    return [_line(entry) for entry in rows]


def _line(entry: AuditEntry) -> LogLine:
    return LogLine(
        at=entry.at,
        who=entry.person.name if entry.person else MACHINE,
        action=entry.action,
        subject=f"{entry.subject.replace('_', ' ')} {entry.subject_id}",
        before=entry.before,
        after=entry.after,
        reason=entry.reason,
    )


def newest_entry(question: OpenQuestion) -> int:
    """The number of the newest thing that was done to a question; 0 where nothing was."""
    newest = select(func.max(AuditEntry.id)).where(AuditEntry.question_id == question.id)
    return session.scalar(newest) or 0


def others_since(question: OpenQuestion, since: int, person: Person) -> list[LogLine]:
    """What others than a person did to a question after an entry of the log, the newest first."""
    rows = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.question_id == question.id,
            AuditEntry.id > since,
            AuditEntry.person_id.is_distinct_from(person.id),
        )
        .options(joinedload(AuditEntry.person))
        .order_by(AuditEntry.id.desc())
    )
    return [_line(entry) for entry in rows]


def last_change(subject: Base) -> str:
    """Who changed this last and how, as a sentence for the one who comes too late."""
    return _last(AuditEntry.subject == subject.__tablename__, AuditEntry.subject_id == subject.id)


def last_act(question: OpenQuestion, actions: Collection[str]) -> str:
    """Who did one of these to a question or what hangs on it last, as `last_change` tells it."""
    return _last(AuditEntry.question_id == question.id, AuditEntry.action.in_(actions))


def _last(*conditions: ColumnElement[bool]) -> str:
    entry = session.scalar(
        select(AuditEntry)
        .where(*conditions)
        .options(joinedload(AuditEntry.person))
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    if entry is None:
        return "Somebody else changed this meanwhile."
    line = _line(entry)
    return f"{line.who} changed this meanwhile ({line.action}{_difference(line)})."


def _difference(line: LogLine) -> str:
    changed: Sequence[str] = [key for key in line.after if line.before.get(key) != line.after[key]]
    parts = [f"{key}: “{line.before.get(key, '')}” → “{line.after[key]}”" for key in changed]
    return f": {'; '.join(parts)}" if parts else ""
