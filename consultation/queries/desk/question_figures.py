"""How much was said to a question, and by whom. Counts are queries, never stored."""

from typing import Any

from sqlalchemy import Select, case, distinct, func, select

from consultation.db import read_once, session
from consultation.models import (
    Answer,
    AnswerVersion,
    OpenQuestion,
    Point,
    Position,
    Stakeholder,
    Submission,
)
from consultation.queries.contributions.submissions import (
    counts,
    is_submission,
    was_said_in_a_meeting,
)
from consultation.queries.counts import Counts, QuestionFigures
from consultation.queries.desk.points import from_points

COUNTED = (
    func.count(distinct(Point.id)),
    func.count(distinct(Answer.id)),
    func.count(distinct(case((is_submission(), Submission.id)))),
    func.count(distinct(Stakeholder.organisation_id)),
    func.count(distinct(case((was_said_in_a_meeting(), Answer.id)))),
)


def question_counts(question: OpenQuestion) -> QuestionFigures:
    """How much was said to a question, and by whom."""
    return read_once((QuestionFigures, question.id), lambda: _question_counts(question))


def _question_counts(question: OpenQuestion) -> QuestionFigures:
    answers = _answers_to(question)
    return QuestionFigures(
        counts=question_size(question),
        by_position=in_order_of_position(_tally(answers, AnswerVersion.position)),
        by_category=most_first(_tally(answers, Stakeholder.category)),
        choices=_ticks(question, answers),
    )


def question_size(question: OpenQuestion) -> Counts:
    """How much was said to a question."""
    points = from_points(COUNTED[0]).where(Answer.question_id == question.id)
    return Counts(
        session.scalar(points) or 0,
        *session.execute(_answers_to(question).add_columns(*COUNTED[1:])).one(),
    )


def _answers_to(question: OpenQuestion) -> Select[Any]:
    """A select over the answers to a question that count."""
    return (
        select()
        .select_from(Answer)
        .join(Answer.version)
        .join(Answer.submission)
        .join(Submission.stakeholder)
        .where(Answer.question_id == question.id, counts())
    )


def _tally(answers: Select[Any], column: Any) -> list[tuple[str, int]]:
    rows = session.execute(answers.add_columns(column, func.count(Answer.id)).group_by(column))
    return [(str(word), count) for word, count in rows]


def _ticks(question: OpenQuestion, answers: Select[Any]) -> tuple[tuple[str, int], ...]:
    """What was ticked, in the question's own order of choices."""
    ticked: dict[str, int] = dict.fromkeys(question.choices, 0)
    for choices in session.scalars(answers.add_columns(AnswerVersion.choices)):
        for choice in choices:
            ticked[choice] = ticked.get(choice, 0) + 1
    return tuple(ticked.items())


def most_first(shares: list[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(shares, key=lambda share: (-share[1], share[0])))


def in_order_of_position(shares: list[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    order = [str(position) for position in Position]
    return tuple(sorted(shares, key=lambda share: order.index(share[0])))
