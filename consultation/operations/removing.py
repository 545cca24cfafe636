"""Removing a contribution from the public view: one proposes it by the rules, another confirms.

Nothing is lost by it: it counts, it is analysed, and those who review read it. The author is told
each time and can say something to it.
"""

from datetime import datetime

from sqlalchemy import select

from consultation.db import locked, session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import Answer, Person, Removal
from consultation.operations.audit import record
from consultation.operations.editions import let_go
from consultation.operations.mail import post
from consultation.queries.moderation import rules_in_force


class ReasonOwed(RuleError):
    """An act that is told to somebody, without a reason."""

    status = 422


def propose_removal(answer: Answer, *, reason: str, by: Person, now: datetime) -> Removal:
    """Ask another person to take an answer out of the public view.

    Raises NotAllowedYet before the consultation has rules to go by, ReasonOwed without a reason,
    StaleEdit where it was proposed before.
    """
    if rules_in_force(answer.submission.round.consultation) is None:
        raise NotAllowedYet(
            "This consultation has no rules of moderation, and nothing is removed without one. "
            "Write them under “Settings” first."
        )
    _ensure_reason(reason)
    locked(answer)
    if session.scalar(
        select(Removal.id).where(Removal.answer_id == answer.id, Removal.ended_at.is_(None))
    ):
        raise StaleEdit("Somebody proposed this already. The list of removals shows how it stands.")
    removal = Removal(answer=answer, reason=reason.strip(), proposed_by=by, proposed_at=now)
    session.add(removal)
    _record("propose a removal", removal, by=by, now=now, reason=reason)
    return removal


def confirm_removal(removal: Removal, *, by: Person, now: datetime) -> None:
    """Take the answer out of the public view.

    Raises NotAllowedYet for whoever proposed it, StaleEdit where it was decided on before.
    """
    locked(removal)
    _ensure_waits(removal)
    if by.id == removal.proposed_by_id:
        raise NotAllowedYet(
            "You proposed this yourself: a second person decides. Ask another member of the "
            "secretariat, or a chair."
        )
    removal.decided_by, removal.decided_at = by, now
    _let_go(removal, "A contribution was removed from the public view.", now)
    _record("remove from the public view", removal, by=by, now=now, reason=removal.reason)
    _tell(
        removal,
        "Your contribution was taken out of the public view",
        f"It is not published any more, because: {removal.reason}\n\nIt counts and is read by the "
        "chairs as before. If you see it otherwise, answer on this page:",
        "confirmed",
        now,
    )


def end_removal(removal: Removal, *, because: str, by: Person, now: datetime) -> None:
    """Refuse a removal, or take it back: the answer is in the public view again.

    Raises ReasonOwed without a reason, StaleEdit where it has ended before.
    """
    locked(removal)
    _ensure_reason(because)
    if removal.ended_at is not None:
        raise StaleEdit("This was ended already. The list of removals shows how it stands.")
    held = removal.is_in_force
    removal.ended_at, removal.ended_by, removal.ended_because = now, by, because.strip()
    action = "take back a removal" if held else "refuse a removal"
    if held:
        _let_go(removal, "A contribution came back into the public view.", now)
    _record(action, removal, by=by, now=now, reason=because)
    if held:
        _tell(
            removal,
            "Your contribution is in the public view again",
            f"It was taken out of the public view, and is published again, because: "
            f"{because.strip()}\n\nYou find it here:",
            "ended",
            now,
        )


def answer_removal(removal: Removal, said: str, *, by: Person, now: datetime) -> None:
    """Keep what the author says to it, for those who decide; what they said before is replaced."""
    locked(removal)
    _ensure_reason(said, "Write what you want to say to it.")
    removal.author_said, removal.author_said_at = said.strip(), now
    _record("answer a removal", removal, by=by, now=now)


def _ensure_reason(
    reason: str, sentence: str = "Write the reason, from the rules of moderation."
) -> None:
    if not reason.strip():
        raise ReasonOwed(sentence)


def _ensure_waits(removal: Removal) -> None:
    if not removal.waits:
        raise StaleEdit("Somebody decided on this meanwhile. The list shows how it stands.")


def _record(action: str, removal: Removal, *, by: Person, now: datetime, reason: str = "") -> None:
    record(
        action,
        removal.answer,
        person=by,
        now=now,
        reason=reason.strip(),
        question=removal.answer.question,
    )


def _let_go(removal: Removal, because: str, now: datetime) -> None:
    session.flush()
    session.refresh(removal.answer)
    let_go(removal.answer.submission.round, because=because, now=now)


def _tell(removal: Removal, subject: str, text: str, act: str, now: datetime) -> None:
    """Mail the author, where there is an address."""
    part = removal.answer.submission.stakeholder
    to = part.person.email if part.person else part.contact
    if not to:
        return
    about = f"{removal.consultation.title}, {removal.answer.question.number}.\n\n"
    key = f"removal {removal.id} {act}"
    post(to, subject, about + text, key, now, path=f"/removals/{removal.id}/answer")
