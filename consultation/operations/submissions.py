"""A stakeholder's way: save, as often as wanted; submit, once."""

from datetime import datetime

from consultation.db import locked, session
from consultation.errors import AlreadySubmitted, NothingToSubmit
from consultation.models import (
    Answer,
    AnswerVersion,
    OpenQuestion,
    Person,
    Position,
    Round,
    Stakeholder,
    Submission,
)
from consultation.operations import jobs
from consultation.operations.audit import record
from consultation.operations.receipts import content_hash, new_salt
from consultation.queries.submissions import newest_versions, submission_in


def save_answer(
    author: Person,
    stakeholder: Stakeholder,
    question: OpenQuestion,
    *,
    text: str,
    position: Position,
    choices: list[str],
    now: datetime,
) -> AnswerVersion:
    """Keep one more version of an answer; nothing that was saved before is changed.

    Raises RoundClosed outside the window, AlreadySubmitted after the submission.
    """
    locked(question.round)
    question.round.ensure_open(now)
    submission = submission_in(question.round, stakeholder) or _begin(
        question.round, stakeholder, now
    )
    ensure_not_submitted(submission)
    earlier = newest_versions(submission).get(question.id)
    version = AnswerVersion(
        submission=submission,
        question=question,
        number=earlier.number + 1 if earlier else 1,
        saved_by_id=author.id,
        text=text,
        position=position,
        choices=choices,
        saved_at=now,
    )
    session.add(version)
    session.flush()
    return version


def _begin(round_: Round, stakeholder: Stakeholder, now: datetime) -> Submission:
    submission = Submission(round=round_, stakeholder=stakeholder, started_at=now, salt=new_salt())
    session.add(submission)
    session.flush()
    return submission


def ensure_not_submitted(submission: Submission) -> None:
    """Raise AlreadySubmitted once there is a receipt."""
    if submission.submitted_at is not None:
        raise AlreadySubmitted(
            f"Your submission {submission.number} was received on "
            f"{submission.round.local(submission.submitted_at)}. A submission is sent once; "
            "nothing was added to it."
        )


def submit(submission: Submission, *, author: Person, key: str, now: datetime) -> Submission:
    """Send everything saved, once, and give it a receipt; queue the analysis of its questions.

    The deadline is checked here, inside the write transaction and on fresh rows. The same `key`
    again returns the same submission; another one raises AlreadySubmitted. Raises RoundClosed
    after the deadline, NothingToSubmit without a single answer.
    """
    locked(submission.round)
    locked(submission)
    if submission.submitted_at is not None and submission.idempotency_key == key:
        return submission
    ensure_not_submitted(submission)
    submission.round.ensure_open(now)
    sent = [version for version in newest_versions(submission).values() if not version.is_blank]
    if not sent:
        raise NothingToSubmit("There is no answer to send yet. Answer a question first.")
    for version in sent:
        session.add(Answer(submission=submission, question=version.question, version=version))
    submission.idempotency_key = key
    submission.submitted_at = now
    submission.content_hash = receipt_hash(submission, sent)
    session.flush()
    record("submit", submission, person=author, now=now, after={"hash": submission.content_hash})
    for version in sent:
        # What comes in under a signature waits, unread, until the question is reopened.
        if version.question.sign_off is None:
            jobs.ask_for_analysis(version.question, asked_by=None, now=now)
    return submission


def receipt_hash(submission: Submission, sent: list[AnswerVersion]) -> str:
    """The hash printed on the receipt."""
    return content_hash(
        submission.number,
        submission.salt,
        ((v.question.number, v.text, str(v.position), list(v.choices)) for v in sent),
    )
