"""What reached the body otherwise: written down for who sent it, with a receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from consultation.db import locked, session
from consultation.errors import NotAllowedYet, NothingToSubmit, NothingToWithdraw, RuleError
from consultation.models import (
    Act,
    AnswerVersion,
    Draft,
    Person,
    Provision,
    Receipt,
    Round,
    Source,
    Stakeholder,
    Submission,
)
from consultation.operations.accounts.people import one_line
from consultation.operations.audit import record
from consultation.operations.contributions.answers import Writing, save_answer, writing_of
from consultation.operations.contributions.commenting import save_comment
from consultation.operations.contributions.receipts import mail_entry, new_salt
from consultation.operations.contributions.submissions import new_receipt, replace_answers
from consultation.operations.desk.themes import owed
from consultation.operations.grouping.reread import have_read
from consultation.operations.plenary.editions import let_go
from consultation.queries.contributions.entries import written_down
from consultation.queries.contributions.imported import Standing
from consultation.queries.contributions.submissions import (
    answers_that_count,
    newest_version,
    submission_in,
)
from consultation.queries.drafts.places import Place


@dataclass(frozen=True)
class Arrival:
    """How something came in and when; a reason where it counts though it came too late."""

    source: Source
    reached_at: datetime
    in_time_because: str = ""


def begin_entry(
    round_: Round, stakeholder: Stakeholder, arrival: Arrival, *, by: Person, now: datetime
) -> Submission:
    """Begin to write down what somebody sent; it counts once its receipt is made.

    What they had saved here and not sent stays theirs and is not sent with it. Raises
    NotAllowedYet where something of theirs counts already, RuleError for a time that cannot be.
    """
    locked(round_)
    locked(stakeholder)
    reason = reason_in_time(round_, arrival, now)
    earlier = submission_in(round_, stakeholder.id)
    if earlier is not None and earlier.submitted_at is not None:
        raise NotAllowedYet(_there_already(earlier))
    submission = earlier or Submission(
        round=round_, stakeholder=stakeholder, started_at=now, salt=new_salt()
    )
    submission.source, submission.reached_at = arrival.source, arrival.reached_at
    submission.in_time_because = reason
    session.add(submission)
    session.flush()
    record(
        "begin an entry", submission, person=by, now=now, reason=reason,
        after={"source": str(arrival.source), "reached": arrival.reached_at.isoformat()},
    )  # fmt: skip
    return submission


def reason_in_time(round_: Round, arrival: Arrival, now: datetime) -> str:
    """Why it is counted as in time; empty for what was in time, and for what stands as late.

    Raises RuleError for a time at which nothing can have come, and for what came too late to count.
    """
    if arrival.reached_at > now:
        raise RuleError("That time has not come yet. Write when it reached you.")
    if arrival.reached_at < round_.opens_at:
        raise RuleError(
            f"{round_.title} opened on {round_.exactly(round_.opens_at)}, after that. What came "
            "before was not written to this draft."
        )
    reason = one_line(arrival.in_time_because)
    if reason and round_.published_at is not None and arrival.reached_at > round_.published_at:
        raise RuleError(
            "It came after the contributions were published: who wrote it could read them. It "
            "stands on the late list; leave the reason empty."
        )
    return reason if arrival.reached_at > round_.closes_at else ""


def standing_of(round_: Round, arrival: Arrival, now: datetime) -> Standing:
    """How what arrived so stands. Raises RuleError as `reason_in_time` does."""
    reason = reason_in_time(round_, arrival, now)
    return Standing(arrival.reached_at > round_.closes_at and not reason, reason)


def _there_already(earlier: Submission) -> str:
    if earlier.was_entered:
        return (
            f"{earlier.number} was entered for them already. Open it in the list and add to it, so "
            "that they have one submission."
        )
    return (
        f"{earlier.number} of theirs was received already, sent by themselves. What came besides "
        "is not mixed into it: enter it for a new stakeholder of the same organisation."
    )


def enter_answer(
    submission: Submission, place: Place, writing: Writing, *, by: Person, now: datetime
) -> AnswerVersion:
    """Write down what somebody sent to a question, a provision or the draft as a whole.

    Comments are added to one another; a question has one answer: raises NotAllowedYet where another
    is written down.
    """
    _ensure_entered(submission)
    part = submission.stakeholder
    if isinstance(place, Draft | Provision):
        return save_comment(by, part, place, writing, entered=True, now=now)
    locked(submission.round)
    there = newest_version(submission, place, entered=True)
    if there is not None and not there.is_blank and writing_of(there) != writing:
        raise NotAllowedYet(
            f"Something is written down for {place.number} already, and a question has one answer. "
            "Put that right in the list above: add there what they say besides."
        )
    return save_answer(by, part, place, writing, entered=True, now=now)


def correct_entry(
    version: AnswerVersion, writing: Writing, *, seen: int, by: Person, now: datetime
) -> AnswerVersion:
    """Put right what was written down; without a word it is none of theirs any more.

    Raises StaleAnswer where it was changed since the version that was `seen`.
    """
    _ensure_entered(version.submission)
    part, question = version.submission.stakeholder, version.question
    return save_answer(
        by, part, question, writing, entry=version.entry, seen=seen, entered=True, now=now
    )


def is_unreceived(submission: Submission) -> bool:
    """Whether something is written down that no receipt holds, and a receipt can be made of."""
    if submission.author_withdrew:
        return False
    counted = {answer.version_id for answer in answers_that_count(submission)}
    written = {version.id for version in written_down(submission)}
    return bool(written) and (written != counted or not submission.is_sent)


def receive(submission: Submission, *, by: Person, now: datetime) -> Receipt:
    """Let what is written down count, in time or late by when it came, and give it a receipt.

    Raises NothingToSubmit where nothing is written down, or nothing since the last receipt;
    NotAllowedYet where its author withdrew it.
    """
    locked(submission.round)
    locked(submission)
    _ensure_entered(submission)
    if submission.author_withdrew:
        raise NotAllowedYet(
            f"They withdrew it themselves: receipt {submission.receipts[-1].number}. It counts "
            "again only if they submit it again; ask them to."
        )
    versions = written_down(submission)
    if not versions:
        raise NothingToSubmit("Nothing is written down yet. Add what they wrote first.")
    if not is_unreceived(submission):
        raise NothingToSubmit(
            f"Nothing has changed since receipt {submission.receipts[-1].number}."
        )
    act = Act.CHANGED if submission.is_sent else Act.SENT
    touched, because = replace_answers(submission, versions, now)
    if act is Act.SENT:
        touched |= {version.question for version in versions}
        submission.submitted_at = submission.reached_at
    round_, reached = submission.round, submission.reached_at or now
    submission.is_late = reached > round_.closes_at and not submission.in_time_because
    submission.withdrawn_at = None
    have_read(touched, now)
    if because:
        let_go(round_, because=because, now=now)
    return _receipt(submission, act, versions, by=by, now=now)


def take_back_entry(submission: Submission, *, reason: str, by: Person, now: datetime) -> Receipt:
    """Let what was entered count no more, with the reason; what was written down stays.

    Raises NothingToWithdraw where it does not count.
    """
    locked(submission.round)
    locked(submission)
    _ensure_entered(submission)
    reason = owed(reason)
    if not submission.is_sent:
        raise NothingToWithdraw("It does not count: nothing of it has a receipt.")
    submission.withdrawn_at = now
    have_read({answer.question for answer in answers_that_count(submission)}, now)
    let_go(submission.round, because="A contribution in it was withdrawn.", now=now)
    return _receipt(submission, Act.WITHDRAWN, [], by=by, now=now, reason=reason)


def _receipt(
    submission: Submission,
    act: Act,
    versions: Sequence[AnswerVersion],
    *,
    by: Person,
    now: datetime,
    reason: str = "",
) -> Receipt:
    """The receipt says when it came; a later one, when it was put right."""
    is_first, who = not submission.receipts, by.id
    at = submission.reached_at if is_first and submission.reached_at else now
    receipt = new_receipt(submission, act, versions, ordinal=len(submission.receipts) + 1, now=at)
    receipt.entered_by_id, receipt.stored_at = who, now
    session.add(receipt)
    session.flush()
    record(
        f"{act} on behalf", submission, person=by, now=now, reason=reason,
        after={"hash": receipt.content_hash, "late": submission.is_late},
    )  # fmt: skip
    mail_entry(receipt, now=now)
    return receipt


def _ensure_entered(submission: Submission) -> None:
    if not submission.was_entered:
        raise NotAllowedYet("They sent this themselves, and nobody writes in it but they.")
