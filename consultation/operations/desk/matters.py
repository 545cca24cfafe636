"""What reviewers ask of each other about a point or a theme; none of it moves or changes either.

So it is done under a signature too. Words and names of people stay out of the log, which can never
be changed: it says what was done to which matter.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from consultation.boundary import SHORT_TEXT_LIMIT
from consultation.db import locked, session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit, TextTooLong
from consultation.models import (
    Matter,
    MatterEntry,
    MatterKind,
    MatterState,
    Person,
    Point,
    Theme,
    WorkingGroup,
)
from consultation.operations.audit import record
from consultation.operations.correspondence.mail import post
from consultation.roles import offices_for

MATTER_LIMIT = 5_000
"""Characters in what reviewers write to each other."""


@dataclass(frozen=True)
class Addressee:
    """Where a referral goes: a working group and who sees to it there, or a body outside."""

    group: WorkingGroup | None = None
    owner: Person | None = None
    body: str = ""
    owner_name: str = ""


NOBODY = Addressee()


def raise_matter(
    subject: Point | Theme,
    kind: MatterKind,
    text: str,
    *,
    to: Addressee = NOBODY,
    by: Person,
    now: datetime,
) -> Matter:
    """Leave a memo, ask for a second reading, or refer a point or theme to others.

    Whoever sees to a referral is told by mail: its owner, or without one everybody of its group.

    Raises RuleError without a word, NotAllowedYet for a referral to nobody or to one's own group.
    """
    question = subject.question
    locked(question)
    text = _written(text)
    to = _checked(to, subject) if kind is MatterKind.REFERRAL else NOBODY
    is_point = isinstance(subject, Point)
    matter = Matter(
        question_id=question.id,
        kind=kind,
        answer_id=subject.answer_id if isinstance(subject, Point) else None,
        point_id=subject.id if is_point else None,
        theme_id=None if is_point else subject.id,
        about=subject.title if isinstance(subject, Theme) else "",
        text=text,
        raised_by_id=by.id,
        raised_at=now,
        group_id=to.group.id if to.group else None,
        owner_id=to.owner.id if to.owner else None,
        body=to.body,
        owner_name=to.owner_name,
        state=MatterState.NOTED if kind is MatterKind.MEMO else MatterState.OPEN,
    )
    session.add(matter)
    session.flush()
    record(_act(matter), matter, person=by, now=now, question=question)
    _tell(matter, by, now)
    return matter


def _tell(matter: Matter, by: Person, now: datetime) -> None:
    if matter.group is None:
        return
    question = matter.question
    offices = matter.group.appointments
    people = [matter.owner] if matter.owner else [office.person for office in offices]
    what = "a theme" if matter.theme_id else "a point"
    for person in people:
        if person.id != by.id:
            post(
                person.email,
                f"{question.consultation.title}: a referral from {question.number}",
                f"{by.name} referred {what} of {question.number} “{question.text}” to "
                f"{'you' if matter.owner else matter.group.code}.\n",
                f"matter {matter.id} to {person.id}",
                now,
                path=f"/matters/{matter.id}",
                names=by,
            )


def answer_matter(
    matter: Matter, state: MatterState, text: str, *, seen: int, by: Person, now: datetime
) -> None:
    """Take a matter a step on, with a sentence; `seen` is how many steps there were.

    Raises StaleEdit where there is another since, NotAllowedYet for a step that it cannot take.
    """
    locked(matter)
    text = _written(text)
    if seen != _steps(matter):
        raise StaleEdit("Somebody answered this meanwhile. Read it, then answer if that is needed.")
    if state not in matter.next_states:
        raise NotAllowedYet(f"This {matter.kind} is {matter.state}; it cannot become “{state}”.")
    if matter.kind is MatterKind.SECOND_READING and matter.raised_by_id == by.id:
        raise NotAllowedYet("You asked for the second reading: another person gives it.")
    before = {"state": str(matter.state)}
    matter.state = state
    session.add(MatterEntry(matter_id=matter.id, person_id=by.id, at=now, state=state, text=text))
    record(
        f"answer a {matter.kind}",
        matter,
        person=by,
        now=now,
        before=before,
        after={"state": str(state)},
        question=matter.question,
    )


def _steps(matter: Matter) -> int:
    asked = select(func.count(MatterEntry.id)).where(MatterEntry.matter_id == matter.id)
    return session.scalar(asked) or 0


def _act(matter: Matter) -> str:
    return {
        MatterKind.MEMO: "leave a memo",
        MatterKind.SECOND_READING: "ask for a second reading",
        MatterKind.REFERRAL: f"refer to {matter.group.code if matter.group else 'another body'}",
    }[matter.kind]


def _written(text: str) -> str:
    text = text.strip()
    if not text:
        raise RuleError("Write at least a sentence: the others read nothing else.")
    if len(text) > MATTER_LIMIT:
        raise TextTooLong(len(text), MATTER_LIMIT)
    return text


def _checked(to: Addressee, subject: Point | Theme) -> Addressee:
    """Where a referral goes, if it can; what one was not asked for is left out."""
    if to.group is None:
        return _outside(to)
    question = subject.question
    if to.group.id == question.working_group_id:
        raise NotAllowedYet(f"The question is with {to.group.code} already.")
    if to.group.consultation_id != question.consultation.id:
        raise NotAllowedYet("That working group is of another consultation.")
    if to.owner is not None and not offices_for(to.owner, to.group):
        raise NotAllowedYet(f"{to.owner.name} holds no office in {to.group.code}.")
    return Addressee(group=to.group, owner=to.owner)


def _outside(to: Addressee) -> Addressee:
    body, name = to.body.strip(), to.owner_name.strip()
    if not body:
        raise NotAllowedYet("Say where it is referred to: a working group, or another body.")
    if max(len(body), len(name)) > SHORT_TEXT_LIMIT:
        raise RuleError(f"A name has at most {SHORT_TEXT_LIMIT} characters.")
    return Addressee(body=body, owner_name=name)
