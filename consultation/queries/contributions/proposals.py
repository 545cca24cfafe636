"""Wording that was proposed, and annexes that only the chairs may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Answer, AnswerVersion, OpenQuestion, Submission
from consultation.queries.contributions.submissions import counts


@dataclass(frozen=True)
class ProposalLine:
    """Wording somebody proposes, why, and what words of the provision it is about (None: all)."""

    answer: str
    author: str
    source: str
    category: str
    position: str
    remark: str
    passage: dict[str, Any] | None
    proposed: str
    text: str


@dataclass(frozen=True)
class AnnexLine:
    """A confidential annex and the public summary of it."""

    answer: str
    author: str
    source: str
    text: str
    annex: str


def proposals(question: OpenQuestion) -> list[ProposalLine]:
    """Every wording proposed to a question, in the order of the answers."""
    return [
        ProposalLine(
            answer=answer.label,
            author=answer.author,
            source=answer.source,
            category=answer.submission.stakeholder.category,
            position=str(answer.position),
            remark=str(answer.version.remark or ""),
            passage=answer.version.passage,
            proposed=answer.version.proposed,
            text=answer.text,
        )
        for answer in _answers_with(question, AnswerVersion.proposed != "")
    ]


def annexes(question: OpenQuestion) -> list[AnnexLine]:
    """Every annex of a question; for the chairs of its working group and nobody else."""
    return [
        AnnexLine(answer.label, answer.author, answer.source, answer.text, answer.version.annex)
        for answer in _answers_with(question, AnswerVersion.annex != "")
    ]


def _answers_with(question: OpenQuestion, what: ColumnElement[bool]) -> Sequence[Answer]:
    return session.scalars(
        select(Answer)
        .join(Answer.submission)
        .join(Answer.version)
        .where(Answer.question == question, counts(), what)
        .options(joinedload(Answer.submission).joinedload(Submission.stakeholder))
        .order_by(Answer.id)
    ).all()
