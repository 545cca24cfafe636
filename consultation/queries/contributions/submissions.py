"""What was saved and what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    Draft,
    OpenQuestion,
    Provision,
    Round,
    Source,
    Stakeholder,
    Submission,
)


def counts() -> ColumnElement[bool]:
    """Answers that count: not replaced by their author, not withdrawn, not on the late list."""
    return Answer.replaced_at.is_(None) & is_counted()


def is_counted() -> ColumnElement[bool]:
    """Submissions that count: neither withdrawn nor on the late list."""
    return Submission.withdrawn_at.is_(None) & Submission.is_late.is_(False)


def sent_in(round_: Round, *columns: Any) -> Select[Any]:
    """A select over all that stakeholders ever sent in a round, or had sent for them."""
    return select(*columns).where(
        Submission.round == round_, Submission.submitted_at.is_not(None), is_submission()
    )


def was_said_in_a_meeting() -> ColumnElement[bool]:
    """Answers that are no stakeholder's submission: somebody said it in a meeting."""
    return Submission.source == Source.MEETING


def is_submission() -> ColumnElement[bool]:
    """What a stakeholder sent, or had sent for them."""
    return ~was_said_in_a_meeting()


def is_asked() -> ColumnElement[bool]:
    """Questions that a working group put; the others take comments."""
    return OpenQuestion.comments_on_id.is_(None) & OpenQuestion.on_whole_draft.is_(False)


def submissions_of(stakeholder: Stakeholder) -> Sequence[Submission]:
    """All that a stakeholder began or sent, in every round."""
    return session.scalars(
        select(Submission).where(Submission.stakeholder == stakeholder).order_by(Submission.id)
    ).all()


def submission_in(round_: Round, stakeholder_id: int) -> Submission | None:
    """A stakeholder's submission in a round, sent or not."""
    return session.scalar(
        select(Submission).where(
            Submission.round_id == round_.id, Submission.stakeholder_id == stakeholder_id
        )
    )


def newest_versions(submission: Submission) -> dict[tuple[int, int], AnswerVersion]:
    """What each answer says to its author, by question id and entry, in the draft's order.

    That is their own newest save, or else what was entered for them; see `_as_its_author_sees`.
    """
    found: dict[tuple[int, int], AnswerVersion] = {}
    for version in _newest(AnswerVersion.submission_id == submission.id):
        key = (version.question_id, version.entry)
        found[key] = _as_its_author_sees(version, found.get(key))
    return found


def entered_versions(submission: Submission) -> dict[tuple[int, int], AnswerVersion]:
    """What the secretariat wrote down, as it stands now, by question id and entry, in draft order.

    What the author saved themselves is not in it, and takes nothing from it.
    """
    entered = AnswerVersion.entered.is_(True)
    found = _newest(AnswerVersion.submission_id == submission.id, entered)
    return {(version.question_id, version.entry): version for version in found}


def newest_version(
    submission: Submission | None, question: OpenQuestion, entry: int = 1, *, entered: bool = False
) -> AnswerVersion | None:
    """What the author sees of one answer; or what was `entered` there, whatever they wrote."""
    if submission is None:
        return None
    here = (
        AnswerVersion.submission_id == submission.id,
        AnswerVersion.question_id == question.id,
        AnswerVersion.entry == entry,
    )
    seen: AnswerVersion | None = None
    for version in _newest(*here, *([AnswerVersion.entered.is_(True)] if entered else [])):
        seen = _as_its_author_sees(version, seen)
    return seen


def entered_beside(version: AnswerVersion | None) -> AnswerVersion | None:
    """What was entered where an author has words of their own."""
    if version is None or version.entered:
        return None
    submission, question = version.submission, version.question
    entered = newest_version(submission, question, version.entry, entered=True)
    return entered if entered is not None and not entered.is_blank else None


def _newest(*among: ColumnElement[bool]) -> Sequence[AnswerVersion]:
    """The newest save of each answer: of its author's own, and of what was entered for them."""
    newest = (
        select(func.max(AnswerVersion.id))
        .where(*among)
        .group_by(
            AnswerVersion.submission_id,
            AnswerVersion.question_id,
            AnswerVersion.entry,
            AnswerVersion.entered,
        )
    )
    return session.scalars(
        select(AnswerVersion)
        .join(AnswerVersion.question)
        .where(AnswerVersion.id.in_(newest))
        .options(joinedload(AnswerVersion.question))
        .order_by(OpenQuestion.rank, AnswerVersion.entry)
    ).all()


