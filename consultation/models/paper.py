"""Papers: the files that stakeholders attach, and the text that was read in them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.submission import Submission

PAPER_LIMIT = 20
"""Papers of one submission."""


class PaperKind(StrEnum):
    """What a paper is, by its bytes."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    MARKDOWN = "markdown"
    TEXT = "text"


MEDIA_TYPES = {
    PaperKind.PDF: "application/pdf",
    PaperKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PaperKind.ODT: "application/vnd.oasis.opendocument.text",
    PaperKind.MARKDOWN: "text/plain",
    PaperKind.TEXT: "text/plain",
}


class Paper(Base):
    """A file that a stakeholder attached, and its text: what is taken of it becomes answers.

    `blocks` are headings (`level` from 1) and paragraphs (0) in order, with their page (0 where
    there are none). The file lies in the data folder under its hash. `entered` is the original of
    what somebody sent otherwise, kept by the secretariat: it reads those, and no others, unsent.
    """

    __tablename__ = "paper"
    __table_args__ = (CheckConstraint("size > 0", "not_empty"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    kind: Mapped[PaperKind]
    sha256: Mapped[str]
    size: Mapped[int]
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True)
    left_out: Mapped[list[str]] = mapped_column(default=list)
    entered: Mapped[bool] = mapped_column(default=False, server_default=false())

    submission: Mapped[Submission] = relationship(back_populates="papers")

    @property
    def is_open_to_reviewers(self) -> bool:
        """Whether chairs and secretariat may read it whole: it is sent, named, and keeps no secret.

        A paper tells whose it is and holds what was not taken. So one answer without a name, or
        with an annex that only some chairs may read, closes the papers of the whole submission.
        """
        sent = [answer for answer in self.submission.answers if answer.replaced_at is None]
        return (
            self.submission.is_sent
            and self.removed_at is None
            and any(self.id in answer.version.paper_ids for answer in sent)
            and all(answer.bears_name and not answer.version.annex for answer in sent)
        )

    @property
    def is_forgotten(self) -> bool:
        """Whether file and text are gone: then its name and hash are all that receipts need."""
        return not self.blocks

    @property
    def media_type(self) -> str:
        """What its bytes are, as HTTP says it."""
        return MEDIA_TYPES[self.kind]
