"""That a person wants no suggestion for a point: it stays where it is."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.analysis import Point
from consultation.models.person import Person


class Refusal(Base):
    """That a person refused what was suggested for a point; it is suggested no more.

    Which theme it was stands in the log. The point's place is as it was, and nobody's decision.
    """

    __tablename__ = "refusal"

    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), unique=True)
    refused_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    point: Mapped[Point] = relationship()
    refused_by: Mapped[Person] = relationship()
