"""Who takes part in a consultation, and how they let themselves be named."""

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.consultation import Consultation
from consultation.models.meeting import Meeting
from consultation.models.person import Organisation, Person


class Publication(StrEnum):
    """How a stakeholder lets a contribution be published.

    Named is by their own name and their organisation's: the name is that of who answers for what
    is sent, the lead of a workspace. Under a pseudonym what one author sent in a consultation can
    be told to be one author's, and nothing beyond it. What is not published is read by those who
    review, and counts; nobody else reads it.
    """

    NAMED = "named"
    ORGANISATION = "organisation only"
    PSEUDONYM = "pseudonym"
    ANONYMOUS = "anonymous"
    WITHHELD = "not published"


NAMELESS = frozenset({Publication.ANONYMOUS, Publication.WITHHELD})
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_pseudonym() -> str:
    """Forty random bits, new for each part: no two consultations can be linked by it."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


class Stakeholder(Base):
    """Somebody's part in one consultation, for an organisation or alone.

    Category and country are what was declared here: an organisation may change its kind later,
    the counts of a closed round may not. `notice_hash` is the SHA-256 of the privacy notice that
    was agreed to, `agreed_at` when. `code_hash` is the code by which colleagues join, until
    `code_until`. `contact` is the address of whom the secretariat enters something for: the part
    becomes theirs once they have an account with it. `pseudonym` is random. Who only spoke in a
    `meeting` takes no part and stands for no organisation.
    """

    __tablename__ = "stakeholder"
    __table_args__ = (
        UniqueConstraint("consultation_id", "person_id"),
        UniqueConstraint("consultation_id", "reference"),
        CheckConstraint(
            "meeting_id IS NULL OR (person_id IS NULL AND organisation_id IS NULL)",
            "who_spoke_takes_no_part",
        ),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    reference: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    category: Mapped[str]
    country: Mapped[str] = mapped_column(default="")
    publication: Mapped[Publication] = mapped_column(default=Publication.ANONYMOUS)
    notice_hash: Mapped[str | None]
    agreed_at: Mapped[datetime | None]
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    code_until: Mapped[datetime | None]
    contact: Mapped[str] = mapped_column(default="", server_default="")
    pseudonym: Mapped[str] = mapped_column(default=new_pseudonym)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)

    consultation: Mapped[Consultation] = relationship()
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    person: Mapped[Person | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship()

    @property
    def goes_by(self) -> str:
        """The organisation's name, or their own; for those only who may know who they are."""
        return self.organisation.name if self.organisation else self.name

    def named_as(self, choice: Publication) -> str:
        """The name that may stand beside their words: the one place where a choice is applied."""
        if choice is Publication.PSEUDONYM:
            return f"Contributor {self.pseudonym} ({self.category})"
        own = self.name if choice is Publication.NAMED else ""
        organisation = self.organisation.name if self.organisation else ""
        if choice in NAMELESS or not (own or organisation):
            return f"Anonymous ({self.category})"
        return ", ".join(name for name in (own, organisation) if name)

    def country_as(self, choice: Publication) -> str:
        """The country that may stand there too: with the kind of stakeholder it could be a name."""
        return "" if self.is_nameless_as(choice) else self.country

    def is_nameless_as(self, choice: Publication) -> bool:
        """Whether what is published in this way bears the kind of stakeholder alone."""
        is_bare = self.named_as(choice) == self.named_as(Publication.ANONYMOUS)
        return is_bare or choice is Publication.PSEUDONYM
