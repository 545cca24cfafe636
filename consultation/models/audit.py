"""The log of what people did: append-only, chained by hash."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.person import Person


class AuditEntry(Base):
    """Who did what to what, before, after, why and when; `previous` is the hash before it."""

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
    previous: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)

    person: Mapped[Person | None] = relationship()
