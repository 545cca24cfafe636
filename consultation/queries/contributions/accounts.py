"""What became of each answer and of each point: the states of the ledger, one for each.

A consultation has thousands of answers, and their account hangs on a few columns: these are
queried, not the rows themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    OpenQuestion,
    Placement,
    Point,
    Reading,
    Submission,
)
from consultation.queries.grouping.campaigns import twins_in

BLANK = "blank"
"""What the analysis calls an answer without a word."""


class AnswerState(StrEnum):
    """What became of an answer; the first that holds, from the top of `_account`."""

    GROUPED = "grouped under a theme"
    UNPLACED = "unplaced"
    IDENTICAL = "identical to another"
    COPY = "campaign copy"
    FILLER = "filler only"
    DISCARDED = "discarded by a chair"
    BLANK = "blank"
    UNPROCESSABLE = "unprocessable"
    LATE = "late"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced by its author"
    UNREAD = "not yet analysed"


class PointState(StrEnum):
    """Where a point is."""

    GROUPED = "grouped under a theme"
    UNPLACED = "unplaced"
    FILLER = "filler"
    DISCARDED = "discarded by a chair"
    LATE = "late"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced by its author"


class AnswerFacts(NamedTuple):
    """What the account of an answer hangs on; `is_read` when this very text has been analysed."""

    answer_id: int
    is_replaced: bool
    is_withdrawn: bool
    is_late: bool
    is_read: bool | None
    left_out: str | None
    choices: list[str]


@dataclass(frozen=True, slots=True)
class AnswerAccount:
    """What became of an answer, and of its points in the order of the text.

    `detail` says to which it is identical, or why it cannot be processed.
    """

    answer_id: int
    state: AnswerState
    detail: str
    points: tuple[PointState, ...]


def answer_accounts(question: OpenQuestion) -> tuple[AnswerAccount, ...]:
    """The account of every answer to a question, those that do not count included, by number."""
    return _accounts(question, twins_in(question))


def accounts_by_span(
    question: OpenQuestion, spans: Iterable[ColumnElement[bool]]
) -> Iterator[tuple[AnswerAccount, ...]]:
    """The same for some answers at a time, so that no more than these are held."""
    twins = twins_in(question)
    return (_accounts(question, twins, span) for span in spans)


def _accounts(
    question: OpenQuestion, twins: dict[int, str], *where: ColumnElement[bool]
) -> tuple[AnswerAccount, ...]:
    points = _points_in(question, *where)
    return tuple(
        _account(facts, points[facts.answer_id], twins) for facts in _answers_to(question, *where)
    )


def _answers_to(question: OpenQuestion, *where: ColumnElement[bool]) -> Iterator[AnswerFacts]:
    rows = session.execute(
        select(
            Answer.id,
            Answer.replaced_at.is_not(None),
            Submission.withdrawn_at.is_not(None),
            Submission.is_late,
            Reading.version_id == Answer.version_id,
            Reading.left_out,
            AnswerVersion.choices,
        )
        .join(Answer.submission)
        .join(Answer.version)
        .outerjoin(Answer.reading)
        .where(Answer.question_id == question.id, *where)
        .order_by(Answer.id)
    )
    return (AnswerFacts(*row) for row in rows)


def _points_in(
    question: OpenQuestion, *where: ColumnElement[bool]
) -> defaultdict[int, list[PointState]]:
    """By answer: where its points are, were it to count."""
    rows = session.execute(
        select(Point.answer_id, Point.filler, Placement.theme_id, Placement.discarded_because)
        .join(Point.answer)
        .outerjoin(Point.placement)
        .where(Answer.question_id == question.id, *where)
        .order_by(Point.answer_id, Point.start, Point.end)
    )
    states: defaultdict[int, list[PointState]] = defaultdict(list)
    for answer_id, filler, theme_id, discarded_because in rows:
        states[answer_id].append(state_of_point(filler, theme_id, discarded_because))
    return states


def state_of_point(filler: bool, theme_id: int | None, discarded_because: str | None) -> PointState:
    """Where a point is whose answer counts."""
    if filler:
        return PointState.FILLER
    if discarded_because is not None:
        return PointState.DISCARDED
    return PointState.UNPLACED if theme_id is None else PointState.GROUPED


def _account(facts: AnswerFacts, points: list[PointState], twins: dict[int, str]) -> AnswerAccount:
    """The points of an answer that does not count are where it is."""
    if aside := _aside(facts):
        return AnswerAccount(facts.answer_id, AnswerState(aside), "", (aside,) * len(points))
    return AnswerAccount(facts.answer_id, *_state(facts, points, twins), tuple(points))


def _aside(facts: AnswerFacts) -> PointState | None:
    """Why an answer does not count, and its points neither; None for one that counts."""
    if facts.is_replaced:
        return PointState.REPLACED
    if facts.is_withdrawn:
        return PointState.WITHDRAWN
    return PointState.LATE if facts.is_late else None


def _state(
    facts: AnswerFacts, points: Sequence[PointState], twins: dict[int, str]
) -> tuple[AnswerState, str]:
    """What became of an answer that counts, and the detail."""
    if not facts.is_read:
        return AnswerState.UNREAD, ""
    if facts.left_out is not None:
        return _state_left_out(facts.left_out, ticked=bool(facts.choices))
    if facts.answer_id in twins:
        same = twins[facts.answer_id]
        return (AnswerState.IDENTICAL, same) if same else (AnswerState.COPY, "")
    return _state_of_points(points), ""


def _state_left_out(reason: str, *, ticked: bool) -> tuple[AnswerState, str]:
    if reason != BLANK:
        return AnswerState.UNPROCESSABLE, reason
    return AnswerState.BLANK, "a choice was ticked, nothing was written" if ticked else ""


def _state_of_points(states: Sequence[PointState]) -> AnswerState:
    """An answer is where its best-placed point is."""
    for point, answer in (
        (PointState.GROUPED, AnswerState.GROUPED),
        (PointState.UNPLACED, AnswerState.UNPLACED),
        (PointState.DISCARDED, AnswerState.DISCARDED),
    ):
        if point in states:
            return answer
    return AnswerState.FILLER
