"""What becomes of provisions and of comments on their words from one draft to the next."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.answer import Answer
from consultation.models.consultation import Consultation
from consultation.models.draft import Draft, Provision
from consultation.models.person import Person


class Lineage(Base):
    """That a provision of the draft before goes on in a provision of `draft`.

    Without `new` the old one is removed, without `old` the new one was added; a split has a row
    for each part, a merger one for each origin. Whether words, number or place differ is read from
    the two. The machine proposes (`likeness` 0 to 1); `decided_by` is the person who says so.
    """

    __tablename__ = "lineage"
    __table_args__ = (
        UniqueConstraint("draft_id", "old_id", "new_id"),
        CheckConstraint("old_id IS NOT NULL OR new_id IS NOT NULL", "of_something"),
        CheckConstraint("(decided_by_id IS NULL) = (decided_at IS NULL)", "decided_by_somebody"),
        CheckConstraint("likeness BETWEEN 0 AND 1", "likeness_is_a_share"),
    )

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    old_id: Mapped[int | None] = mapped_column(ForeignKey("provision.id"), index=True)
    new_id: Mapped[int | None] = mapped_column(ForeignKey("provision.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
    likeness: Mapped[float | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]

    draft: Mapped[Draft] = relationship()
    old: Mapped[Provision | None] = relationship(foreign_keys=old_id)
    new: Mapped[Provision | None] = relationship(foreign_keys=new_id)
    decided_by: Mapped[Person | None] = relationship()

    @property
    def is_proposed(self) -> bool:
        """Whether only the machine has said so."""
        return self.decided_by_id is None


class Anchor(Base):
    """Where the words that a comment is about stand in a later draft.

    Found word for word by the machine, or said by a person (`decided_by`). Without `provision` the
    comment waits for a person, or is said to have lost its place. `passage` is a W3C text quote
    and position in that provision, None where only the provision is known.
    """

    __tablename__ = "anchor"
    __table_args__ = (
        UniqueConstraint("draft_id", "answer_id"),
        CheckConstraint("(decided_by_id IS NULL) = (decided_at IS NULL)", "decided_by_somebody"),
        CheckConstraint("version >= 1", "versions_count_from_one"),
    )

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), index=True)
    provision_id: Mapped[int | None] = mapped_column(ForeignKey("provision.id"), index=True)
    passage: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    draft: Mapped[Draft] = relationship()
    answer: Mapped[Answer] = relationship()
    provision: Mapped[Provision | None] = relationship()
    decided_by: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def consultation(self) -> Consultation:
        return self.draft.consultation

    @property
    def waits(self) -> bool:
        """Whether a person has yet to say where it belongs."""
        return self.provision_id is None and self.decided_by_id is None
