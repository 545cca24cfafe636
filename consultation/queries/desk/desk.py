"""A chair's questions, and a round's, each with what waits and what is signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from consultation.db import session
from consultation.models import (
    Answer,
    Appointment,
    Consultation,
    Draft,
    Job,
    OpenQuestion,
    Person,
    Point,
    Round,
    SignOff,
    Submission,
    Theme,
    WorkingGroup,
)
from consultation.queries.contributions.submissions import counts
from consultation.queries.counts import Counts
from consultation.queries.desk.points import from_points, is_unplaced
from consultation.queries.desk.question_figures import COUNTED
from consultation.queries.desk.themes import is_current
from consultation.queries.jobs import newest_jobs_of
from consultation.queries.plenary.signing import standing


@dataclass(frozen=True)
class DeskLine:
    """One question on a list of questions; `sign_off` while what it stands under is as it was."""

    question: OpenQuestion
    counts: Counts
    themes: int
    unplaced: int
    sign_off: SignOff | None
    job: Job | None


def answers_for(
    person: Person | None, group: type[WorkingGroup] = WorkingGroup
) -> ColumnElement[bool]:
    """Working groups in which a person is chair or vice-chair, and the strands of these."""
    return exists().where(
        Appointment.person == person,
        Appointment.working_group_id.in_([group.id, group.parent_id]),
    )


def questions_of(person: Person | None, consultation: Consultation) -> list[DeskLine]:
    """The questions put by groups in which a person is chair or vice-chair, strands included."""
    group = aliased(WorkingGroup)
    questions = session.scalars(
        select(OpenQuestion)
        .join(OpenQuestion.draft)
        .join(Draft.round)
        .join(group, OpenQuestion.working_group)
        .where(
            Round.consultation == consultation,
            Draft.published_at.is_not(None),
            answers_for(person, group),
        )
        .options(joinedload(OpenQuestion.working_group), joinedload(OpenQuestion.draft))
        .order_by(Round.number.desc(), OpenQuestion.rank)
    ).all()
    return lines(questions)


def lines(questions: Sequence[OpenQuestion]) -> list[DeskLine]:
    """The questions with their figures: as many queries for all of them as for one.

    Under those that have a signature its state is read, and compared with what was signed.
    """
    ids = [question.id for question in questions]
    sizes, themes, unplaced = _sizes(ids), _themes(ids), _unplaced(ids)
    jobs, signed = newest_jobs_of(ids), standing(_with_signatures(questions))
    return [
        DeskLine(
            question=question,
            counts=sizes.get(question.id, NOTHING),
            themes=themes.get(question.id, 0),
            unplaced=unplaced.get(question.id, 0),
            sign_off=question.sign_off if question.id in signed else None,
            job=jobs.get(question.id),
        )
        for question in questions
    ]


NOTHING = Counts(0, 0, 0, 0)


def _with_signatures(questions: Sequence[OpenQuestion]) -> Sequence[OpenQuestion]:
    """The same questions, their signatures and summaries read at once."""
    ids = [question.id for question in questions]
    signed = select(OpenQuestion).where(OpenQuestion.id.in_(ids))
    session.scalars(
        signed.options(selectinload(OpenQuestion.sign_offs), selectinload(OpenQuestion.summary))
    ).all()
    return questions


def _sizes(ids: list[int]) -> dict[int, Counts]:
    """By question: how much was said to it, as `question_size` has it for one."""
    points = _by_question(
        from_points(Answer.question_id, COUNTED[0])
        .where(Answer.question_id.in_(ids))
        .group_by(Answer.question_id)
    )
    answers = session.execute(
        select(Answer.question_id, *COUNTED[1:])
        .select_from(Answer)
        .join(Answer.submission)
        .join(Submission.stakeholder)
        .where(Answer.question_id.in_(ids), counts())
        .group_by(Answer.question_id)
    )
    return {number: Counts(points.get(number, 0), *counted) for number, *counted in answers}


def _themes(ids: list[int]) -> dict[int, int]:
    return _by_question(
        select(Theme.question_id, func.count(Theme.id))
        .where(Theme.question_id.in_(ids), is_current())
        .group_by(Theme.question_id)
    )


def _unplaced(ids: list[int]) -> dict[int, int]:
    return _by_question(
        from_points(Answer.question_id, func.count(Point.id))
        .where(Answer.question_id.in_(ids), is_unplaced())
        .group_by(Answer.question_id)
    )


def _by_question(counted: Any) -> dict[int, int]:
    return dict(session.execute(counted).all())
