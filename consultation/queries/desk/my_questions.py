"""A reviewer's own questions: what came in, what is read, who else works on them, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import (
    Appointment,
    Assignment,
    AuditEntry,
    Consultation,
    Matter,
    OpenQuestion,
    Person,
    WorkingGroup,
)
from consultation.models.matter import WAITING
from consultation.queries.desk.desk import DeskLine, questions_of
from consultation.queries.desk.reading import ReadCounts, read_counts


@dataclass(frozen=True)
class LastAct:
    """Who did something to a question last, and when."""

    who: str
    at: datetime


@dataclass(frozen=True)
class MyLine:
    """A question of one's own; `others` are those who may work on it beside oneself."""

    desk: DeskLine
    read: ReadCounts
    others: tuple[str, ...]
    last: LastAct | None
    assigned_to: Person | None
    is_mine: bool
    matters: int
    days_left: int | None

    @property
    def question(self) -> OpenQuestion:
        return self.desk.question

    @property
    def state(self) -> str:
        """Signed, signed but not as it stands, or not signed."""
        if self.desk.sign_off is not None:
            return "signed"
        return "stale" if self.question.sign_off is not None else "not signed"


def my_questions(person: Person, consultation: Consultation, now: datetime) -> list[MyLine]:
    """The questions of a person's groups: their own first, then what is not signed and most unread.

    What nobody has answered comes last of those; of equal ones the draft's order holds.
    """
    desk = questions_of(person, consultation)
    ids = [line.question.id for line in desk]
    read = read_counts(ids, person.id)
    officers = officers_by_group(consultation)
    last, assigned, matters = _last_acts(ids), _assigned(ids), _matters(ids)
    found = [
        MyLine(
            desk=line,
            read=read.get(line.question.id, ReadCounts()),
            others=tuple(
                f"{name} ({office})"
                for other, name, office in _officers_of(line.question.working_group, officers)
                if other != person.id
            ),
            last=last.get(line.question.id),
            assigned_to=assigned.get(line.question.id),
            is_mine=assigned.get(line.question.id) is person,
            matters=matters.get(line.question.id, 0),
            days_left=_days_left(line.question, now),
        )
        for line in desk
    ]
    return sorted(found, key=_need)


def _need(line: MyLine) -> tuple[bool, bool, int, int]:
    is_done = line.desk.sign_off is not None
    return (not line.is_mine, is_done, -line.read.unread, -line.desk.unplaced)


Officer = tuple[int, str, str]
"""The number of a person, their name, and their office."""


def officers_by_group(consultation: Consultation) -> dict[int, list[Officer]]:
    """By working group: who holds which office in it, by name."""
    rows = session.execute(
        select(Appointment.working_group_id, Person.id, Person.name, Appointment.office)
        .join(Appointment.person)
        .join(Appointment.working_group)
        .where(WorkingGroup.consultation_id == consultation.id)
        .order_by(Person.name, Person.id)
    )
    found: dict[int, list[Officer]] = {}
    for group, person, name, office in rows:
        found.setdefault(group, []).append((person, name, str(office)))
    return found


def _officers_of(group: WorkingGroup, officers: dict[int, list[Officer]]) -> list[Officer]:
    """Who works on what a group answers for; the whole group's do on its strands' too."""
    own = {each[0]: each for each in officers.get(group.parent_id or 0, [])}
    own |= {each[0]: each for each in officers.get(group.id, [])}
    return sorted(own.values(), key=lambda each: (each[1], each[0]))


def who_works_on(question: OpenQuestion) -> list[Officer]:
    """Chairs and vice-chairs of a question's working group, to whom it can be assigned."""
    officers = officers_by_group(question.consultation)
    return _officers_of(question.working_group, officers)


def assignment_of(question: OpenQuestion) -> Assignment | None:
    return session.scalar(select(Assignment).where(Assignment.question_id == question.id))


def _last_acts(ids: Sequence[int]) -> dict[int, LastAct]:
    """By question: the newest thing that a person did to it."""
    newest = (
        select(func.max(AuditEntry.id))
        .where(AuditEntry.question_id.in_(ids), AuditEntry.person_id.is_not(None))
        .group_by(AuditEntry.question_id)
    )
    rows: Any = session.execute(
        select(AuditEntry.question_id, Person.name, AuditEntry.at)
        .join(AuditEntry.person)
        .where(AuditEntry.id.in_(newest))
    )
    return {number: LastAct(name, at) for number, name, at in rows}


def _assigned(ids: Sequence[int]) -> dict[int, Person]:
    rows = session.scalars(
        select(Assignment)
        .where(Assignment.question_id.in_(ids))
        .options(joinedload(Assignment.person))
    )
    return {row.question_id: row.person for row in rows}


def _matters(ids: Sequence[int]) -> dict[int, int]:
    """By question: how many matters wait for somebody."""
    rows: Any = session.execute(
        select(Matter.question_id, func.count(Matter.id))
        .where(Matter.question_id.in_(ids), Matter.state.in_(WAITING))
        .group_by(Matter.question_id)
    )
    return dict(rows.all())


def _days_left(question: OpenQuestion, now: datetime) -> int | None:
    """Whole days until the round closes; None once it has."""
    left = question.round.closes_at - now
    return left // timedelta(days=1) if left >= timedelta(0) else None
