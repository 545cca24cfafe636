"""What programs read with and are told by: tokens of the API, webhooks and their deliveries."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.consultation import Consultation
from consultation.models.person import Person


class Scope(StrEnum):
    """How much a token opens."""

    PUBLIC = "public"
    SECRETARIAT = "secretariat"


class ApiToken(Base):
    """The right of a program to read; only its hash is kept, and it is shown once.

    With the scope of the secretariat it reads of its consultation what its maker may read, as long
    as its maker may: who leaves the secretariat takes along what the token opened.
    """

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("made_at < expires_at", "made_before_it_expires"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    name: Mapped[str]
    scope: Mapped[Scope]
    hash: Mapped[str] = mapped_column(unique=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()
    made_by: Mapped[Person] = relationship()

    def is_good(self, now: datetime) -> bool:
        return self.revoked_at is None and self.made_at <= now < self.expires_at


class WebhookEvent(StrEnum):
    """What a webhook can be told of."""

    ROUND_OPENED = "round.opened"
    ROUND_CLOSED = "round.closed"
    ROUND_EXTENDED = "round.extended"
    DRAFT_PUBLISHED = "draft.published"
    CONTRIBUTIONS_PUBLISHED = "contributions.published"
    OUTCOMES_PUBLISHED = "outcomes.published"
    EDITION_COMPILED = "edition.compiled"


class Webhook(Base):
    """An address of somebody else's that is told of events; `secret`, sealed, signs what is sent.

    It is turned off after failing for long, or by the secretariat; `off_because` says which.
    """

    __tablename__ = "webhook"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    address: Mapped[str]
    events: Mapped[list[str]]
    secret: Mapped[str]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    off_at: Mapped[datetime | None]
    off_because: Mapped[str] = mapped_column(default="")

    consultation: Mapped[Consultation] = relationship()
    made_by: Mapped[Person] = relationship()
    deliveries: Mapped[list["Delivery"]] = relationship(
        back_populates="webhook", order_by="Delivery.id.desc()"
    )


class Delivery(Base):
    """One event for one webhook, delivered or still to be; every try sends the same `number`.

    `key` is the act it tells of, so that no act is told of twice. The body holds ids and
    addresses, never a text or a name.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "key"),
        Index("ix_delivery_due", "delivered_at", "next_try_at"),
    )

    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id"), index=True)
    event: Mapped[WebhookEvent]
    key: Mapped[str]
    number: Mapped[str] = mapped_column(unique=True)
    body: Mapped[str]
    made_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    status: Mapped[int | None]
    error: Mapped[str] = mapped_column(default="")
    delivered_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]

    webhook: Mapped[Webhook] = relationship(back_populates="deliveries")

    @property
    def state(self) -> str:
        """Where it is, in a word."""
        if self.delivered_at is not None:
            return "delivered"
        if self.given_up_at is not None:
            return "given up"
        return "waiting" if self.attempts == 0 else "to be tried again"
