"""Who is asked to run a consultation or a working group, by a mailed link."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.consultation import Consultation, Office, Role, WorkingGroup
from consultation.models.person import Person


class Invitation(Base):
    """That somebody is asked to hold an office in a working group, or a role in a consultation.

    `link_hash` is that of the secret in the mailed link, None once the link opens nothing any more.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("(role IS NULL) = (office IS NOT NULL)", "role_or_office"),
        CheckConstraint("(office IS NULL) = (working_group_id IS NULL)", "office_in_a_group"),
        CheckConstraint("accepted_at IS NULL OR taken_back_at IS NULL", "ends_in_one_way"),
        CheckConstraint(
            "link_hash IS NULL OR (accepted_at IS NULL AND taken_back_at IS NULL)",
            "link_ends_with_it",
        ),
        Index("ix_invitation_email", "email"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    working_group_id: Mapped[int | None] = mapped_column(ForeignKey("working_group.id"), index=True)
    office: Mapped[Office | None]
    role: Mapped[Role | None]
    email: Mapped[str]
    name: Mapped[str]
    link_hash: Mapped[str | None] = mapped_column(unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()
    working_group: Mapped[WorkingGroup | None] = relationship()
    by: Mapped[Person] = relationship()

    @property
    def is_pending(self) -> bool:
        return self.accepted_at is None and self.taken_back_at is None

    @property
    def asked_to_be(self) -> str:
        """What somebody is invited to be, in words."""
        if self.working_group is not None:
            return f"{self.office} of {self.working_group.code} {self.working_group.name}"
        return "a member of the secretariat" if self.role is Role.SECRETARIAT else "a reader"
