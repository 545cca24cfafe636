"""What people did, from the audit log.

Whatever is read of its words goes through `as_read`: what was redacted since is covered there, and
so is what was erased since from an entry of a release before, which nothing can be erased from.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from consultation.db import session
from consultation.models import AuditEntry, OpenQuestion, Person
from consultation.models.moderation import masked
from consultation.wording import noun

Way = tuple[Any, ...]
"""The names and places that lead to a text inside a value."""

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
        .options(joinedload(AuditEntry.person), selectinload(AuditEntry.covers))
        .order_by(AuditEntry.id.desc())
    )
    return [line_of(entry) for entry in rows]


PARTS = ("before", "after", "reason")
"""Where an entry holds words."""


def line_of(entry: AuditEntry) -> LogLine:
    """An entry as it is read."""
    return LogLine(
        at=entry.at,
        who=entry.person.name if entry.person else MACHINE,
        action=entry.action,
        subject=f"{entry.subject.replace('_', ' ')} {entry.subject_id}",
        **{part: as_read(entry, part) for part in PARTS},
    )


def as_read(entry: AuditEntry, part: str) -> Any:
    """What stood before or after, or why: with a mask for what was redacted or erased since."""
    spans: defaultdict[Way, list[tuple[int, int]]] = defaultdict(list)
    for cover in entry.covers:
        if cover.part == part:
            spans[tuple(cover.way)].append((cover.start, cover.end))
    return with_masks(getattr(entry, part), spans)


def with_masks(value: Any, spans: Mapping[Way, list[tuple[int, int]]], way: Way = ()) -> Any:
    """A value of the log with some spans of its texts covered."""
    if isinstance(value, str):
        return masked(value, spans.get(way, []))
    if isinstance(value, dict):
        return {name: with_masks(each, spans, (*way, name)) for name, each in value.items()}
    if isinstance(value, list):
        return [with_masks(each, spans, (*way, at)) for at, each in enumerate(value)]
    return value


def texts_in(value: Any, way: Way = ()) -> Iterator[tuple[Way, str]]:
    """Every text in a value of the log, with the way that leads to it."""
    if isinstance(value, str):
        yield way, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from texts_in(each, (*way, name))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from texts_in(each, (*way, at))


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
