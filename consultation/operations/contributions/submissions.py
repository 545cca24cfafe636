"""Sending what was saved: submit, change or withdraw until the round closes, with a receipt."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from consultation.db import locked, session
from consultation.errors import NothingToSubmit, NothingToWithdraw, WouldBeLate
from consultation.models import (
    Act,
    Answer,
    AnswerVersion,
    OpenQuestion,
    Person,
    Receipt,
    Round,
    Source,
    Submission,
)
from consultation.operations.audit import record
from consultation.operations.contributions.answers import ensure_writable
from consultation.operations.contributions.receipts import content_hash, mail_receipt, sent_contents
from consultation.operations.grouping.reread import have_read
from consultation.operations.plenary.editions import let_go
from consultation.operations.privacy.carrying import carry_on
from consultation.queries.contributions.submissions import (
    answers_that_count,
    has_changed,
    newest_versions,
)

_LOGGED = {Act.SENT: "submit", Act.CHANGED: "change submission", Act.WITHDRAWN: "withdraw"}


def submit(
    submission: Submission, *, author: Person, key: str, as_late: bool = False, now: datetime
) -> Receipt:
    """Send everything saved and give it a receipt; queue the analysis of what changed.

    The deadline is checked here, inside the write transaction and on fresh rows. The same `key`
    again returns the same receipt. Raises RoundClosed after the deadline, WouldBeLate where that
    is still taken and the author did not say `as_late`, NothingToSubmit without a single answer or
    without a change since the last receipt.
    """
    if (earlier := _locked_with_key(submission, key)) is not None:
        return earlier
    ensure_writable(submission.round, submission, now)
    if not as_late:
        _ensure_in_time(submission.round, now)
    versions = _to_be_sent(submission)
    act = Act.CHANGED if submission.is_sent else Act.SENT
    touched, because = replace_answers(submission, versions, now)
    if act is Act.SENT:
        touched |= {version.question for version in versions}
        submission.submitted_at = now
    if submission.was_entered:
        # They have read what was entered for them, and what they send is theirs.
        submission.source = Source.WEB
    submission.is_late = submission.is_late or now > submission.round.closes_at
    submission.withdrawn_at = None
    return _confirm(
        submission, act, versions, touched, author=author, key=key, let_go_because=because, now=now
    )


def _to_be_sent(submission: Submission) -> list[AnswerVersion]:
    versions = [version for version in newest_versions(submission).values() if not version.is_blank]
    if not versions:
        raise NothingToSubmit(
            "You emptied all that you had sent, and it still counts. Withdraw it if it is not to."
            if submission.is_sent
            else "There is no answer to send yet. Answer a question first."
        )
    if submission.is_sent and not has_changed(submission):
        raise NothingToSubmit(
            f"Nothing has changed since your receipt {submission.receipts[-1].number}: "
            "it still holds all that you wrote."
        )
    return versions


def _ensure_in_time(round_: Round, now: datetime) -> None:
    if round_.takes_late(now):
        raise WouldBeLate(
            f"{round_.title} closed on {round_.exactly(round_.closes_at)}, before this arrived. "
            "Nothing was sent; what you had saved is kept, and you can send it late."
        )


def withdraw(submission: Submission, *, author: Person, key: str, now: datetime) -> Receipt:
    """Take a submission back: it counts no more, what was written is kept and can be sent again.

    The same `key` again returns the same receipt. Raises RoundClosed when it can no longer be
    changed, NothingToWithdraw when nothing is with the body.
    """
    if (earlier := _locked_with_key(submission, key)) is not None:
        return earlier
    if not submission.is_sent:
        raise NothingToWithdraw("There is nothing to withdraw: nothing of yours has been received.")
    ensure_writable(submission.round, submission, now)
    submission.withdrawn_at = now
    touched = {answer.question for answer in answers_that_count(submission)}
    return _confirm(
        submission, Act.WITHDRAWN, [], touched, author=author, key=key,
        let_go_because="A contribution in it was withdrawn.", now=now,
    )  # fmt: skip


def _locked_with_key(submission: Submission, key: str) -> Receipt | None:
    """Hold the submission until the transaction ends; the receipt that this key already got."""
    locked(submission.round)
    locked(submission)
    return session.scalar(
        select(Receipt).where(Receipt.submission == submission, Receipt.idempotency_key == key)
    )


def replace_answers(
    submission: Submission, versions: Iterable[AnswerVersion], now: datetime
) -> tuple[set[OpenQuestion], str]:
    """Let the versions count in place of what counted; return the questions where that differs.

    What a table calls an answer by is kept when it is put right. Where an answer is taken back, or
    its author is named otherwise from now on, no file of an edition may keep it as it was: then the
    second says why they are to be let go of. What was removed stays removed, and words that were
    redacted are shown to whoever moderates.
    """
    counted = {answer.version_id: answer for answer in answers_that_count(submission)}
    fresh = [version for version in versions if version.id not in counted]
    gone = [counted[number] for number in counted.keys() - {version.id for version in versions}]
    called = {(a.question_id, a.entry): a.reference for a in counted.values()}
    for answer in gone:
        answer.replaced_at = now
    session.flush()
    answers = [
        Answer(
            submission=submission,
            question=v.question,
            entry=v.entry,
            version=v,
            reference=called.get((v.question_id, v.entry)),
        )
        for v in fresh
    ]
    session.add_all(answers)
    carry_on(answers)
    because = "An author took back a text or a name." if _takes_back(gone, answers) else ""
    return {version.question for version in fresh} | {answer.question for answer in gone}, because


def _takes_back(gone: Iterable[Answer], fresh: Iterable[Answer]) -> bool:
    """Whether an answer has none in its place, or one that is published in another way."""
    now = {(answer.question, answer.entry): answer.choice for answer in fresh}
    return any(now.get((answer.question, answer.entry)) is not answer.choice for answer in gone)


def _confirm(
    submission: Submission,
    act: Act,
    versions: Sequence[AnswerVersion],
    touched: Iterable[OpenQuestion],
    *,
    author: Person,
    key: str,
    let_go_because: str,
    now: datetime,
) -> Receipt:
    """Write the receipt and the log, and ask for the questions to be read again."""
    ordinal = len(submission.receipts) + 1
    receipt = new_receipt(submission, act, versions, ordinal=ordinal, key=key, now=now)
    session.add(receipt)
    session.flush()
    have_read(touched, now)
    if let_go_because:
        let_go(submission.round, because=let_go_because, now=now)
    record(_LOGGED[act], submission, person=author, now=now, after={"hash": receipt.content_hash})
    mail_receipt(receipt, author=author, now=now)
    return receipt


def new_receipt(
    submission: Submission,
    act: Act,
    versions: Sequence[AnswerVersion],
    *,
    ordinal: int = 1,
    key: str | None = None,
    now: datetime,
) -> Receipt:
    """A receipt of a submission, over exactly these versions (which have their numbers)."""
    return Receipt(
        submission=submission,
        ordinal=ordinal,
        act=act,
        received_at=now,
        content_hash=receipt_hash(submission, versions),
        idempotency_key=key,
        version_ids=[version.id for version in versions],
    )


def receipt_hash(submission: Submission, versions: Iterable[AnswerVersion]) -> str:
    """The hash printed on a receipt over these versions."""
    return content_hash(submission.number, submission.salt, sent_contents(versions))
