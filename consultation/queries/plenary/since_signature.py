"""What differs from the last signature under a question, and what became of former signatures."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, zip_longest

from sqlalchemy import select

from consultation.db import session
from consultation.models import AuditEntry, OpenQuestion, SignOff
from consultation.queries.plenary.signed_changes import Change, changes
from consultation.queries.plenary.signed_state import State, signed_state
from consultation.queries.plenary.signing import canonical, stands
from consultation.wording import noun

NOT_KEPT = Change(
    "Changes",
    "What was signed then was not kept, only its mark: it cannot be told what differs from it.",
)
NONE = Change("Changes", "Nothing differs from what was signed.")

_BESIDE = {
    "code a theme": "coded",
    "code a point": "coded",
    "note": "noted on a minority point",
}


@dataclass(frozen=True)
class SinceSignature:
    """What differs from a signature, or why that cannot be told.

    The summary that was signed and the one of now are both empty where that is not known.
    """

    signature: SignOff
    changes: tuple[Change, ...]
    summary_was: str
    summary_now: str

    @property
    def groups(self) -> list[tuple[str, list[Change]]]:
        return [(about, list(those)) for about, those in groupby(self.changes, _about)]


@dataclass(frozen=True)
class ReopeningLine:
    """A signature that was taken back, the one that came after it if one did, and what changed.

    Without a later signature the changes are those up to now.
    """

    signed_by: str
    signed_at: datetime
    reopened_by: str
    reopened_at: datetime
    reason: str
    signed_again_by: str | None
    signed_again_at: datetime | None
    changes: tuple[Change, ...]


def standing(question: OpenQuestion) -> tuple[bool, SinceSignature | None]:
    """Whether the newest signature stands, and if it does not, what differs from it."""
    if not question.sign_offs:
        return False, None
    now = signed_state(question)
    if stands(question, now):
        return True, None
    return False, since_signature(question, now)


def since_signature(question: OpenQuestion, now: State | None = None) -> SinceSignature | None:
    """What differs from the newest signature, in force or reopened; None where nobody signed.

    `now` is the question's state, where that was worked out already.
    """
    if not question.sign_offs:
        return None
    last = question.sign_offs[-1]
    before, after = _kept(last), _as_kept(now or signed_state(question))
    texts = (before["summary"], after["summary"]) if before else ("", "")
    return SinceSignature(last, _told(last, before, None, after), *texts)


def reopenings_of(question: OpenQuestion) -> tuple[ReopeningLine, ...]:
    """Every signature that was taken back, the oldest first."""
    return tuple(
        _reopening(question, signed, again, signed.reopened_at)
        for signed, again in zip_longest(question.sign_offs, question.sign_offs[1:])
        if signed.reopened_at is not None
    )


def _reopening(
    question: OpenQuestion, signed: SignOff, again: SignOff | None, at: datetime
) -> ReopeningLine:
    before = _kept(signed)
    after = _kept(again) if again else _as_kept(signed_state(question))
    return ReopeningLine(
        signed_by=signed.chair.name,
        signed_at=signed.signed_at,
        reopened_by=signed.reopened_by.name if signed.reopened_by else "",
        reopened_at=at,
        reason=signed.reopened_because or "",
        signed_again_by=again.chair.name if again else None,
        signed_again_at=again.signed_at if again else None,
        changes=_told(signed, before, again, after),
    )


def _told(
    signed: SignOff, before: State | None, again: SignOff | None, after: State | None
) -> tuple[Change, ...]:
    beside = _beside(signed, again)
    if before is None or after is None:
        return (NOT_KEPT, *beside)
    return (*changes(before, after), *beside) or (NONE,)


def _about(change: Change) -> str:
    return change.about


def _kept(signature: SignOff) -> State | None:
    """What a signature stands under; None where an earlier release did not keep it."""
    state: State | None = json.loads(signature.state) if signature.state else None
    return state


def _as_kept(now: State) -> State:
    """A question as it is now, in the values that a kept state is read as."""
    state: State = json.loads(canonical(now))
    return state


def _beside(since: SignOff, until: SignOff | None) -> list[Change]:
    """Codes and notes, which no signature stands under, as far as the log has them."""
    acts = select(AuditEntry.action).where(
        AuditEntry.question_id == since.question_id,
        AuditEntry.at > since.signed_at,
        AuditEntry.action.in_(_BESIDE),
    )
    if until is not None:
        acts = acts.where(AuditEntry.at <= until.signed_at)
    counted = Counter(_BESIDE[action] for action in session.scalars(acts))
    if not counted:
        return []
    told = ", ".join(f"{noun(count, 'time')} {what}" for what, count in sorted(counted.items()))
    return [Change("Codes and notes", f"Beside the signature: {told}.")]
