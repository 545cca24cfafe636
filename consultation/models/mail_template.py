"""A body's own words for the letters that a consultation sends."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.consultation import Consultation


class LetterKind(StrEnum):
    """Which letter a template is for."""

    INVITATION = "invitation"
    ACCEPTANCE = "acceptance"
    REFUSAL = "refusal"
    REMINDER = "reminder"


class MailTemplate(Base):
    """Subject and text of one kind of letter, with fields in double braces."""

    __tablename__ = "mail_template"
    __table_args__ = (
        UniqueConstraint("consultation_id", "kind"),
        CheckConstraint("subject <> '' AND text <> ''", "says_something"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    kind: Mapped[LetterKind]
    subject: Mapped[str]
    text: Mapped[str]

    consultation: Mapped[Consultation] = relationship()
