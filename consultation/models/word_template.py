"""A body's own Word document, for the looks of what leaves."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.consultation import Consultation


class WordTemplate(Base):
    """The document whose styles and pages the Word files of a consultation have; one at most."""

    __tablename__ = "word_template"
    __table_args__ = (CheckConstraint("name <> ''", "has_a_name"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    name: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)

    consultation: Mapped[Consultation] = relationship()
