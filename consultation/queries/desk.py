"""A chair's questions, and a round's, each with what waits and what is signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased, joinedload

from consultation.db import session
from consultation.models import (
    Appointment,
    Consultation,
    Draft,
    Job,
    OpenQuestion,
    Person,
    Round,
    SignOff,
    Theme,
    WorkingGroup,
)
from consultation.queries.counts import Counts
from consultation.queries.jobs import newest_job
from consultation.queries.points import unplaced_points
from consultation.queries.signing import stands
from consultation.queries.themes import is_current, question_size


@dataclass(frozen=True)
class DeskLine:
    """One question on a list of questions; `sign_off` while what it stands under is as it was."""

    question: OpenQuestion
    counts: Counts
    themes: int
    unplaced: int
    sign_off: SignOff | None
    job: Job | None


def questions_of(person: Person | None, consultation: Consultation) -> list[DeskLine]:
    """The questions of the groups in which a person is chair or vice-chair, strands included."""
    group = aliased(WorkingGroup)
    questions = session.scalars(
        select(OpenQuestion)
        .join(OpenQuestion.draft)
        .join(Draft.round)
        .join(group, OpenQuestion.working_group)
        .where(
            Round.consultation == consultation,
            exists().where(
                Appointment.person == person,
                Appointment.working_group_id.in_([group.id, group.parent_id]),
            ),
        )
        .options(joinedload(OpenQuestion.working_group))
        .order_by(Round.number.desc(), OpenQuestion.rank)
    ).all()
    return lines(questions)


def lines(questions: Sequence[OpenQuestion]) -> list[DeskLine]:
    """The questions with their figures."""
    return [
        DeskLine(
            question=question,
            counts=question_size(question),
            themes=session.scalar(
                select(func.count(Theme.id)).where(Theme.question == question, is_current())
            )
            or 0,
            unplaced=unplaced_points(question),
            sign_off=question.sign_off if stands(question) else None,
            job=newest_job(question),
        )
        for question in questions
    ]
