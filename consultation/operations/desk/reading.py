"""What reviewers say of their own reading: read, unread, seen until here.

None of it changes what is reviewed, so it is done under a signature too; the rows say who and when.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select

from consultation.db import at_once, locked, session
from consultation.errors import StaleEdit
from consultation.models import Answer, AnswerRead, OpenQuestion, Person, Theme, Visit
from consultation.queries.desk.reading import unread_under


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
    _mark([answer], by, now)


def mark_unread(answer: Answer, *, by: Person) -> None:
    """Take the mark away again."""
    locked(by)
    for row in _rows([answer], by).values():
        session.delete(row)
    session.flush()


def mark_theme_read(theme: Theme, *, until: int, by: Person, now: datetime) -> int:
    """Note that a person has read all answers under a theme, up to the newest that was listed.

    Returns how many were unread until now.
    """
    locked(by)
    unread = unread_under(theme, by.id, until)
    _mark(unread, by, now)
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


def _mark(answers: Sequence[Answer], by: Person, now: datetime) -> None:
    known = _rows(answers, by)
    for answer in answers:
        row = known.get(answer.id)
        if row is not None and row.version_id != answer.version_id:
            row.version_id, row.at = answer.version_id, now
    new = [
        {"answer_id": answer.id, "person_id": by.id, "version_id": answer.version_id, "at": now}
        for answer in answers
        if answer.id not in known
    ]
    if new:
        session.execute(insert(AnswerRead), new)
    session.flush()


def _rows(answers: Sequence[Answer], person: Person) -> dict[int, AnswerRead]:
    """The marks of a person on answers, by the numbers of the answers."""
    found: dict[int, AnswerRead] = {}
    for some in at_once([answer.id for answer in answers]):
        rows = session.scalars(
            select(AnswerRead).where(
                AnswerRead.answer_id.in_(some), AnswerRead.person_id == person.id
            )
        )
        found |= {row.answer_id: row for row in rows}
    return found
