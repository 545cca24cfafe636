"""Writing the audit log: in the transaction of the act itself, each entry chained to the last."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, insert, select

from consultation.db import Base, session
from consultation.models import AuditEntry, OpenQuestion, Person

_CHAIN_LOCK = 7_317_001
_START = "0" * 64

MASKED = "mask words in the log"
"""Erasing words from an entry; the database lets nobody do it before this is in the log."""


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
        salt = secrets.token_hex(16)
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
            "words": words_hash(salt, change.before, change.after, change.reason),
            "salt": salt,
            "previous": previous,
        }
        previous = entry_hash(AuditEntry(**entry))
        entries.append(entry | {"hash": previous})
    session.execute(insert(AuditEntry), entries)


def _wait_for_the_chain() -> None:
    """One writer at a time extends the chain; SQLite's writer is alone already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_CHAIN_LOCK)))


def words_hash(salt: str, before: dict[str, Any], after: dict[str, Any], reason: str) -> str:
    """SHA-256 of what an entry says in words, which nobody can guess once its salt is gone."""
    return _sha256([salt, before, after, reason])


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 over the entry's canonical JSON, its predecessor's hash included."""
    said = {"before": entry.before, "after": entry.after, "reason": entry.reason}
    return _sha256(
        {
            "at": entry.at.astimezone(UTC).isoformat(),
            "person": entry.person_id,
            "question": entry.question_id,
            "action": entry.action,
            "subject": entry.subject,
            "subject_id": entry.subject_id,
            **(said if entry.words is None else {"words": entry.words}),
            "previous": entry.previous,
        }
    )


def _sha256(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Masks:
    """What an entry is to say from now on, with masks for the words that are erased."""

    entry: AuditEntry
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str


def put_masks(
    changes: Sequence[Masks], *, person: Person | None, now: datetime, question: OpenQuestion | None
) -> None:
    """Erase words from entries, and have the log hold the hash of what is left of each.

    The salts of what was said go too. Entries of a release before are in the chain with their
    words, and the database refuses to change them.
    """
    salts = [secrets.token_hex(16) for _ in changes]
    hashes = [
        words_hash(salt, each.before, each.after, each.reason)
        for each, salt in zip(changes, salts, strict=True)
    ]
    record_each(
        MASKED,
        [
            Change(AuditEntry.__tablename__, each.entry.id, after={"words": words})
            for each, words in zip(changes, hashes, strict=True)
        ],
        person=person,
        now=now,
        question=question,
    )
    for each, salt in zip(changes, salts, strict=True):
        entry = each.entry
        entry.before, entry.after, entry.reason = each.before, each.after, each.reason
        entry.salt = salt
    session.flush()


def first_broken_entry() -> AuditEntry | None:
    """The first entry that does not follow from the one before it; None when the chain holds."""
    return first_broken(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def first_broken(entries: Iterable[AuditEntry]) -> AuditEntry | None:
    """The same of the whole log, in the order of its numbers.

    Where the chain holds, the first whose words are neither those that it was written with nor
    those that the log says were left when others were masked.
    """
    previous = _START
    changed: dict[int, tuple[AuditEntry, str | None]] = {}
    left: dict[int, str] = {}
    for entry in entries:
        if entry.previous != previous or entry.hash != entry_hash(entry):
            return entry
        previous = entry.hash
        if (held := _held(entry)) != entry.words:
            changed[entry.id] = entry, held
        if entry.action == MASKED:
            left[entry.subject_id] = entry.after.get("words", "")
    return next((entry for entry, held in changed.values() if left.get(entry.id) != held), None)


def _held(entry: AuditEntry) -> str | None:
    """The hash of the words that an entry has now; None where they are in the chain themselves."""
    if entry.words is None and entry.salt is None:
        return None
    return words_hash(entry.salt or "", entry.before, entry.after, entry.reason)
