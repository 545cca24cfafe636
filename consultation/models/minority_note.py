"""Why a person took a minority point from where it was found."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.analysis import Point
from consultation.models.person import Person


class MinorityNote(Base):
    """What a person noted when they took a minority point from where it is heard.

    It stays with the point, also when a later analysis finds the point no minority any more: so
    `reason` says why it was one, and `found_in` is the title of its theme, empty for one unplaced.
    """

    __tablename__ = "minority_note"
    __table_args__ = (CheckConstraint("note <> ''", "says_why"),)

    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), unique=True)
    reason: Mapped[str]
    found_in: Mapped[str]
    note: Mapped[str]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    noted_at: Mapped[datetime]

    point: Mapped[Point] = relationship()
    noted_by: Mapped[Person] = relationship()
