"""The log of what people did: append-only, chained by hash."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.person import Person


class AuditEntry(Base):
    """Who did what to what, before, after, why and when; `previous` is the hash before it.

    What it says in words (before, after and the reason) is in the chain by `words`, their hash
    with a `salt`: words that are erased can go, with the salt, and the chain holds. An entry of a
    release before has neither, and is in the chain with its words.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject", "subject_id"),)

    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("open_question.id"), index=True)
    action: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(default="")
    words: Mapped[str | None]
    salt: Mapped[str | None]
    previous: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)

    person: Mapped[Person | None] = relationship()
    covers: Mapped[list["LogCover"]] = relationship(order_by="LogCover.id", viewonly=True)


class LogCover(Base):
    """That a span of an entry is read as a mask: its words were redacted or erased since.

    The entry itself is never changed. The span is in the text to which `way` leads, in `part`:
    what stood before, after, or the reason.
    """

    __tablename__ = "log_cover"
    __table_args__ = (CheckConstraint('0 <= start AND start < "end"', "a_span"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), index=True)
    part: Mapped[str]
    way: Mapped[list[Any]] = mapped_column(JSON)
    start: Mapped[int]
    end: Mapped[int]
