"""The rows that can repeat words of answers: made of them by the machine, or written by people."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import undefer

from consultation.db import session
from consultation.models import (
    Answer,
    Campaign,
    Matter,
    MatterEntry,
    MinorityNote,
    Observation,
    Outcome,
    OwnOutcome,
    Placement,
    Point,
    Removal,
    RemovalStatement,
    SignOff,
    Step,
    Subtheme,
    Summary,
    Theme,
)

Kept = Iterator[tuple[Any, str, bool]]
"""Rows with a column that can repeat words of answers, and whether the machine wrote it."""


def made_of(question_id: int) -> Kept:
    """Everything that was made of the answers to a question, or may quote them."""
    for model, columns in _BY_MACHINE.items():
        for row in session.scalars(select(model).filter_by(question_id=question_id)):
            yield from ((row, column, True) for column in columns)
    yield from _titles_and_texts(question_id)
    signatures = select(SignOff).filter_by(question_id=question_id).options(undefer(SignOff.state))
    for signature in session.scalars(signatures):
        yield signature, "state", True
        yield signature, "reopened_because", False
    in_question, to_it = Theme.question_id == question_id, Answer.question_id == question_id
    yield from _texts(select(Subtheme).join(Subtheme.theme).where(in_question), "title", True)
    decided = select(Outcome).join(Theme, Theme.id == Outcome.theme_id).where(in_question)
    yield from _texts(decided, "reason")
    said = select(MatterEntry).join(MatterEntry.matter).where(Matter.question_id == question_id)
    yield from _texts(said, "text")
    for model, column, by_machine in _OF_POINTS:
        of_points = select(model).join(Point, Point.id == model.point_id).join(Point.answer)
        yield from _texts(of_points.where(to_it), column, by_machine)
    for model, column in _OF_ANSWERS:
        of_answers = select(model).join(Answer, Answer.id == model.answer_id)
        yield from _texts(of_answers.where(to_it), column)
    statements = select(RemovalStatement).join(RemovalStatement.removal).join(Removal.answer)
    yield from _texts(statements.where(to_it), "text")


def _titles_and_texts(question_id: int) -> Kept:
    for theme in session.scalars(select(Theme).filter_by(question_id=question_id)):
        yield theme, "title", theme.proposed_by_id is None and theme.titled_by_id is None
    for summary in session.scalars(select(Summary).filter_by(question_id=question_id)):
        yield summary, "text", summary.composed
    yield from _texts(select(Matter).filter_by(question_id=question_id), "text")


def _texts(rows: Select[Any], column: str, by_machine: bool = False) -> Kept:
    return ((row, column, by_machine) for row in session.scalars(rows))


_BY_MACHINE: dict[Any, tuple[str, ...]] = {
    Campaign: ("template",),
    Theme: ("terms",),
    Summary: ("figures",),
    Step: ("what", "before", "after"),
    Matter: ("about",),
}
_OF_POINTS: tuple[tuple[Any, str, bool], ...] = (
    (OwnOutcome, "reason", False),
    (Placement, "discarded_because", False),
    (MinorityNote, "note", False),
    (MinorityNote, "found_in", True),
)
_OF_ANSWERS: tuple[tuple[Any, str], ...] = (
    (Observation, "text"),
    (Removal, "reason"),
)
