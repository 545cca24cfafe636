"""Writing answers: every save is a version, kept; a save that did not see the newest is refused."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from consultation.db import locked, session
from consultation.errors import NotAllowedYet, StaleAnswer
from consultation.models import (
    AnswerVersion,
    OpenQuestion,
    Person,
    Position,
    Publication,
    Remark,
    Round,
    Stakeholder,
    Submission,
)
from consultation.operations.contributions.receipts import new_salt
from consultation.queries.contributions.submissions import newest_version, submission_in


@dataclass(frozen=True)
class Writing:
    """What a person wrote at one place; see `AnswerVersion`."""

    text: str = ""
    position: Position = Position.NONE
    position_chosen: bool = False
    choices: list[str] = field(default_factory=list)
    remark: Remark | None = None
    passage: dict[str, Any] | None = None
    proposed: str = ""
    annex: str = ""
    publication: Publication | None = None
    pages: list[list[int]] | None = None


def save_answer(
    author: Person,
    stakeholder: Stakeholder,
    question: OpenQuestion,
    writing: Writing,
    *,
    entry: int = 1,
    page: str | None = None,
    seen: int | None = None,
    entered: bool = False,
    now: datetime,
) -> AnswerVersion:
    """Keep one more version of an answer; nothing that was saved before is changed.

    `seen` is the number of the version that the author's form showed (0: none; None: not asked),
    `page` the key of that form: what it saved itself it has seen, though the reply was lost.
    The same writing once more returns the version that is there. What the secretariat `entered`
    for somebody knows no window, and is kept beside what they save themselves: neither is the next
    version of the other. Raises StaleAnswer, with the newest version, when another was saved since;
    RoundClosed outside the window.
    """
    submission = submission_for(question.round, stakeholder, entered=entered, now=now)
    newest = newest_version(submission, question, entry, entered=entered)
    if newest is not None and writing_of(newest) == writing:
        return newest
    # Of their own nothing is there to be overwritten by who began before something was entered.
    begins = newest is not None and newest.entered and not entered and seen == 0
    if newest is not None and not begins and not _has_seen(newest, seen, page):
        raise StaleAnswer(newest)
    before = newest.publication if newest is not None else None
    usual = submission.published_as
    ensure_own_name(author, stakeholder, writing.publication, before, usual=usual)
    version = AnswerVersion(
        submission=submission,
        question=question,
        entry=entry,
        number=_next_number(submission, question, entry),
        page_key=page,
        saved_by_id=author.id,
        saved_at=now,
        entered=entered,
        **vars(writing),
    )
    session.add(version)
    session.flush()
    return version


def _next_number(submission: Submission, question: OpenQuestion, entry: int) -> int:
    """What its author saved and what was entered for them are numbered as one."""
    last = select(func.max(AnswerVersion.number)).where(
        AnswerVersion.submission_id == submission.id,
        AnswerVersion.question_id == question.id,
        AnswerVersion.entry == entry,
    )
    return (session.scalar(last) or 0) + 1


def ensure_own_name(
    author: Person,
    stakeholder: Stakeholder,
    choice: Publication | None,
    before: Publication | None,
    *,
    usual: Publication,
) -> None:
    """Raise NotAllowedYet where somebody would have the name of their lead published.

    So it is too where a text with a choice of its own would take on a `usual` one with the name.
    """
    named = Publication.NAMED
    by_itself = choice is named and before is not named
    by_the_usual = choice is None and usual is named and before not in {None, named}
    if (by_itself or by_the_usual) and stakeholder.person_id != author.id:
        raise NotAllowedYet(
            "The name that would be published is that of who leads your workspace, and only they "
            "can choose that. Choose another way, or ask them to."
        )


def _has_seen(newest: AnswerVersion, seen: int | None, page: str | None) -> bool:
    return seen in {None, newest.number} or (page is not None and page == newest.page_key)


def writing_of(version: AnswerVersion) -> Writing:
    """What a version holds of its author's writing."""
    return Writing(**{name: getattr(version, name) for name in Writing.__dataclass_fields__})


def submission_for(
    round_: Round, stakeholder: Stakeholder, *, entered: bool, now: datetime
) -> Submission:
    """Where something is saved: what the secretariat began for a stakeholder, or their own.

    Raises RoundClosed outside the window of what is theirs.
    """
    if not entered:
        return writable_submission(round_, stakeholder, now)
    locked(round_)
    locked(stakeholder)
    begun = submission_in(round_, stakeholder.id)
    if begun is None or not begun.was_entered:
        raise NotAllowedYet("Nothing was begun for them here. Begin an entry first.")
    return begun


def writable_submission(round_: Round, stakeholder: Stakeholder, now: datetime) -> Submission:
    """A stakeholder's submission, begun with the first save; its lead stays until this is kept.

    Raises RoundClosed outside the window.
    """
    locked(round_)
    locked(stakeholder)
    earlier = submission_in(round_, stakeholder.id)
    ensure_writable(round_, earlier, now)
    return earlier or _begin(round_, stakeholder, now)


def _begin(round_: Round, stakeholder: Stakeholder, now: datetime) -> Submission:
    submission = Submission(round=round_, stakeholder=stakeholder, started_at=now, salt=new_salt())
    session.add(submission)
    session.flush()
    return submission


def ensure_writable(round_: Round, submission: Submission | None, now: datetime) -> None:
    """Raise RoundClosed where nothing is taken any more, or not yet."""
    if not is_writable(round_, submission, now):
        (submission or round_).ensure_open(now)


def is_writable(round_: Round, submission: Submission | None, now: datetime) -> bool:
    """Whether the round is open, or takes late from who has nothing there that was in time."""
    nothing_in_time = submission is None or not submission.is_sent or submission.is_late
    return round_.is_open(now) or (nothing_in_time and round_.takes_late(now))