def _as_its_author_sees(version: AnswerVersion, other: AnswerVersion | None) -> AnswerVersion:
    """Of two at one place their own words, and not those entered; what they emptied before is none.

    The one place where it is said which of the two goes on, and is sent when they submit.
    """
    if other is None:
        return version
    own, entered = (other, version) if version.entered else (version, other)
    return entered if own.is_blank and own.id < entered.id else own


def has_changed(submission: Submission) -> bool:
    """Whether the author has saved something else than was received last."""
    saved = {v.id for v in newest_versions(submission).values() if not v.is_blank}
    return saved != {answer.version_id for answer in answers_that_count(submission)}


def says_something() -> ColumnElement[bool]:
    """Versions with a word or a tick: those that are not `is_blank`."""
    return (func.trim(AnswerVersion.text, " \n\r\t") != "") | (
        cast(AnswerVersion.choices, String) != "[]"
    )


def is_received(version: AnswerVersion) -> bool:
    """Whether a save is what counts of its author's, and not only saved."""
    received = exists().where(Answer.version_id == version.id, Answer.replaced_at.is_(None))
    return version.submission.is_sent and bool(session.scalar(select(received)))


def comment_versions(
    submission: Submission | None, place: Provision | Draft
) -> dict[int, AnswerVersion]:
    """The newest save of each comment of one's own on a provision or on the whole draft."""
    saved = newest_versions(submission).values() if submission else ()
    return {v.entry: v for v in saved if v.question.is_standing and _is_on(v.question, place)}


def _is_on(question: OpenQuestion, place: Provision | Draft) -> bool:
    if isinstance(place, Draft):
        return question.on_whole_draft and question.draft_id == place.id
    return question.comments_on_id == place.id


def answers_that_count(submission: Submission) -> Sequence[Answer]:
    """The answers of a submission that nothing has replaced."""
    return session.scalars(
        select(Answer)
        .where(Answer.submission_id == submission.id, Answer.replaced_at.is_(None))
        .order_by(Answer.id)
    ).all()


@dataclass(frozen=True)
class Neighbours:
    """The questions before and after one in the draft."""

    previous: OpenQuestion | None
    next: OpenQuestion | None


def neighbours(question: OpenQuestion) -> Neighbours:
    same_draft = select(OpenQuestion).where(OpenQuestion.draft_id == question.draft_id, is_asked())
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


def questions_in(round_: Round) -> Sequence[OpenQuestion]:
    """A round's questions in the draft's order; a provision's once somebody has commented on it."""
    return session.scalars(
        select(OpenQuestion)
        .join(Draft)
        .where(Draft.round == round_)
        .where(is_asked() | exists().where(Answer.question_id == OpenQuestion.id))
        .options(joinedload(OpenQuestion.working_group))
        .order_by(OpenQuestion.rank)
    ).all()


SPAN = 1_000
"""Answers that are read at once where a question may have any number of them."""


def answer_spans(question: OpenQuestion, size: int = SPAN) -> list[ColumnElement[bool]]:
    """All answers to a question, those that do not count included, as conditions on some each."""
    numbers = session.scalars(
        select(Answer.id).where(Answer.question_id == question.id).order_by(Answer.id)
    ).all()
    ends = [numbers[at : at + size] for at in range(0, len(numbers), size)]
    return [Answer.id.between(some[0], some[-1]) for some in ends]


def all_answers(question: OpenQuestion, *where: ColumnElement[bool]) -> Sequence[Answer]:
    """Those that do not count included, in order of number."""
    return session.scalars(_answers_to(question).where(*where)).all()


def answers_sent_in(round_: Round) -> int:
    """How many answers a round has, those that do not count included."""
    some = select(func.count(Answer.id)).join(Answer.question).join(OpenQuestion.draft)
    return session.scalar(some.where(Draft.round == round_)) or 0


def submitted_answers(question: OpenQuestion) -> Sequence[Answer]:
    """The answers that count, in order of number."""
    return session.scalars(_answers_to(question).where(counts())).all()


def _answers_to(question: OpenQuestion) -> Select[Answer]:
    return (
        select(Answer)
        .join(Answer.submission)
        .where(Answer.question_id == question.id)
        .options(joinedload(Answer.submission).joinedload(Submission.stakeholder))
        .order_by(Answer.id)
    )
