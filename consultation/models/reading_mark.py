"""What a reviewer has read of a question, until where they have seen it, and whose it is."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.answer import Answer, AnswerVersion
from consultation.models.person import Person
from consultation.models.question import OpenQuestion


class AnswerRead(Base):
    """That a person said they have read an answer, in this version; another is unread again."""

    __tablename__ = "answer_read"
    __table_args__ = (UniqueConstraint("answer_id", "person_id"),)

    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("answer_version.id"), index=True)
    at: Mapped[datetime]

    answer: Mapped[Answer] = relationship()
    person: Mapped[Person] = relationship()
    version: Mapped[AnswerVersion] = relationship()


class Visit(Base):
    """Until where a person said they have seen a question: what came in later is new to them.

    `until` is the number of the newest answer there was. Answers are numbered as they are sent.
    """

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("question_id", "person_id"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    until: Mapped[int]
    at: Mapped[datetime]

    question: Mapped[OpenQuestion] = relationship()
    person: Mapped[Person] = relationship()


class Assignment(Base):
    """Whose a question is among the chair and vice-chairs of its working group."""

    __tablename__ = "assignment"

    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    assigned_at: Mapped[datetime]

    question: Mapped[OpenQuestion] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    assigned_by: Mapped[Person] = relationship(foreign_keys=assigned_by_id)
