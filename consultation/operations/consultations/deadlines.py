"""Moving a round's deadlines: only ever later, with a reason, and told to everybody."""

from datetime import datetime

from sqlalchemy import select

from consultation.db import locked, session
from consultation.errors import RuleError
from consultation.models import Extension, Person, Round, Submission, WebhookEvent
from consultation.operations.audit import record
from consultation.operations.correspondence.webhooks import announce
from consultation.operations.desk.themes import owed
from consultation.operations.grouping.reread import have_read
from consultation.queries.contributions.submissions import answers_that_count
from consultation.queries.plenary.results import questions_of
from consultation.queries.plenary.signing import stands


def extend(
    round_: Round, closes_at: datetime, *, reason: str, by: Person, now: datetime
) -> Extension:
    """Let a round close later, before or after it has closed.

    Whoever was late and is now in time leaves the late list, and is read with the rest. Raises
    RuleError for a deadline that is not later than the present one and now, without a reason, and
    once contributions are published.
    """
    locked(round_)
    _ensure_unpublished(round_)
    reason = owed(reason)
    if closes_at <= max(round_.closes_at, now):
        raise RuleError(
            f"{round_.title} closes on {round_.exactly(round_.closes_at)}. A deadline can only be "
            "moved to a later time that has not passed; what people were told must hold."
        )
    extension = Extension(
        round=round_, was=round_.closes_at, closes_at=closes_at, reason=reason, by=by, at=now
    )
    session.add(extension)
    before = _deadlines(round_)
    round_.closes_at = closes_at
    if round_.late_until is not None and round_.late_until <= closes_at:
        round_.late_until = None
    in_time = _take_off_the_late_list(round_, now)
    record(
        "extend",
        round_,
        person=by,
        now=now,
        before=before,
        after=_deadlines(round_) | {"in time now": in_time},
        reason=reason,
    )
    announce(WebhookEvent.ROUND_EXTENDED, round_, f"extension {extension.id}", now)
    return extension


def _take_off_the_late_list(round_: Round, now: datetime) -> list[str]:
    late = session.scalars(
        select(Submission)
        .where(Submission.round == round_, Submission.is_late.is_(True))
        .order_by(Submission.id)
    ).all()
    for submission in late:
        submission.is_late = False
        have_read({answer.question for answer in answers_that_count(submission)}, now)
    return [submission.number for submission in late]


def allow_late(
    round_: Round, late_until: datetime, *, reason: str, by: Person, now: datetime
) -> None:
    """Take what was never sent until a time after closing, onto a list of its own.

    Raises RuleError for a time that is not after the deadline and now, without a reason, and once
    contributions are published.
    """
    locked(round_)
    _ensure_unpublished(round_)
    reason = owed(reason)
    if late_until <= max(round_.closes_at, now):
        raise RuleError(
            f"Late is what comes after the deadline, {round_.exactly(round_.closes_at)}. "
            "Choose a later time that has not passed."
        )
    before = _deadlines(round_)
    round_.late_until = late_until
    record(
        "allow late submissions",
        round_,
        person=by,
        now=now,
        before=before,
        after=_deadlines(round_),
        reason=reason,
    )


def publish(round_: Round, *, by: Person, now: datetime) -> None:
    """Let what was sent be read by whoever may read the consultation; it stays so.

    Raises RuleError while anybody can still send, or where it is published already.
    """
    locked(round_)
    if not round_.is_over(now):
        raise RuleError(
            f"{round_.title} still takes submissions until "
            f"{round_.exactly(round_.late_until or round_.closes_at)}. Publish after that, so that "
            "nobody answers what others wrote."
        )
    if round_.published_at is not None:
        raise RuleError(
            f"The contributions were published on {round_.exactly(round_.published_at)} already."
        )
    round_.published_at = now
    record("publish contributions", round_, person=by, now=now, after={"at": now.isoformat()})
    announce(
        WebhookEvent.CONTRIBUTIONS_PUBLISHED, round_, f"contributions {round_.id}", now,
        path=f"/api/v1/rounds/{round_.id}/contributions",
    )  # fmt: skip


def publish_outcomes(round_: Round, *, by: Person, now: datetime) -> None:
    """Let what was decided be read by whoever may read the consultation; it stays so.

    What is signed later is read on the same page once it is. Raises RuleError while anybody can
    still send, where nothing is signed off as it stands, or where it is published already.
    """
    locked(round_)
    if not round_.is_over(now):
        raise RuleError(
            f"{round_.title} still takes submissions until "
            f"{round_.exactly(round_.late_until or round_.closes_at)}. Publish the outcomes after "
            "that, once a chair has signed."
        )
    if round_.outcomes_published_at is not None:
        raise RuleError(
            "The outcomes were published on "
            f"{round_.exactly(round_.outcomes_published_at)} already."
        )
    if not any(stands(question) for question in questions_of(round_)):
        raise RuleError(
            f"No question of {round_.title} is signed off as it stands, so there is no outcome to "
            "publish. Publish once a chair has signed."
        )
    round_.outcomes_published_at = now
    record("publish outcomes", round_, person=by, now=now, after={"at": now.isoformat()})
    announce(
        WebhookEvent.OUTCOMES_PUBLISHED, round_, f"outcomes {round_.id}", now,
        path=f"/api/v1/rounds/{round_.id}/results",
    )  # fmt: skip


def _ensure_unpublished(round_: Round) -> None:
    if round_.outcomes_published_at is not None:
        raise RuleError(
            f"The outcomes of {round_.title} were published on "
            f"{round_.exactly(round_.outcomes_published_at)}. It takes no more submissions, so "
            "that what was decided was decided on all of them."
        )
    if round_.published_at is not None:
        raise RuleError(
            f"The contributions to {round_.title} were published on "
            f"{round_.exactly(round_.published_at)}. It takes no more submissions, so that nobody "
            "answers what others wrote."
        )


def _deadlines(round_: Round) -> dict[str, str | None]:
    return {
        "closes_at": round_.closes_at.isoformat(),
        "late_until": round_.late_until.isoformat() if round_.late_until else None,
    }
