"""Comments on provisions: answers to a standing question that each provision has."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError

from consultation.db import locked, session
from consultation.errors import NotAllowedYet
from consultation.models import (
    AnswerVersion,
    Draft,
    OpenQuestion,
    Person,
    Provision,
    QuestionKind,
    Stakeholder,
    Submission,
    WorkingGroup,
)
from consultation.operations.answers import Writing, save_answer, writing_of
from consultation.queries.submissions import newest_versions, submission_in

AFTER_ALL_QUESTIONS = 1_000_000
"""What the rank of a standing question is raised by: comments stand below what was asked."""


def standing_question(provision: Provision) -> OpenQuestion:
    """The question that takes the comments on a provision; made with the first of them.

    It belongs to the provision's working group, or to that of what the provision is a part of.
    Raises NotAllowedYet where no working group is responsible.
    """
    asked = select(OpenQuestion).where(OpenQuestion.comments_on_id == provision.id)
    return _made_once(asked, lambda: _question(provision))


def whole_draft_question(draft: Draft) -> OpenQuestion:
    """The question that takes the comments on a draft as a whole; made with the first of them.

    Raises NotAllowedYet where there is no working group.
    """
    asked = select(OpenQuestion).where(
        OpenQuestion.draft_id == draft.id, OpenQuestion.on_whole_draft
    )
    return _made_once(asked, lambda: _question_on_all(draft))


def _made_once(asked: Select[OpenQuestion], make: Callable[[], OpenQuestion]) -> OpenQuestion:
    while (question := session.scalar(asked)) is None:
        # Another may comment in the same instant; then theirs is the question.
        with suppress(IntegrityError), session.begin_nested():
            session.add(make())
    return question


def _question(provision: Provision) -> OpenQuestion:
    group = next(_groups(provision), None) or _first_group(provision.draft)
    return OpenQuestion(
        draft_id=provision.draft_id,
        comments_on_id=provision.id,
        working_group_id=group.id,
        number=f"C {provision.number}" if provision.number else f"C {provision.key}",
        rank=AFTER_ALL_QUESTIONS + provision.rank,
        kind=QuestionKind.TEXT,
        text=f"Comments on {provision.kind} {provision.number}: {provision.title}",
        provisions=[provision],
    )


def _question_on_all(draft: Draft) -> OpenQuestion:
    return OpenQuestion(
        draft_id=draft.id,
        on_whole_draft=True,
        working_group_id=_first_group(draft).id,
        number="C",
        rank=AFTER_ALL_QUESTIONS,
        kind=QuestionKind.TEXT,
        text="Comments on the draft as a whole",
    )


def _first_group(draft: Draft) -> WorkingGroup:
    group = session.scalar(
        select(WorkingGroup)
        .where(WorkingGroup.consultation_id == draft.round.consultation_id)
        .order_by(WorkingGroup.code)
        .limit(1)
    )
    if group is None:
        raise NotAllowedYet(
            "No working group answers for this yet, so nobody would read a comment on it. "
            "Ask the secretariat."
        )
    return group


def _groups(provision: Provision | None) -> Iterator[WorkingGroup]:
    while provision is not None:
        if provision.working_group is not None:
            yield provision.working_group
        provision = provision.parent


def _next_entry(submission: Submission | None, question: OpenQuestion) -> int:
    """The number of the author's next comment on a provision."""
    if submission is None:
        return 1
    last = session.scalar(
        select(func.max(AnswerVersion.entry)).where(
            AnswerVersion.submission == submission, AnswerVersion.question == question
        )
    )
    return (last or 0) + 1


def save_comment(
    author: Person,
    stakeholder: Stakeholder,
    place: Provision | Draft,
    writing: Writing,
    *,
    now: datetime,
) -> AnswerVersion:
    """Keep one more comment on a provision, or on the draft as a whole.

    The same comment once more is the one that is there.
    """
    if isinstance(place, Draft):
        locked(place.round)
        question = whole_draft_question(place)
    else:
        locked(place.draft.round)
        question = standing_question(place)
    submission = submission_in(question.round, stakeholder.id)
    own = newest_versions(submission).values() if submission else ()
    same = (v.entry for v in own if v.question == question and writing_of(v) == writing)
    entry = next(same, None) or _next_entry(submission, question)
    return save_answer(author, stakeholder, question, writing, entry=entry, now=now)
