"""Packs and synopsis reports as they were compiled: all formats of one moment, a manifest."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.consultation import Round
from consultation.models.person import Person


class EditionKind(StrEnum):
    """What is compiled."""

    PACK = "plenary pack"
    SYNOPSIS = "synopsis report"


class Edition(Base):
    """A plenary pack and the data behind it, all compiled from one instant of the database.

    Or the synopsis report of a consultation: then `round` is the newest that had begun, and
    `number` counts the reports of the consultation.

    `manifest` is there once every file is: their hashes and sizes, the counts, and the newest entry
    of the log that was seen. `files_removed_because` is why the files are kept no longer.
    """

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("round_id", "kind", "number"),
        CheckConstraint(
            "(files_removed_at IS NULL) = (files_removed_because IS NULL)",
            "removed_has_its_reason",
        ),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    kind: Mapped[EditionKind] = mapped_column(
        default=EditionKind.PACK, server_default=EditionKind.PACK.value
    )
    number: Mapped[int]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    manifest: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    files_removed_at: Mapped[datetime | None]
    files_removed_because: Mapped[str | None]

    round: Mapped[Round] = relationship()
    asked_by: Mapped[Person] = relationship()

    @property
    def called(self) -> str:
        """How it is spoken of: "edition 2 of Round 1"."""
        if self.kind is EditionKind.SYNOPSIS:
            return f"synopsis report {self.number} of {self.round.consultation.title}"
        return f"edition {self.number} of {self.round.title}"

    @property
    def is_whole(self) -> bool:
        """Whether every file is there to be taken away."""
        return self.manifest is not None and self.files_removed_at is None

    @property
    def files(self) -> dict[str, dict[str, Any]]:
        """By name, what the manifest says of each file."""
        files: dict[str, dict[str, Any]] = (self.manifest or {}).get("files", {})
        return files
