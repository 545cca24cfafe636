"""What is taken out of the public view, why, by whom, and by which rules."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    exists,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from consultation.db import Base
from consultation.errors import StaleEdit
from consultation.models.answer import Answer, AnswerVersion
from consultation.models.consultation import Consultation
from consultation.models.person import Person

MASK = "█"
"""Stands for each letter that is redacted: a text keeps its length, and every span its place."""
BY_HAND = "chosen by hand"


class SealedField(StrEnum):
    """A column of an answer's version that holds its author's own words."""

    TEXT = "text"
    PROPOSED = "proposed"
    ANNEX = "annex"


class Find(Base):
    """Personal data that the machine found in a version: a span of one of its fields."""

    __tablename__ = "find"
    __table_args__ = (
        UniqueConstraint("version_id", "field", "start", "end"),
        CheckConstraint('0 <= start AND start < "end"', "a_span"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("answer_version.id"), index=True)
    field: Mapped[SealedField]
    start: Mapped[int]
    end: Mapped[int]
    kind: Mapped[str]

    version: Mapped[AnswerVersion] = relationship()


class Redaction(Base):
    """What a person decided on a span: that it is redacted, or that it may stay; and why.

    One that is `lifted_at` holds no more.
    """

    __tablename__ = "redaction"
    __table_args__ = (
        CheckConstraint('0 <= start AND start < "end"', "a_span"),
        CheckConstraint("reason <> ''", "has_its_reason"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_because IS NULL)", "lifted_has_its_reason"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("answer_version.id"), index=True)
    field: Mapped[SealedField]
    start: Mapped[int]
    end: Mapped[int]
    kind: Mapped[str]
    stays: Mapped[bool]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    lifted_because: Mapped[str | None]

    version: Mapped[AnswerVersion] = relationship()
    by: Mapped[Person] = relationship(foreign_keys=by_id)
    lifted_by: Mapped[Person | None] = relationship(foreign_keys=lifted_by_id)

    @property
    def consultation(self) -> Consultation:
        return self.version.submission.round.consultation

    def ensure_in_force(self) -> None:
        """Raise StaleEdit where somebody lifted it already."""
        if self.lifted_at is not None:
            raise StaleEdit(
                "Somebody lifted this decision already. Open the list again: it shows what holds."
            )


class SealedText(Base):
    """What a version said before the first redaction of it: read by nobody without an act.

    Its receipt is reckoned from it. Where the author has their words erased it is deleted.
    `covered` is by redaction where the same words were covered elsewhere, so that they can be
    given back: table, number and column of a row, the way into it, the offset and the words.
    """

    __tablename__ = "sealed_text"

    version_id: Mapped[int] = mapped_column(ForeignKey("answer_version.id"), unique=True)
    text: Mapped[str]
    proposed: Mapped[str]
    annex: Mapped[str]
    covered: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")

    version: Mapped[AnswerVersion] = relationship()


class ModerationRules(Base):
    """By what a consultation redacts and removes, in every text that was ever in force.

    As with privacy notices no row is ever changed; an empty text says that there are none.
    """

    __tablename__ = "moderation_rules"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    text: Mapped[str]
    sha256: Mapped[str]
    in_force_from: Mapped[datetime]

    consultation: Mapped[Consultation] = relationship()


class Removal(Base):
    """That an answer is taken out of the public view, which one proposes and another confirms.

    It counts and is analysed all the same. A removal that was refused or taken back has ended.
    `proposed_version` is what was read when it was proposed; of a release before it is not known.
    """

    __tablename__ = "removal"
    __table_args__ = (
        CheckConstraint("reason <> ''", "has_its_reason"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", "takes_two"),
        CheckConstraint("(ended_at IS NULL) = (ended_because IS NULL)", "ended_has_its_reason"),
        Index(
            "uq_removal_under_way",
            "answer_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), index=True)
    reason: Mapped[str]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    proposed_at: Mapped[datetime]
    proposed_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("answer_version.id"), index=True
    )
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    ended_because: Mapped[str | None]

    answer: Mapped[Answer] = relationship()
    proposed_version: Mapped[AnswerVersion | None] = relationship()
    statements: Mapped[list["RemovalStatement"]] = relationship(
        back_populates="removal", order_by="RemovalStatement.id"
    )
    proposed_by: Mapped[Person] = relationship(foreign_keys=proposed_by_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)
    ended_by: Mapped[Person | None] = relationship(foreign_keys=ended_by_id)

    @property
    def consultation(self) -> Consultation:
        return self.answer.submission.round.consultation

    @property
    def is_in_force(self) -> bool:
        return self.decided_at is not None and self.ended_at is None

    @property
    def waits(self) -> bool:
        """Whether a second person is still to say yes or no."""
        return self.decided_at is None and self.ended_at is None


class RemovalStatement(Base):
    """What an author said to a removal; whatever they say later stands beside it."""

    __tablename__ = "removal_statement"
    __table_args__ = (CheckConstraint("text <> ''", "says_something"),)

    removal_id: Mapped[int] = mapped_column(ForeignKey("removal.id"), index=True)
    text: Mapped[str]
    said_at: Mapped[datetime]

    removal: Mapped[Removal] = relationship(back_populates="statements")


def masked(words: str, spans: list[tuple[int, int]]) -> str:
    """The words with every letter of some spans covered; white space stays, so that lines break.

    >>> masked("Ask Eva Roth now", [(4, 12)])
    'Ask ███ ████ now'
    """
    letters = list(words)
    for start, end in spans:
        letters[start:end] = [c if c.isspace() else MASK for c in letters[start:end]]
    return "".join(letters)


Answer.is_removed = column_property(
    exists()
    .where(
        Removal.answer_id == Answer.id, Removal.decided_at.is_not(None), Removal.ended_at.is_(None)
    )
    .correlate_except(Removal)
)
