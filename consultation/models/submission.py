"""Who submits, what they saved, and what they sent."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.boundary import ANSWER_LIMIT
from consultation.db import Base
from consultation.models.consultation import Consultation, Round
from consultation.models.person import Organisation, Person
from consultation.models.question import OpenQuestion

if TYPE_CHECKING:
    from consultation.models.analysis import CampaignCopy, Reading


class Publication(StrEnum):
    """How a stakeholder lets a contribution be published."""

    NAMED = "named"
    ORGANISATION = "organisation only"
    ANONYMOUS = "anonymous"


class Position(StrEnum):
    """The author's own stated stand."""

    SUPPORT = "support"
    CHANGES = "support with changes"
    OPPOSE = "oppose"
    NONE = "no position"


class Source(StrEnum):
    """How a submission came in."""

    WEB = "web"
    IMPORT = "import"


class Stakeholder(Base):
    """Somebody's part in one consultation, for an organisation or alone.

    Category and country are what was declared here: an organisation may change its kind later,
    the counts of a closed round may not.
    """

    __tablename__ = "stakeholder"
    __table_args__ = (
        UniqueConstraint("consultation_id", "person_id"),
        UniqueConstraint("consultation_id", "reference"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    reference: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    category: Mapped[str]
    country: Mapped[str] = mapped_column(default="")
    publication: Mapped[Publication] = mapped_column(default=Publication.ANONYMOUS)

    consultation: Mapped[Consultation] = relationship()
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    person: Mapped[Person | None] = relationship()

    @property
    def published_name(self) -> str:
        """Who wrote this, as they chose to be named: the one place where the choice is applied."""
        anonymous = f"Anonymous ({self.category})"
        if self.publication is Publication.ANONYMOUS:
            return anonymous
        organisation = self.organisation.name if self.organisation else ""
        if self.publication is Publication.ORGANISATION:
            return organisation or anonymous
        return organisation or self.name or anonymous


class Submission(Base):
    """All that one stakeholder sends in one round."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("round_id", "stakeholder_id"),
        CheckConstraint(
            "(submitted_at IS NULL) = (content_hash IS NULL)", "a_receipt_has_time_and_hash"
        ),
        CheckConstraint("withdrawn_at IS NULL OR submitted_at IS NOT NULL", "withdrawn_was_sent"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    stakeholder_id: Mapped[int] = mapped_column(ForeignKey("stakeholder.id"), index=True)
    source: Mapped[Source] = mapped_column(default=Source.WEB)
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    is_late: Mapped[bool] = mapped_column(default=False)
    idempotency_key: Mapped[str | None] = mapped_column(unique=True)
    salt: Mapped[str]
    content_hash: Mapped[str | None]

    round: Mapped[Round] = relationship()
    stakeholder: Mapped[Stakeholder] = relationship()
    answers: Mapped[list["Answer"]] = relationship(back_populates="submission")
    versions: Mapped[list["AnswerVersion"]] = relationship(
        back_populates="submission", order_by="AnswerVersion.id"
    )

    @property
    def is_counted(self) -> bool:
        """Neither withdrawn nor on the late list."""
        return self.withdrawn_at is None and not self.is_late

    @property
    def number(self) -> str:
        """The number on the receipt."""
        return f"R{self.round.number}-{self.id:06d}"


class AnswerVersion(Base):
    """One save of an answer, never changed; the newest is what its author sees.

    What was saved and not submitted never has an `Answer`, so no count and no export can hold it.
    """

    __tablename__ = "answer_version"
    __table_args__ = (
        UniqueConstraint("submission_id", "question_id", "number"),
        CheckConstraint(f"length(text) <= {ANSWER_LIMIT}", "within_the_limit"),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), index=True)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[int]
    text: Mapped[str]
    position: Mapped[Position] = mapped_column(default=Position.NONE)
    choices: Mapped[list[str]] = mapped_column(default=list)
    language: Mapped[str | None]
    saved_at: Mapped[datetime]

    submission: Mapped[Submission] = relationship(back_populates="versions")
    question: Mapped[OpenQuestion] = relationship()

    @property
    def is_blank(self) -> bool:
        """Neither a word nor a tick."""
        return not self.text.strip() and not self.choices


class Answer(Base):
    """What was submitted to one question: the version that counts."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("submission_id", "question_id"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("answer_version.id"), unique=True)
    reference: Mapped[str | None]

    submission: Mapped[Submission] = relationship(back_populates="answers")
    question: Mapped[OpenQuestion] = relationship()
    version: Mapped[AnswerVersion] = relationship(lazy="joined")
    campaign_copy: Mapped["CampaignCopy | None"] = relationship(back_populates="answer")
    reading: Mapped["Reading | None"] = relationship(back_populates="answer")

    @property
    def text(self) -> str:
        return self.version.text

    @property
    def position(self) -> Position:
        return self.version.position

    @property
    def label(self) -> str:
        """How exports name this answer: the source's own id, or ours."""
        return self.reference or f"A{self.id}"
