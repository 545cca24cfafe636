"""All that a stakeholder sends in a round, and how it stands."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.consultation import NOTHING_SENT, Round
from consultation.models.stakeholder import Publication, Stakeholder

if TYPE_CHECKING:
    from consultation.models.answer import Answer, AnswerVersion
    from consultation.models.paper import Paper
    from consultation.models.receipt import Receipt


class Source(StrEnum):
    """How a submission came in; with an import came its whole round, with a table a part of one."""

    WEB = "web"
    IMPORT = "import"
    TABLE = "table"
    EMAIL = "e-mail"
    PAPER = "paper"
    MEETING = "meeting"


ENTERED = (Source.EMAIL, Source.PAPER, Source.TABLE)
"""The ways in by which something is the secretariat's to put right and to withdraw."""

SAID_OF = {
    Source.WEB: "",
    Source.IMPORT: "",
    Source.TABLE: "imported",
    Source.EMAIL: "by e-mail",
    Source.PAPER: "on paper",
}
"""What stands beside an author's name; nothing where all else in the round came in alike."""


class Submission(Base):
    """All that one stakeholder sends in one round.

    `submitted_at` is when it was first received, and after a withdrawal when it was anew. It may be
    changed or withdrawn until the round closes: each time it gets one more receipt, and the newest
    says what counts. Where the secretariat entered it, it `reached_at` the body then, and
    `in_time_because` is why it counts though that was after the deadline. What somebody said in a
    meeting is one too, so that it is read with the rest, but it is never counted as one.
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("round_id", "stakeholder_id"),
        CheckConstraint("withdrawn_at IS NULL OR submitted_at IS NOT NULL", "withdrawn_was_sent"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    stakeholder_id: Mapped[int] = mapped_column(ForeignKey("stakeholder.id"), index=True)
    source: Mapped[Source] = mapped_column(default=Source.WEB)
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    is_late: Mapped[bool] = mapped_column(default=False)
    reached_at: Mapped[datetime | None]
    in_time_because: Mapped[str] = mapped_column(default="", server_default="")
    publication: Mapped[Publication | None]
    salt: Mapped[str]

    round: Mapped[Round] = relationship()
    stakeholder: Mapped[Stakeholder] = relationship()
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="submission", order_by="Answer.id"
    )
    versions: Mapped[list["AnswerVersion"]] = relationship(
        back_populates="submission", order_by="AnswerVersion.id"
    )
    papers: Mapped[list["Paper"]] = relationship(back_populates="submission", order_by="Paper.id")
    receipts: Mapped[list["Receipt"]] = relationship(
        back_populates="submission", order_by="Receipt.ordinal"
    )

    @property
    def is_counted(self) -> bool:
        """Neither withdrawn nor on the late list."""
        return self.withdrawn_at is None and not self.is_late

    @property
    def is_sent(self) -> bool:
        """Received and not withdrawn."""
        return self.submitted_at is not None and self.withdrawn_at is None

    @property
    def author_withdrew(self) -> bool:
        """Whether its author took it back, and not who entered it for them."""
        if self.withdrawn_at is None or not self.receipts:
            return False
        return self.receipts[-1].entered_by_id is None

    @property
    def source_label(self) -> str:
        """How it came in, as it stands beside its author's name; empty for what they sent here."""
        meeting = self.stakeholder.meeting
        return meeting.label if meeting is not None else SAID_OF[self.source or Source.WEB]

    @property
    def was_entered(self) -> bool:
        """Whether the secretariat wrote it down for its author, or took it from a table."""
        return self.source in ENTERED

    def ensure_open(self, now: datetime) -> None:
        """Raise RoundClosed outside the window of the round, saying what stands of it then."""
        self.round.ensure_open(now, standing=self._standing())

    def _standing(self) -> str:
        if not self.receipts:
            return NOTHING_SENT
        newest = self.receipts[-1]
        receipt = f"receipt {newest.number} of {self.round.exactly(newest.received_at)}"
        if not self.is_sent:
            return f"Nothing was sent. You had withdrawn what you sent before: {receipt}."
        stands = "stands on the late list" if self.is_late else "counts"
        return f"This change was not sent. What was received before {stands}: {receipt}."

    def may_change(self, now: datetime) -> bool:
        """Whether what was sent may still be changed: by the deadline, or by that for late."""
        return self.round.is_open(now) or (self.is_late and self.round.takes_late(now))

    @property
    def published_as(self) -> Publication:
        """The author's choice for this round, or for all."""
        return self.publication or self.stakeholder.publication

    @property
    def number(self) -> str:
        """The number on the receipt."""
        return f"R{self.round.number}-{self.id:06d}"
