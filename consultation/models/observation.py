"""What somebody wrote by hand as the observation on an answer, in the comment table of a round."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.answer import Answer
from consultation.models.person import Person


class Observation(Base):
    """One wording of the observation on an answer; the one with the highest `number` holds.

    No wording is changed or taken away. Where the one that holds is empty, the observation is
    composed again from what was decided.
    """

    __tablename__ = "observation"
    __table_args__ = (
        UniqueConstraint("answer_id", "number"),
        CheckConstraint("number >= 1", "wordings_count_from_one"),
    )

    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), index=True)
    number: Mapped[int]
    text: Mapped[str]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    written_at: Mapped[datetime]

    answer: Mapped[Answer] = relationship()
    written_by: Mapped[Person] = relationship()
