"""Whose a question is: a chair gives it to one of those who work on it, or takes it back."""

from datetime import datetime

from sqlalchemy import select

from consultation.db import locked, session
from consultation.errors import NotAllowedYet
from consultation.models import Assignment, OpenQuestion, Person
from consultation.operations.audit import record
from consultation.operations.correspondence.mail import post
from consultation.roles import offices_for


def assign(question: OpenQuestion, person: Person | None, *, by: Person, now: datetime) -> None:
    """Make a question somebody's, or nobody's; who gets it is told by mail, unless they did it.

    Raises NotAllowedYet for who holds no office in its working group.
    """
    locked(question)
    row = session.scalar(select(Assignment).where(Assignment.question_id == question.id))
    before = row.person if row else None
    if person is before:
        return
    if person is not None and not offices_for(person, question.working_group):
        raise NotAllowedYet(
            f"{person.name} is neither chair nor vice-chair of {question.working_group.code}. "
            "Choose somebody who is."
        )
    if row is not None:
        session.delete(row)
        session.flush()
    if person is not None:
        session.add(
            Assignment(
                question_id=question.id, person_id=person.id, assigned_by_id=by.id, assigned_at=now
            )
        )
        _tell(question, person, by, now)
    record(
        "assign" if person else "take back the assignment",
        question,
        person=by,
        now=now,
        before={"assigned to": before.id if before else None},
        after={"assigned to": person.id if person else None},
        question=question,
    )


def _tell(question: OpenQuestion, person: Person, by: Person, now: datetime) -> None:
    if person.id == by.id:
        return
    post(
        person.email,
        f"{question.consultation.title}: {question.number} is yours",
        f"{by.name} assigned {question.number} “{question.text}” to you.\n",
        f"assignment {question.id} to {person.id}, {now.isoformat()}",
        now,
        path=f"/questions/{question.id}/themes",
        names=by,
    )
