"""That a person wants no suggestion for a point, or not the code suggested for a point or theme."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.analysis import Point, Theme
from consultation.models.code_frame import Code
from consultation.models.person import Person
from consultation.models.question import OpenQuestion


class Refusal(Base):
    """That a person refused what was suggested for a point; it is suggested no more.

    Which theme it was stands in the log. The point's place is as it was, and nobody's decision.
    """

    __tablename__ = "refusal"

    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), unique=True)
    refused_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    point: Mapped[Point] = relationship()
    refused_by: Mapped[Person] = relationship()


class CodeRefusal(Base):
    """That a person refused a code for a theme or a point; it is suggested there no more.

    One that is taken back is deleted; that it was there stands in the log.
    """

    __tablename__ = "code_refusal"
    __table_args__ = (
        CheckConstraint("(theme_id IS NULL) <> (point_id IS NULL)", "of_one"),
        UniqueConstraint("theme_id", "code_id"),
        UniqueConstraint("point_id", "code_id"),
    )

    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    point_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"))
    code_id: Mapped[int] = mapped_column(ForeignKey("code.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]

    question: Mapped[OpenQuestion] = relationship()
    theme: Mapped[Theme | None] = relationship()
    point: Mapped[Point | None] = relationship()
    code: Mapped[Code] = relationship()
    person: Mapped[Person] = relationship()
