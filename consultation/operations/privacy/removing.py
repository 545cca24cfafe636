"""Removing a contribution from the public view: one proposes it by the rules, another confirms.

Nothing is lost by it: it counts, it is analysed, and those who review read it. The author is told
when it is proposed, when it is decided and when it ends, each time why, and can say something to it
at any time; whoever confirms has read what stands and all that was said.
"""

from datetime import datetime

from sqlalchemy import select

from consultation.db import locked, session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import Answer, Person, Removal, RemovalStatement, Round
from consultation.operations.audit import record
from consultation.operations.correspondence.mail import post
from consultation.operations.plenary.editions import let_go
from consultation.queries.privacy.moderation import removal_seen, rules_in_force


class ReasonOwed(RuleError):
    """An act that is told to somebody, without a reason."""

    status = 422


def propose_removal(answer: Answer, *, reason: str, by: Person, now: datetime) -> Removal:
    """Ask another person to take an answer out of the public view.

    Its author is told why, and how to say something to it. Raises NotAllowedYet before the
    consultation has rules to go by, ReasonOwed without a reason, StaleEdit where it was proposed
    before or its author took it back.
    """
    if rules_in_force(answer.submission.round.consultation) is None:
        raise NotAllowedYet(
            "This consultation has no rules of moderation, and nothing is removed without one. "
            "Write them under “Settings” first."
        )
    _ensure_reason(reason)
    locked(answer)
    _ensure_stands(answer)
    if session.scalar(
        select(Removal.id).where(Removal.answer_id == answer.id, Removal.ended_at.is_(None))
    ):
        raise StaleEdit("Somebody proposed this already. The list of removals shows how it stands.")
    removal = Removal(
        answer=answer,
        reason=reason.strip(),
        proposed_by=by,
        proposed_at=now,
        proposed_version=answer.version,
    )
    session.add(removal)
    _record("propose a removal", removal, by=by, now=now, reason=reason)
    _tell(
        removal,
        "It is proposed to take your contribution out of the public view",
        f"One person proposes that nobody reads it there, because: {reason.strip()}\n\n"
        f"{_until_decided(answer.submission.round, now)}; "
        "you are told what they decide. You can say something until then, and also "
        "afterwards, for it can be taken back. Whatever is decided, it counts and is read by the "
        "chairs. You read the reason and the rules, and answer, on this page:",
        "proposed",
        now,
    )
    return removal


def _until_decided(round_: Round, now: datetime) -> str:
    if round_.is_published(now):
        return (
            "It is in the public view until a second person has read it, and what you say to it, "
            "and decides"
        )
    return (
        f"The contributions to {round_.title} are not published yet. A second person reads yours, "
        "and what you say to it, and decides"
    )


def confirm_removal(removal: Removal, *, seen: str, by: Person, now: datetime) -> None:
    """Take the answer out of the public view.

    Raises NotAllowedYet for whoever proposed it, StaleEdit where it was decided on before, its
    author took it back, or anything is different from what was `seen`: `removal_seen`.
    """
    locked(removal)
    _ensure_waits(removal)
    _ensure_stands(removal.answer)
    if seen != removal_seen(removal):
        raise StaleEdit(
            "What you read is different now: the text, or what its author says to it. Read below "
            "how it stands, then decide."
        )
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

    Where its author took the answer back, nothing comes back, and they are told nothing. Raises
    ReasonOwed without a reason, StaleEdit where it has ended before.
    """
    locked(removal)
    _ensure_reason(because)
    if removal.ended_at is not None:
        raise StaleEdit("This was ended already. The list of removals shows how it stands.")
    held = removal.is_in_force
    removal.ended_at, removal.ended_by, removal.ended_because = now, by, because.strip()
    action = "take back a removal" if held else "refuse a removal"
    if held and not removal.answer.was_taken_back:
        _let_go(removal, "A contribution came back into the public view.", now)
    _record(action, removal, by=by, now=now, reason=because)
    if not removal.answer.was_taken_back:
        is_published = removal.answer.submission.round.is_published(now)
        subject, text = _ENDED[held, is_published]
        _tell(removal, subject, f"{text}{because.strip()}\n\nYou find it here:", "ended", now)


_AMONG_THEM = "Your contribution is published with the others"
_ENDED = {
    (True, True): (
        "Your contribution is in the public view again",
        "It was taken out of the public view, and is published again, because: ",
    ),
    (False, True): (
        "Your contribution stays in the public view",
        "It was proposed to take it out of the public view. It stays there, because: ",
    ),
    (True, False): (
        _AMONG_THEM,
        "It was taken out of the public view. It is read there once all are published, because: ",
    ),
    (False, False): (
        _AMONG_THEM,
        "It was proposed to take it out of the public view. It is read there once all are "
        "published, because: ",
    ),
}
"""What an author is told of the end: whether it was in force, whether all are published."""


def answer_removal(removal: Removal, said: str, *, by: Person, now: datetime) -> None:
    """Keep what the author says to it, for those who decide, beside all that they said before."""
    locked(removal)
    _ensure_reason(said, "Write what you want to say to it.")
    removal.statements.append(RemovalStatement(text=said.strip(), said_at=now))
    _record("answer a removal", removal, by=by, now=now)


def _ensure_reason(
    reason: str, sentence: str = "Write the reason, from the rules of moderation."
) -> None:
    if not reason.strip():
        raise ReasonOwed(sentence)


def _ensure_stands(answer: Answer) -> None:
    if answer.was_taken_back:
        raise StaleEdit(
            "Its author took this contribution back or sent another text in its place, so nothing "
            "of it is in the public view. Open the list again: it shows what there is."
        )


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
