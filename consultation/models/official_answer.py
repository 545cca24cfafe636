"""The body's own answers to what it is asked about the text: every wording, and when it held."""

import hashlib
import json
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.consultation import Consultation
from consultation.models.draft import Draft
from consultation.models.person import Person


class OfficialAnswer(Base):
    """What the body answers, for everybody, to a question about the text; its number stays."""

    __tablename__ = "official_answer"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    number: Mapped[int]

    consultation: Mapped[Consultation] = relationship()
    wordings: Mapped[list["OfficialWording"]] = relationship(
        back_populates="official_answer", order_by="OfficialWording.number"
    )

    @property
    def in_force(self) -> "OfficialWording | None":
        """The last wording that was published; one that was taken back is in force no more."""
        published = [wording for wording in self.wordings if wording.published_at is not None]
        return published[-1] if published and published[-1].ended_at is None else None

    @property
    def in_preparation(self) -> "OfficialWording | None":
        """What is written and not published yet."""
        return next((w for w in self.wordings if w.published_at is None), None)

    @property
    def published(self) -> list["OfficialWording"]:
        """Every wording that was ever in force, the newest first."""
        return [w for w in reversed(self.wordings) if w.published_at is not None]

    @property
    def is_public(self) -> bool:
        return bool(self.published)


class OfficialWording(Base):
    """A wording of an official answer: in force from its publication until it was ended.

    `answer` is Markdown. `provision_keys` are the provisions of `draft` that it is about.
    """

    __tablename__ = "official_wording"
    __table_args__ = (
        UniqueConstraint("official_answer_id", "number"),
        CheckConstraint("ended_at IS NULL OR published_at IS NOT NULL", "ended_was_published"),
    )

    official_answer_id: Mapped[int] = mapped_column(ForeignKey("official_answer.id"), index=True)
    number: Mapped[int]
    question: Mapped[str]
    answer: Mapped[str]
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    provision_keys: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    written_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str] = mapped_column(default="", server_default="")

    official_answer: Mapped[OfficialAnswer] = relationship(back_populates="wordings")
    draft: Mapped[Draft | None] = relationship()
    written_by: Mapped[Person] = relationship()

    @property
    def seen(self) -> str:
        """What stands for its words as somebody read them: another for any other words."""
        words = [self.number, self.question, self.answer, self.draft_id, self.provision_keys]
        return hashlib.sha256(json.dumps(words).encode()).hexdigest()
