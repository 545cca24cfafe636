"""Observations that people wrote by hand: those that hold, and every wording before."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Answer, Observation, OpenQuestion


@dataclass(frozen=True)
class ObservationLine:
    """An observation on an answer: the wording that holds, and those before, the newest first."""

    newest: Observation
    before: tuple[Observation, ...]


def observations_by_answer(question: OpenQuestion) -> dict[int, Observation]:
    """By answer: what somebody wrote by hand, where that holds."""
    rows = session.scalars(
        select(Observation)
        .join(Observation.answer)
        .where(Answer.question_id == question.id)
        .order_by(Observation.number)
    )
    newest = {row.answer_id: row for row in rows}
    return {answer_id: row for answer_id, row in newest.items() if row.text}


def observation_lines(questions: Iterable[OpenQuestion]) -> list[ObservationLine]:
    """Every answer of these questions of which anything was ever written, in their order."""
    rows = session.scalars(
        select(Observation)
        .join(Observation.answer)
        .join(Answer.question)
        .where(Answer.question_id.in_([question.id for question in questions]))
        .options(
            joinedload(Observation.written_by),
            joinedload(Observation.answer).joinedload(Answer.question),
        )
        .order_by(OpenQuestion.rank, Observation.answer_id, Observation.number.desc())
    )
    by_answer: dict[int, list[Observation]] = {}
    for row in rows:
        by_answer.setdefault(row.answer_id, []).append(row)
    return [ObservationLine(own[0], tuple(own[1:])) for own in by_answer.values()]


def newest_observation(answer: Answer) -> Observation | None:
    """The newest wording, also where it says nothing any more."""
    return session.scalar(
        select(Observation)
        .where(Observation.answer == answer)
        .order_by(Observation.number.desc())
        .limit(1)
    )
