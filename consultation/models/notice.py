"""What a consultation tells people about their data, in every text that was ever in force."""

import hashlib
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.consultation import Consultation


def sha256_of(text: str) -> str:
    """By what somebody says which text they agreed to."""
    return hashlib.sha256(text.encode()).hexdigest()


class PrivacyNotice(Base):
    """A privacy notice in Markdown, in force from its own moment until the next one's.

    No row is ever changed. An empty text says that there is none from then on; since when the
    first is in force was not noted before there were several.
    """

    __tablename__ = "privacy_notice"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    text: Mapped[str]
    sha256: Mapped[str]
    in_force_from: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()
