"""What was saved and what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    Draft,
    OpenQuestion,
    Round,
    Stakeholder,
    Submission,
)


def counts() -> ColumnElement[bool]:
    """Submissions that count: not withdrawn, and not on the late list."""
    return Submission.withdrawn_at.is_(None) & Submission.is_late.is_(False)


def submission_in(round_: Round, stakeholder: Stakeholder) -> Submission | None:
    """A stakeholder's submission in a round, sent or not."""
    return session.scalar(
        select(Submission).where(Submission.round == round_, Submission.stakeholder == stakeholder)
    )


def newest_versions(submission: Submission) -> dict[int, AnswerVersion]:
    """The newest save of each answer, by question id, in the draft's order of questions."""
    newest = (
        select(func.max(AnswerVersion.id))
        .where(AnswerVersion.submission == submission)
        .group_by(AnswerVersion.question_id)
    )
    rows = session.scalars(
        select(AnswerVersion)
        .join(AnswerVersion.question)
        .where(AnswerVersion.id.in_(newest))
        .options(joinedload(AnswerVersion.question))
        .order_by(OpenQuestion.rank)
    )
    return {version.question_id: version for version in rows}


def newest_version(submission: Submission | None, question: OpenQuestion) -> AnswerVersion | None:
    """What the author sees of one answer."""
    if submission is None:
        return None
    return session.scalar(
        select(AnswerVersion)
        .where(AnswerVersion.submission == submission, AnswerVersion.question == question)
        .order_by(AnswerVersion.number.desc())
        .limit(1)
    )


@dataclass(frozen=True)
class Neighbours:
    """The questions before and after one in the draft."""

    previous: OpenQuestion | None
    next: OpenQuestion | None


def neighbours(question: OpenQuestion) -> Neighbours:
    same_draft = select(OpenQuestion).where(OpenQuestion.draft_id == question.draft_id)
    return Neighbours(
        previous=session.scalar(
            same_draft.where(OpenQuestion.rank < question.rank)
            .order_by(OpenQuestion.rank.desc())
            .limit(1)
        ),
        next=session.scalar(
            same_draft.where(OpenQuestion.rank > question.rank).order_by(OpenQuestion.rank).limit(1)
        ),
    )


@dataclass(frozen=True)
class ReviewLine:
    """A question on the review page: its newest save, if any, and whether there is an answer."""

    question: OpenQuestion
    version: AnswerVersion | None

    @property
    def is_answered(self) -> bool:
        return self.version is not None and not self.version.is_blank


def review_lines(round_: Round, submission: Submission | None) -> list[ReviewLine]:
    """Every question of a round with the stakeholder's newest save, what is missing first.

    There is none before the draft that puts them is published.
    """
    saved = newest_versions(submission) if submission else {}
    lines = [
        ReviewLine(question, saved.get(question.id))
        for question in questions_in(round_)
        if question.draft.published_at is not None
    ]
    return sorted(lines, key=lambda line: line.is_answered)


def questions_in(round_: Round) -> Sequence[OpenQuestion]:
    """A round's questions in the draft's order."""
    return session.scalars(
        select(OpenQuestion)
        .join(Draft)
        .where(Draft.round == round_)
        .options(joinedload(OpenQuestion.working_group))
        .order_by(OpenQuestion.rank)
    ).all()


def submitted_answers(question: OpenQuestion) -> Sequence[Answer]:
    """The answers that count, in order of number."""
    return session.scalars(
        select(Answer)
        .join(Answer.submission)
        .where(Answer.question == question, counts())
        .options(joinedload(Answer.submission).joinedload(Submission.stakeholder))
        .order_by(Answer.id)
    ).all()
