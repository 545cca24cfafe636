"""What people did, from the audit log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import AuditEntry, OpenQuestion, Person
from consultation.wording import noun

MACHINE = "the analysis"
ANALYSE = "analyse"
"""What the machine does to themes that were there before."""
COUNTED = ("answers", "points", "unplaced")
"""What the log counts before and after an analysis, beside the titles of themes."""


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
    return [line_of(entry) for entry in rows]


def line_of(entry: AuditEntry) -> LogLine:
    """An entry as it is read."""
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


@dataclass(frozen=True)
class ActsOf:
    """How often somebody did one thing."""

    who: str
    action: str
    count: int


def others_since(question: OpenQuestion, since: int, person: Person) -> list[ActsOf]:
    """What others than a person did to a question after an entry of the log, the newest first.

    It is counted in the database: one act on many points has an entry for each.
    """
    rows = session.execute(
        select(Person.name, AuditEntry.action, func.count())
        .select_from(AuditEntry)
        .outerjoin(AuditEntry.person)
        .where(
            AuditEntry.question_id == question.id,
            AuditEntry.id > since,
            AuditEntry.person_id.is_distinct_from(person.id),
            AuditEntry.action != ANALYSE,
        )
        .group_by(AuditEntry.person_id, Person.name, AuditEntry.action)
        .order_by(func.max(AuditEntry.id).desc())
    )
    return [ActsOf(name or MACHINE, action, count) for name, action, count in rows]


def analyses_since(question: OpenQuestion, since: int) -> list[LogLine]:
    """The analyses that finished after an entry of the log, the newest first."""
    entries = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.question_id == question.id,
            AuditEntry.id > since,
            AuditEntry.action == ANALYSE,
        )
        .order_by(AuditEntry.id.desc())
    )
    return [line_of(entry) for entry in entries]


def analysed(line: LogLine) -> str:
    """What an analysis changed, in a sentence."""
    before, after = line.before, line.after
    titles = {name for name in {**before, **after} if name not in COUNTED}
    new, gone = titles - before.keys(), titles - after.keys()
    renamed = [
        name for name in titles & before.keys() & after.keys() if before[name] != after[name]
    ]
    parts = [
        f"{name} {before[name]:,} → {after[name]:,}"
        for name in COUNTED
        if before.get(name) != after.get(name)
    ] + [
        f"{noun(len(those), 'theme')} {what}"
        for those, what in ((new, "new"), (gone, "gone"), (renamed, "with another title"))
        if those
    ]
    found = "; ".join(parts) or "nothing is different"
    return f"An analysis has finished: {found}. What people decided stayed."


def told(line: LogLine, only: str = "") -> str:
    """Who did something and what is different, as a sentence for the one who comes too late.

    `only` is the one of the things it changed that is told of.
    """
    return f"{line.who} changed this meanwhile ({line.action}{_difference(line, only)})."


def _difference(line: LogLine, only: str) -> str:
    parts = [
        f"{key}: “{line.before.get(key, '')}” → “{line.after.get(key, '')}”"
        for key in {**line.before, **line.after}
        if only in {"", key} and line.before.get(key) != line.after.get(key)
    ]
    return f": {'; '.join(parts)}" if parts else ""


def is_in_log(number: int, digest: str) -> bool:
    """Whether the log has the entry that a manifest says it had, as it was."""
    return (
        number == 0
        or session.scalar(select(AuditEntry.hash).where(AuditEntry.id == number)) == digest
    )
