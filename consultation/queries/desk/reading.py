"""Who has read which answer, and what came in since somebody was here.

`is_unread_by` and `is_new_to` are conditions on an answer, for whoever lists or counts answers.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select

from consultation.db import session
from consultation.models import Answer, AnswerRead, OpenQuestion, Placement, Point, Theme, Visit
from consultation.queries.contributions.submissions import counts


def is_read_by(person_id: int) -> ColumnElement[bool]:
    """Answers that a person said they have read, in the version that counts."""
    return exists().where(
        AnswerRead.answer_id == Answer.id,
        AnswerRead.version_id == Answer.version_id,
        AnswerRead.person_id == person_id,
    )


def is_unread_by(person_id: int) -> ColumnElement[bool]:
    """Answers that a person has yet to read; a new version of one is to be read again."""
    return ~is_read_by(person_id)


def is_read_by_anybody() -> ColumnElement[bool]:
    return exists().where(
        AnswerRead.answer_id == Answer.id, AnswerRead.version_id == Answer.version_id
    )


def is_new_to(person_id: int) -> ColumnElement[bool]:
    """Answers that came in since a person said they have seen their question; all before that."""
    return ~exists().where(
        Visit.question_id == Answer.question_id,
        Visit.person_id == person_id,
        Visit.until >= Answer.id,
    )


@dataclass(frozen=True)
class Marks:
    """What of a question's answers is new and unread to somebody, by their numbers.

    `version` says by answer which version is shown; `newest` is the newest answer there is.
    """

    new: frozenset[int]
    unread: frozenset[int]
    versions: dict[int, int]
    readers: dict[int, tuple[str, ...]]
    visit: Visit | None

    @property
    def newest(self) -> int:
        return max(self.versions, default=0)

    @property
    def read(self) -> int:
        return len(self.versions) - len(self.unread)

    def words(self, answer_id: int) -> str:
        """How an answer is marked where it is listed: new, unread, or nothing."""
        if answer_id in self.new:
            return "new"
        return "unread" if answer_id in self.unread else ""


def marks_of(question: OpenQuestion, person_id: int) -> Marks:
    """The marks of a person on the answers to a question that count."""
    rows = session.execute(
        select(Answer.id, Answer.version_id, is_unread_by(person_id), is_new_to(person_id))
        .join(Answer.submission)
        .where(Answer.question_id == question.id, counts())
    ).all()
    return Marks(
        new=frozenset(answer for answer, _, _, new in rows if new),
        unread=frozenset(answer for answer, _, unread, _ in rows if unread),
        versions={answer: version for answer, version, _, _ in rows},
        readers=_readers(question),
        visit=session.scalar(
            select(Visit).where(Visit.question_id == question.id, Visit.person_id == person_id)
        ),
    )


def _readers(question: OpenQuestion) -> dict[int, tuple[str, ...]]:
    """By answer: who has read it as it is, by name, who did first coming first."""
    rows = session.scalars(
        select(AnswerRead)
        .join(AnswerRead.answer)
        .where(Answer.question_id == question.id, AnswerRead.version_id == Answer.version_id)
        .order_by(AnswerRead.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in rows:
        found[row.answer_id] = (*found.get(row.answer_id, ()), row.person.name)
    return found


def unread_under(theme: Theme, person_id: int, until: int) -> list[Answer]:
    """The answers with a point under a theme that a person has yet to read, up to a number."""
    under = exists().where(
        Point.answer_id == Answer.id,
        Point.filler.is_(False),
        Placement.point_id == Point.id,
        Placement.theme_id == theme.id,
    )
    return list(
        session.scalars(
            select(Answer)
            .join(Answer.submission)
            .where(counts(), under, is_unread_by(person_id), Answer.id <= until)
            .order_by(Answer.id)
        )
    )


@dataclass(frozen=True)
class ReadCounts:
    """Of the answers to a question that count: how many are new, unread, read, read by anybody."""

    new: int = 0
    unread: int = 0
    read: int = 0
    read_by_anybody: int = 0


def read_counts(question_ids: list[int], person_id: int) -> dict[int, ReadCounts]:
    """By question: what is new and unread to a person; one without an answer is not in it."""
    one = func.count(Answer.id)
    rows = session.execute(
        select(
            Answer.question_id,
            one.filter(is_new_to(person_id)),
            one.filter(is_unread_by(person_id)),
            one.filter(is_read_by(person_id)),
            one.filter(is_read_by_anybody()),
        )
        .join(Answer.submission)
        .where(Answer.question_id.in_(question_ids), counts())
        .group_by(Answer.question_id)
    )
    return {question_id: ReadCounts(*counted) for question_id, *counted in rows}
