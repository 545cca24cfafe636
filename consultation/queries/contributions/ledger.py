"""The ledger: every submission, answer and point exactly once, and whether the totals agree."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from sqlalchemy import func

from consultation.db import session
from consultation.models import OpenQuestion, Round, Submission
from consultation.queries.contributions.accounts import (
    AnswerAccount,
    AnswerState,
    PointState,
    accounts_by_span,
    answer_accounts,
)
from consultation.queries.contributions.submissions import answer_spans, questions_in, sent_in
from consultation.queries.counts import LedgerLine
from consultation.queries.desk.points import unplaced_points
from consultation.queries.desk.question_figures import question_size
from consultation.queries.desk.themes import theme_sizes


class Sides(NamedTuple):
    """The two sides of an account."""

    answers: tuple[LedgerLine, ...]
    points: tuple[LedgerLine, ...]


@dataclass(frozen=True)
class QuestionLedger:
    """A question's account; `faults` says where totals that must agree do not."""

    accounts: tuple[AnswerAccount, ...]
    answers: tuple[LedgerLine, ...]
    points: tuple[LedgerLine, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class RoundLedger:
    """A round's account: submissions, and the totals over its questions."""

    submissions: tuple[LedgerLine, ...]
    answers: tuple[LedgerLine, ...]
    points: tuple[LedgerLine, ...]
    questions: tuple[tuple[OpenQuestion, QuestionLedger], ...]
    faults: tuple[str, ...]

    @property
    def reconciles(self) -> bool:
        return not self.faults


def round_ledger(round_: Round) -> RoundLedger:
    """The account of a whole round."""
    parts = tuple((question, question_ledger(question)) for question in questions_in(round_))
    return RoundLedger(
        submissions=submission_lines(round_),
        answers=_sum(AnswerState, (part.answers for _, part in parts)),
        points=_sum(PointState, (part.points for _, part in parts)),
        questions=parts,
        faults=tuple(fault for _, part in parts for fault in part.faults),
    )


def submission_lines(round_: Round) -> tuple[LedgerLine, ...]:
    """What became of a round's submissions; what was begun and never sent is not one.

    Nor is what was said in a meeting: its answers and points are accounted for with the others.
    """
    sent = session.execute(
        sent_in(
            round_, Submission.withdrawn_at.is_not(None), Submission.is_late, func.count()
        ).group_by(Submission.withdrawn_at.is_not(None), Submission.is_late)
    )
    states = Counter[str]()
    for is_withdrawn, is_late, count in sent:
        states[_submission_state(is_withdrawn, is_late)] += count
    return tuple(LedgerLine(w, states[w]) for w in ("received in time", "late", "withdrawn"))


def _submission_state(is_withdrawn: bool, is_late: bool) -> str:
    if is_withdrawn:
        return "withdrawn"
    return "late" if is_late else "received in time"


def question_ledger(question: OpenQuestion) -> QuestionLedger:
    """The account of one question."""
    accounts = answer_accounts(question)
    answers, points = _sides(accounts)
    return QuestionLedger(accounts, answers, points, _faults(question, answers, points))


def unchecked_lines(question: OpenQuestion) -> Sides:
    """What became of a question's answers, and of its points; nothing is counted a second time."""
    return _sides(answer_accounts(question))


def lines_by_span(question: OpenQuestion) -> Sides:
    """The same in as much memory as some of the answers take, however many there are."""
    some = accounts_by_span(question, answer_spans(question))
    return _sides(chain.from_iterable(some))


def _sides(accounts: Iterable[AnswerAccount]) -> Sides:
    answers, points = Counter[StrEnum](), Counter[StrEnum]()
    for account in accounts:
        answers[account.state] += 1
        points.update(account.points)
    return Sides(_lines(AnswerState, answers), _lines(PointState, points))


def _lines(states: type[StrEnum], counts: Counter[StrEnum]) -> tuple[LedgerLine, ...]:
    return tuple(LedgerLine(str(state), counts[state]) for state in states)


def _sum(states: type[StrEnum], parts: Iterable[tuple[LedgerLine, ...]]) -> tuple[LedgerLine, ...]:
    totals = Counter[str]()
    for lines in parts:
        totals.update({line.what: line.count for line in lines})
    return tuple(LedgerLine(str(state), totals[state]) for state in states)


def _faults(
    question: OpenQuestion, answers: tuple[LedgerLine, ...], points: tuple[LedgerLine, ...]
) -> tuple[str, ...]:
    """Where the account and the figures of the desk and the pack, counted otherwise, differ."""
    in_ledger = {line.what: line.count for line in answers}
    point_states = {line.what: line.count for line in points}
    figures = question_size(question)
    aside = sum(
        in_ledger[state]
        for state in (AnswerState.WITHDRAWN, AnswerState.REPLACED, AnswerState.LATE)
    )
    points_aside = sum(
        point_states[state]
        for state in (PointState.WITHDRAWN, PointState.REPLACED, PointState.LATE)
    )
    checks = (
        ("answers", sum(in_ledger.values()) - aside, figures.answers),
        ("points", sum(point_states.values()) - points_aside, figures.points),
        (
            "points under a theme",
            point_states[PointState.GROUPED],
            sum(size.points for size in theme_sizes(question).values()),
        ),
        ("unplaced points", point_states[PointState.UNPLACED], unplaced_points(question)),
    )
    return tuple(
        f"{question.number}: {account:,} {what} in the ledger, {count:,} in the pack"
        for what, account, count in checks
        if account != count
    )
