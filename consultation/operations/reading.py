"""What reviewers say of their own reading: read, unread, seen until here.

None of it changes what is reviewed, so it is done under a signature too; the rows say who and when.
"""

from datetime import datetime

from sqlalchemy import select

from consultation.db import locked, session
from consultation.errors import StaleEdit
from consultation.models import Answer, AnswerRead, OpenQuestion, Person, Theme, Visit
from consultation.queries.reading import unread_under


def mark_read(answer: Answer, *, seen: int, by: Person, now: datetime) -> None:
    """Note that a person has read an answer; `seen` is the version that they had before them.

    Raises StaleEdit where its author has sent another since.
    """
    locked(by)
    if seen != answer.version_id or answer.replaced_at is not None:
        raise StaleEdit(
            "Its author has changed this answer since you opened it. It is not marked as read: "
            "read it as it is now."
        )
    _mark(answer, by, now)


def mark_unread(answer: Answer, *, by: Person) -> None:
    """Take the mark away again."""
    locked(by)
    row = _row(answer, by)
    if row is not None:
        session.delete(row)
        session.flush()


def mark_theme_read(theme: Theme, *, until: int, by: Person, now: datetime) -> int:
    """Note that a person has read all answers under a theme, up to the newest that was listed.

    Returns how many were unread until now.
    """
    locked(by)
    unread = unread_under(theme, by.id, until)
    for answer in unread:
        _mark(answer, by, now)
    return len(unread)


def see(question: OpenQuestion, *, until: int, by: Person, now: datetime) -> None:
    """Note until which answer a person has seen a question; it never goes back."""
    locked(by)
    visit = session.scalar(
        select(Visit).where(Visit.question_id == question.id, Visit.person_id == by.id)
    )
    if visit is None:
        session.add(Visit(question_id=question.id, person_id=by.id, until=until, at=now))
    else:
        visit.until, visit.at = max(visit.until, until), now
    session.flush()


def _mark(answer: Answer, by: Person, now: datetime) -> None:
    row = _row(answer, by)
    if row is None:
        session.add(
            AnswerRead(answer_id=answer.id, person_id=by.id, version_id=answer.version_id, at=now)
        )
    elif row.version_id != answer.version_id:
        row.version_id, row.at = answer.version_id, now
    session.flush()


def _row(answer: Answer, person: Person) -> AnswerRead | None:
    return session.scalar(
        select(AnswerRead).where(
            AnswerRead.answer_id == answer.id, AnswerRead.person_id == person.id
        )
    )
