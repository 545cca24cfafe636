"""An organisation writes together: the colleagues of a stakeholder, and their notes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.consultation import Consultation
from consultation.models.person import Person
from consultation.models.question import OpenQuestion
from consultation.models.stakeholder import Stakeholder


class Colleague(Base):
    """Somebody who writes in the workspace of a stakeholder, whose own person is the lead.

    A person has one part in a consultation; `consultation_id` is there to hold that. `notice_hash`
    and `agreed_at` say which privacy notice they agreed to, as for a stakeholder.
    """

    __tablename__ = "colleague"
    __table_args__ = (UniqueConstraint("consultation_id", "person_id"),)

    stakeholder_id: Mapped[int] = mapped_column(ForeignKey("stakeholder.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    may_submit: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime]
    notice_hash: Mapped[str | None]
    agreed_at: Mapped[datetime | None]

    stakeholder: Mapped[Stakeholder] = relationship()
    consultation: Mapped[Consultation] = relationship()
    person: Mapped[Person] = relationship()


class Note(Base):
    """What colleagues write to each other beside an answer; never published or exported."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_place", "stakeholder_id", "question_id", "entry"),)

    stakeholder_id: Mapped[int] = mapped_column(ForeignKey("stakeholder.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), index=True)
    entry: Mapped[int] = mapped_column(default=1)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
    written_at: Mapped[datetime]

    stakeholder: Mapped[Stakeholder] = relationship()
    question: Mapped[OpenQuestion] = relationship()
    person: Mapped[Person] = relationship()
