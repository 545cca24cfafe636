"""How what is in a round came in, and what the secretariat wrote down for others."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Select, case, distinct, func, or_, select
from sqlalchemy.orm import contains_eager

from consultation.db import session
from consultation.models import (
    ENTERED,
    Answer,
    AnswerVersion,
    Organisation,
    Round,
    Source,
    Stakeholder,
    Submission,
)
from consultation.queries.contributions.submissions import (
    counts,
    entered_versions,
    is_submission,
    says_something,
)
from consultation.queries.desk.filters import contains

PAGE_SIZE = 50
"""Entries on one page of the list."""
_NUMBER = re.compile(r"R[0-9]+-([0-9]{1,9})", re.IGNORECASE)


@dataclass(frozen=True)
class EntryLine:
    """A submission that was entered, and how many answers are written down in it."""

    submission: Submission
    answers: int


@dataclass(frozen=True)
class SourceLine:
    """One way in, and how many submissions and answers that count came by it."""

    source: Source
    submissions: int
    answers: int


@dataclass(frozen=True)
class Entries:
    """One page of what was entered; `total` is how many it finds, `every` of how many."""

    lines: list[EntryLine]
    total: int
    every: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, ceil(self.total / PAGE_SIZE))


def entries_in(round_: Round, words: Sequence[str] = (), *, page: int = 1) -> Entries:
    """What the secretariat entered in a round or took from tables, the newest first.

    Each of the `words` is in its number, its author's names, or what a table calls them.
    """
    every = [Submission.round_id == round_.id, Submission.source.in_(ENTERED)]
    found = every + [_is_called(word) for word in words]
    rows = session.scalars(
        _by_author(select(Submission), found)
        .options(contains_eager(Submission.stakeholder).contains_eager(Stakeholder.organisation))
        .order_by(Submission.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    texts = _texts_in([submission.id for submission in rows])
    number = func.count(Submission.id)
    return Entries(
        [EntryLine(submission, texts.get(submission.id, 0)) for submission in rows],
        total=session.scalar(_by_author(select(number), found)) or 0,
        every=session.scalar(select(number).where(*every)) or 0,
        page=page,
    )


def _by_author(asked: Select[Any], conditions: Iterable[ColumnElement[bool]]) -> Select[Any]:
    return (
        asked.select_from(Submission)
        .join(Submission.stakeholder)
        .outerjoin(Organisation, Stakeholder.organisation_id == Organisation.id)
        .where(*conditions)
    )


def _is_called(word: str) -> ColumnElement[bool]:
    numbered = _NUMBER.fullmatch(word)
    names = (Stakeholder.name, func.coalesce(Organisation.name, ""), Stakeholder.reference)
    called = or_(*(contains(name, word) for name in names))
    return called | (Submission.id == int(numbered[1])) if numbered else called


def _texts_in(submission_ids: Sequence[int]) -> dict[int, int]:
    """By submission: how many texts are written down in it, as `written_down` lists them."""
    newest = (
        select(func.max(AnswerVersion.id))
        .where(AnswerVersion.submission_id.in_(submission_ids), AnswerVersion.entered)
        .group_by(AnswerVersion.submission_id, AnswerVersion.question_id, AnswerVersion.entry)
    )
    counted = (
        select(AnswerVersion.submission_id, func.count(AnswerVersion.id))
        .where(AnswerVersion.id.in_(newest), says_something())
        .group_by(AnswerVersion.submission_id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}


def written_down(submission: Submission) -> Sequence[AnswerVersion]:
    """What the secretariat wrote down for somebody, as it stands now, in the draft's order."""
    newest = entered_versions(submission).values()
    return [version for version in newest if not version.is_blank]


def by_source(round_: Round) -> list[SourceLine]:
    """How what counts in a round came in; of what was said in meetings the answers alone."""
    rows = session.execute(
        select(
            Submission.source,
            func.count(distinct(case((is_submission(), Submission.id)))),
            func.count(Answer.id),
        )
        .join(Submission.answers)
        .where(Submission.round == round_, counts())
        .group_by(Submission.source)
    )
    found = {source: SourceLine(source, sent, answers) for source, sent, answers in rows}
    return [found[source] for source in Source if source in found]
