"""Official answers: worded, published, worded anew, taken back; no wording is ever lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from consultation.db import locked, session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import Consultation, Draft, OfficialAnswer, OfficialWording, Person
from consultation.operations.audit import record
from consultation.operations.desk.themes import owed


@dataclass(frozen=True)
class Worded:
    """What is asked and answered, and about which provisions of which draft."""

    question: str
    answer: str
    draft: Draft | None = None
    provision_keys: Sequence[str] = ()


def add_official_answer(
    consultation: Consultation, worded: Worded, *, by: Person, now: datetime
) -> OfficialAnswer:
    """Word an answer to a question that the body is asked; nobody reads it yet."""
    locked(consultation)
    last = select(func.max(OfficialAnswer.number)).where(
        OfficialAnswer.consultation_id == consultation.id
    )
    answer = OfficialAnswer(consultation=consultation, number=(session.scalar(last) or 0) + 1)
    session.add(answer)
    _word(answer, worded, by=by, now=now)
    record("word an official answer", answer, person=by, now=now, after={"wording": 1})
    return answer


def reword(
    answer: OfficialAnswer, worded: Worded, *, seen: str, by: Person, now: datetime
) -> OfficialWording:
    """Word an answer anew: what is in force stays so until the new wording is published.

    `seen` stands for the newest wording as it was shown. Raises StaleEdit where it is another.
    """
    locked(answer)
    newest = answer.wordings[-1]
    if seen != newest.seen:
        raise StaleEdit(
            f"{newest.written_by.name} worded this anew meanwhile. Nothing was overwritten: what "
            "stands there now is below, and what you wrote. Bring them together, then save."
        )
    waiting = answer.in_preparation
    if waiting is not None:
        for name, value in _columns(worded).items():
            setattr(waiting, name, value)
        waiting.written_by, waiting.written_at = by, now
        wording = waiting
    else:
        wording = _word(answer, worded, by=by, now=now)
    after = {"wording": wording.number}
    record("word an official answer", answer, person=by, now=now, after=after)
    return wording


def publish_wording(answer: OfficialAnswer, *, seen: str, by: Person, now: datetime) -> None:
    """Put the wording in preparation in force; the one before ends with it, and can still be read.

    Raises NotAllowedYet where nothing is in preparation, StaleEdit for words that were not `seen`.
    """
    locked(answer)
    waiting = answer.in_preparation
    if waiting is None:
        raise NotAllowedYet("Nothing waits to be published: word it anew first.")
    if waiting.seen != seen:
        raise StaleEdit(
            f"{waiting.written_by.name} worded this anew meanwhile. Read it once more as it stands "
            "below, then publish it."
        )
    former = answer.in_force
    if former is not None:
        former.ended_at = now
    waiting.published_at = now
    after = {"wording": waiting.number}
    record("publish an official answer", answer, person=by, now=now, after=after)


def end_wording(answer: OfficialAnswer, *, reason: str, by: Person, now: datetime) -> None:
    """Let an answer be in force no more, with the reason; its wordings can still be read.

    Raises RuleError without a reason, NotAllowedYet where none is in force.
    """
    locked(answer)
    reason = owed(reason)
    former = answer.in_force
    if former is None:
        raise NotAllowedYet("No wording of it is in force.")
    former.ended_at, former.ended_because = now, reason
    record(
        "end an official answer", answer, person=by, now=now, reason=reason,
        before={"wording": former.number},
    )  # fmt: skip


def say_precedence(consultation: Consultation, sentence: str, *, by: Person, now: datetime) -> None:
    """Keep the body's own sentence on what its official answers weigh."""
    locked(consultation)
    before, after = consultation.precedence, " ".join(sentence.split())
    consultation.precedence = after
    record(
        "say what official answers weigh", consultation, person=by, now=now,
        before={"precedence": before}, after={"precedence": after},
    )  # fmt: skip


def _word(answer: OfficialAnswer, worded: Worded, *, by: Person, now: datetime) -> OfficialWording:
    columns = _columns(worded) | {"number": len(answer.wordings) + 1, "written_by_id": by.id}
    wording = OfficialWording(official_answer=answer, written_at=now, **columns)
    session.add(wording)
    session.flush()
    return wording


def _columns(worded: Worded) -> dict[str, Any]:
    draft = worded.draft
    keys = {provision.key for provision in draft.provisions} if draft else set()
    if not keys.issuperset(worded.provision_keys):
        raise RuleError("A provision was chosen that this draft does not have. Choose again.")
    return {
        "question": worded.question.strip(),
        "answer": worded.answer.strip(),
        "draft_id": draft.id if draft and worded.provision_keys else None,
        "provision_keys": list(worded.provision_keys),
    }
