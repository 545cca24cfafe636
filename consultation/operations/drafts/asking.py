"""The open questions of a draft that is being prepared: asked, edited, removed, put in order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError
from consultation.models import Draft, OpenQuestion, Person, Provision, QuestionKind, WorkingGroup
from consultation.models.question import question_provision
from consultation.operations.audit import record
from consultation.operations.drafts.open_drafts import hold_open
from consultation.queries.drafts.preparing import asked_in, last_change
from consultation.queries.references import hanging_on


@dataclass(frozen=True)
class Asked:
    """What can be edited of an open question; `about` are the numbers of provisions."""

    number: str
    text: str
    kind: QuestionKind
    working_group_id: int
    options: tuple[str, ...] = ()
    takes_several: bool = False
    about: tuple[int, ...] = ()


def ask(draft: Draft, asked: Asked, *, by: Person | None, now: datetime) -> OpenQuestion:
    """Put an open question, below those that the draft has."""
    hold_open(draft)
    asked = _right(draft, asked)
    _ensure_free(draft, asked.number)
    others = asked_in(draft)
    question = OpenQuestion(draft_id=draft.id, rank=max((q.rank for q in others), default=0) + 1)
    _word(question, asked)
    session.add(question)
    record("ask a question", question, person=by, now=now, after=_told(question))
    return question


def edit_question(
    question: OpenQuestion, asked: Asked, *, seen: int, by: Person, now: datetime
) -> None:
    """Give a question other words, another kind, or other provisions."""
    _open_as_seen(question, seen)
    asked = _right(question.draft, asked)
    if asked.number != question.number:
        _ensure_free(question.draft, asked.number)
    before = _told(question)
    _word(question, asked)
    question.version += 1
    record("edit a question", question, person=by, now=now, before=before, after=_told(question))


def move_question(question: OpenQuestion, *, up: bool, by: Person, now: datetime) -> None:
    """One place up or down among the questions of the draft."""
    hold_open(question.draft)
    others = list(asked_in(question.draft))
    at = others.index(question)
    to = at + (-1 if up else 1)
    if not 0 <= to < len(others):
        raise NotAllowedYet(f"Question {question.number} is {'first' if up else 'last'} already.")
    others[at].rank, others[to].rank = others[to].rank, others[at].rank
    record("move a question", question, person=by, now=now, after={"place": to + 1})


def remove_question(question: OpenQuestion, *, seen: int, by: Person, now: datetime) -> None:
    """Take a question out of the draft. Raises NotAllowedYet as `ensure_nothing_hangs_on`."""
    _open_as_seen(question, seen)
    ensure_nothing_hangs_on([question])
    record("remove a question", question.draft, person=by, now=now, before=_told(question))
    session.execute(
        delete(question_provision).where(question_provision.c.question_id == question.id)
    )
    session.expire(question, ["provisions"])
    session.delete(question)
    session.flush()


def ensure_nothing_hangs_on(questions: Sequence[OpenQuestion]) -> None:
    """Raise NotAllowedYet where somebody has worked on a question that was not put yet.

    Nobody can any more; what an earlier release let hang on one stands in the log for good.
    """
    held = [q for q in questions if hanging_on(OpenQuestion, [q.id], but=[question_provision])]
    if held:
        numbers = ", ".join(question.number for question in held)
        raise NotAllowedYet(
            f"Somebody was assigned or worked on {numbers} before the draft was published, and the "
            "log keeps that. It cannot be taken out; give it other words instead."
        )


def _open_as_seen(question: OpenQuestion, seen: int) -> None:
    hold_open(question.draft)
    session.refresh(question)
    question.ensure_version(seen, lambda: last_change(question))


def _right(draft: Draft, asked: Asked) -> Asked:
    """What was asked, trimmed; raises RuleError with what is to be put right."""
    options = tuple(dict.fromkeys(filter(None, (each.strip() for each in asked.options))))
    asked = replace(asked, number=asked.number.strip(), text=asked.text.strip(), options=options)
    if not (asked.number and asked.text):
        raise RuleError("A question needs a number and its words.")
    if asked.kind is QuestionKind.CHOICE and len(options) < 2:
        raise RuleError("Write at least two options, one a line.")
    group = session.get(WorkingGroup, asked.working_group_id)
    if group is None or group.consultation_id != draft.round.consultation_id:
        raise RuleError("Choose a working group of this consultation.")
    return asked


def _ensure_free(draft: Draft, number: str) -> None:
    taken = select(OpenQuestion.id).where(
        OpenQuestion.draft_id == draft.id, OpenQuestion.number == number
    )
    if session.scalar(taken) is not None:
        raise RuleError(f"There is a question {number} already. Give this one another number.")


def _word(question: OpenQuestion, asked: Asked) -> None:
    is_choice = asked.kind is QuestionKind.CHOICE
    question.number, question.text, question.kind = asked.number, asked.text, asked.kind
    question.working_group_id = asked.working_group_id
    question.options = [*asked.options] if is_choice else []
    question.takes_several = is_choice and asked.takes_several
    question.provisions = list(_provisions(question.draft_id, asked.about))


def _provisions(draft_id: int, numbers: Sequence[int]) -> Sequence[Provision]:
    return session.scalars(
        select(Provision)
        .where(Provision.draft_id == draft_id, Provision.id.in_(numbers))
        .order_by(Provision.rank)
    ).all()


def _told(question: OpenQuestion) -> dict[str, Any]:
    names = ("number", "text", "kind", "options", "takes_several", "working_group_id")
    return {name: getattr(question, name) for name in names} | {
        "about": [provision.key for provision in question.provisions]
    }
