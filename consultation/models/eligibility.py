"""Who is accepted to take part in a consultation, and who is refused."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.consultation import Consultation
from consultation.models.person import Person
from consultation.models.stakeholder import Stakeholder


class Eligibility(Base):
    """The decision on whether somebody takes part, with the facts that they declared.

    `link_hash` is that of the secret in the link by which whoever is accepted begins to take part,
    `stakeholder` the part that they have begun.
    """

    __tablename__ = "eligibility"
    __table_args__ = (
        UniqueConstraint("consultation_id", "email"),
        CheckConstraint("is_accepted OR reason <> ''", "a_refusal_has_its_reason"),
        CheckConstraint("is_accepted OR link_hash IS NULL", "who_is_refused_has_no_link"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    email: Mapped[str]
    name: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    category: Mapped[str]
    country: Mapped[str] = mapped_column(default="")
    size: Mapped[str] = mapped_column(default="")
    register_number: Mapped[str] = mapped_column(default="")
    working_groups: Mapped[list[str]] = mapped_column(default=list)
    is_accepted: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    link_hash: Mapped[str | None] = mapped_column(unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime]
    stakeholder_id: Mapped[int | None] = mapped_column(ForeignKey("stakeholder.id"), index=True)

    consultation: Mapped[Consultation] = relationship()
    by: Mapped[Person] = relationship()
    stakeholder: Mapped[Stakeholder | None] = relationship()
