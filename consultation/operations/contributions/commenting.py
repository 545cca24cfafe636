"""Comments on provisions: answers to a standing question that each provision has."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

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
from consultation.operations.contributions.answers import Writing, save_answer, writing_of
from consultation.queries.contributions.submissions import submission_in

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
    question = session.scalar(asked)
    if question is None:
        # Another may comment in the same instant; then theirs is the question.
        with suppress(IntegrityError), session.begin_nested():
            session.add(make())
        question = session.scalars(asked).one()
    return question


def _question(provision: Provision) -> OpenQuestion:
    group = next(_groups(provision), None) or _first_group(provision.draft)
    return OpenQuestion(
        draft_id=provision.draft_id,
        comments_on_id=provision.id,
        working_group_id=group.id,
        number=_number(provision),
        rank=AFTER_ALL_QUESTIONS + provision.rank,
        kind=QuestionKind.TEXT,
        text=f"Comments on {provision.kind} {provision.number}: {provision.title}",
        provisions=[provision],
    )


def _number(provision: Provision) -> str:
    """What a standing question is called: recital 1 and measure 1 are told apart by their kinds."""
    draft_id, number, key = provision.draft_id, provision.number, provision.key
    alike = select(func.count(Provision.id)).where(
        Provision.draft_id == draft_id, Provision.number == number
    )
    names = [f"C {number}"] if number and session.scalar(alike) == 1 else []
    names += [f"C {provision.kind} {number}"] if number else []
    names += [f"C {key}", f"C {provision.kind} {key}", f"C {key} ({provision.rank})"]
    taken = set(
        session.scalars(select(OpenQuestion.number).where(OpenQuestion.draft_id == draft_id))
    )
    return next(name for name in names if name not in taken)


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


def save_comment(
    author: Person,
    stakeholder: Stakeholder,
    place: Provision | Draft,
    writing: Writing,
    *,
    page: str | None = None,
    seen: int | None = None,
    entered: bool = False,
    now: datetime,
) -> AnswerVersion:
    """Keep one more comment on a provision, or on the draft as a whole.

    What the same `page` saves again is the next save of its comment; the same comment once more is
    the one that is there. `seen`, `entered` and what is raised are as in `save_answer`.
    """
    if isinstance(place, Draft):
        locked(place.round)
        question = whole_draft_question(place)
    else:
        locked(place.draft.round)
        question = standing_question(place)
    entry = _entry(submission_in(question.round, stakeholder.id), question, writing, page)
    return save_answer(
        author, stakeholder, question, writing,
        entry=entry, page=page, seen=seen, entered=entered, now=now,
    )  # fmt: skip


def _entry(
    submission: Submission | None, question: OpenQuestion, writing: Writing, page: str | None
) -> int:
    """Which of the author's comments on a provision this is, the next where it is none yet."""
    if submission is None:
        return 1
    own = (AnswerVersion.submission == submission) & (AnswerVersion.question == question)
    of_page = select(AnswerVersion.entry).where(own, AnswerVersion.page_key == page).limit(1)
    last = select(func.max(AnswerVersion.entry)).where(own)
    return (
        (session.scalar(of_page) if page is not None else None)
        or next((v.entry for v in _saying(writing.text, own) if writing_of(v) == writing), None)
        or (session.scalar(last) or 0) + 1
    )


def _saying(words: str, own: ColumnElement[bool]) -> Iterable[AnswerVersion]:
    """The newest saves that say exactly this, and no others: an author may have many comments."""
    newer = aliased(AnswerVersion)
    was_changed = exists().where(
        newer.submission_id == AnswerVersion.submission_id,
        newer.question_id == AnswerVersion.question_id,
        newer.entry == AnswerVersion.entry,
        newer.entered == AnswerVersion.entered,
        newer.number > AnswerVersion.number,
    )
    return session.scalars(
        select(AnswerVersion).where(own, AnswerVersion.text == words, ~was_changed)
    )
