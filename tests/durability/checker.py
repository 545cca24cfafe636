"""Holds the database against what people were told was received; reads rows, trusts no page."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, select, text

from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    AuditEntry,
    Person,
    Stakeholder,
    Submission,
)
from consultation.operations.audit import first_broken_entry
from consultation.operations.contributions.submissions import receipt_hash
from consultation.queries.contributions.submissions import newest_versions
from tests.durability.writers import Account, Received, Saved


@dataclass(frozen=True)
class Findings:
    """What is missing of what was acknowledged, and what is there that should not be."""

    lost: tuple[str, ...]
    wrong: tuple[str, ...]


def check(account: Account) -> Findings:
    """Compare an account with the database the session is bound to."""
    session.rollback()
    found = Findings(lost=tuple(_lost(account)), wrong=tuple(_wrong(account)))
    session.rollback()
    return found


def _lost(account: Account) -> Iterator[str]:
    missing = set(account.saved) - set(_stored_saves())
    yield from (f"save of {save.author}: {save.text[:40]}…" for save in missing)
    kept = {
        Received(email, submission.number, submission.receipts[-1].content_hash)
        for email, submission in _submissions()
        if submission.submitted_at is not None
    }
    gone = set(account.submitted) - {receipt.author for receipt in kept}
    yield from (f"submission of {author}" for author in gone)
    unknown = set(account.received) - kept
    yield from (f"receipt {receipt.number} of {receipt.author}" for receipt in unknown)


def _wrong(account: Account) -> Iterator[str]:
    stored = _stored_saves()
    twice = [save for save, times in Counter(stored).items() if times > 1]
    yield from (f"kept twice: {save.text[:40]}…" for save in twice)
    foreign = set(stored) - set(account.tried)
    yield from (f"never written so, or torn: {save.text[:40]}…" for save in foreign)
    for email, submission in _submissions():
        yield from (f"{email}: {fault}" for fault in _faults(submission))
    broken = first_broken_entry()
    if broken is not None:
        yield f"log entry {broken.id} does not follow"
    yield from _faults_of_file()


def _stored_saves() -> list[Saved]:
    rows = session.execute(
        select(Person.email, AnswerVersion)
        .join(AnswerVersion.submission)
        .join(Submission.stakeholder)
        .join(Stakeholder.person)
    )
    return [
        Saved(email, version.question_id, version.text, str(version.position))
        for email, version in rows
    ]


def _submissions() -> list[tuple[str, Submission]]:
    rows = session.execute(
        select(Person.email, Submission).join(Submission.stakeholder).join(Stakeholder.person)
    )
    return [(email, submission) for email, submission in rows]


def _faults(submission: Submission) -> Iterator[str]:
    """Whether a submission was sent whole, with its answers, hash and log entry, or not at all."""
    answers = session.scalars(select(Answer).where(Answer.submission == submission)).all()
    entries = session.scalars(
        select(AuditEntry).where(
            AuditEntry.action == "submit", AuditEntry.subject_id == submission.id
        )
    ).all()
    if submission.submitted_at is None:
        if answers or entries:
            yield "half submitted"
        return
    sent = [answer.version for answer in answers]
    if {v.id for v in sent} != {v.id for v in newest_versions(submission).values()}:
        yield "sent something else than what was saved last"
    if [receipt_hash(submission, sent)] != [r.content_hash for r in submission.receipts]:
        yield "the hash does not recompute"
    if len(entries) != 1:
        yield f"{len(entries)} entries in the log"


def _faults_of_file() -> Iterator[str]:
    """What SQLite itself finds wrong in its file."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for pragma, good in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
        rows = [tuple(row) for row in session.execute(text(f"PRAGMA {pragma}"))]
        if rows != good:
            yield f"{pragma}: {rows[:3]}"


def durability_settings(engine: Engine) -> dict[str, str]:
    """What the database says of how it keeps a commit."""
    names = {
        "sqlite": ("PRAGMA journal_mode", "PRAGMA synchronous"),
        "postgresql": ("SHOW synchronous_commit", "SHOW fsync"),
    }[engine.dialect.name]
    with engine.connect() as connection:
        return {name: str(connection.scalar(text(name))) for name in names}
