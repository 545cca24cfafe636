"""Signing off a question and opening it again."""

from datetime import datetime

from consultation.db import locked, session
from consultation.errors import NotAllowedYet, StaleEdit
from consultation.models import OpenQuestion, Person, SignOff
from consultation.operations import jobs
from consultation.operations.audit import record
from consultation.operations.desk.themes import owed
from consultation.operations.plenary.outcomes import leave_unexamined, take_back_unexamined
from consultation.operations.plenary.summaries import ensure_summary_holds
from consultation.queries.plenary.signed_state import signed_state
from consultation.queries.plenary.signing import canonical, hash_of, state_hash


def sign_off(question: OpenQuestion, *, chair: Person, seen: str, now: datetime) -> SignOff:
    """Freeze a question in exactly the state the chair saw.

    A theme without an outcome is not yet examined from then on: no point is left without one.

    Raises SignedOff under a signature, NotAllowedYet without a summary or under one that the data
    contradict, StaleEdit when the state is no longer what was shown.
    """
    locked(question)
    question.ensure_editable()
    if question.summary is None:
        raise NotAllowedYet(
            "A signature stands under a summary, and there is none yet. Write it first."
        )
    if state_hash(question) != seen:
        raise StaleEdit(
            f"{question.number} changed since you looked. Read it again, then sign what it is now."
        )
    ensure_summary_holds(question)
    leave_unexamined(question, by=chair, now=now)
    state = canonical(signed_state(question))
    signature = SignOff(
        question_id=question.id, chair=chair, signed_at=now, state_hash=hash_of(state), state=state
    )
    session.add(signature)
    signed = {"state": signature.state_hash}
    record("sign off", question, person=chair, now=now, after=signed, question=question)
    session.expire(question, ["sign_offs"])
    return signature


def reopen(question: OpenQuestion, *, by: Person, reason: str, now: datetime) -> None:
    """Unfreeze a question; the signature stays on record, and what came since is analysed.

    The question is as it was when it was signed, without what only the signature said of themes.
    """
    locked(question)
    signature = question.sign_off
    if signature is None:
        raise NotAllowedYet(f"{question.number} is not signed off, so it is open already.")
    reason = owed(reason)
    signature.reopened_at = now
    signature.reopened_by = by
    signature.reopened_because = reason
    session.flush()
    session.expire(question, ["sign_offs"])
    jobs.ask_for_analysis(question, asked_by=by, now=now)
    record(
        "reopen",
        question,
        person=by,
        now=now,
        before={"state": signature.state_hash},
        reason=reason,
        question=question,
    )
    take_back_unexamined(question, by=by, now=now)
