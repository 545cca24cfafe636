"""The receipts that stakeholders are given for what they sent, changed or withdrew."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation import clock
from consultation.db import Base
from consultation.models.person import Person
from consultation.models.submission import Submission


class Act(StrEnum):
    """What a receipt confirms."""

    SENT = "sent"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class Receipt(Base):
    """What a stakeholder was told was received: time, hash, and which saves it holds.

    Never changed. The time that counts is `received_at`, the request's arrival; `stored_at` is
    when its turn to be stored had come, None in receipts of earlier releases. Where the
    secretariat wrote down what reached it otherwise, `received_at` is when that was, and
    `entered_by` who did.
    """

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("submission_id", "ordinal"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    ordinal: Mapped[int]
    act: Mapped[Act]
    received_at: Mapped[datetime]
    stored_at: Mapped[datetime | None] = mapped_column(default=lambda: clock.now())
    content_hash: Mapped[str]
    idempotency_key: Mapped[str | None] = mapped_column(unique=True)
    version_ids: Mapped[list[int]]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    submission: Mapped[Submission] = relationship(back_populates="receipts")
    entered_by: Mapped[Person | None] = relationship()

    @property
    def stored_late_at(self) -> datetime | None:
        """When it was stored, where it arrived in time and waited until the round had closed."""
        closes = self.submission.round.closes_at
        if self.stored_at is None or self.entered_by_id is not None:
            return None
        return self.stored_at if self.received_at <= closes < self.stored_at else None

    @property
    def number(self) -> str:
        """The submission's number, and which of its receipts this is after the first.

        >>> from consultation.models import Round
        >>> Receipt(submission=Submission(id=7, round=Round(number=2)), ordinal=3).number
        'R2-000007/3'
        """
        own = self.submission.number
        return own if self.ordinal == 1 else f"{own}/{self.ordinal}"
