"""What guards an account: tokens sent by mail, recovery codes, and the count of failed tries."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.person import Person

TOKEN_LIFE = timedelta(hours=1)
SESSION_LIFE = timedelta(days=30)
"""How long a session is good, whatever is done in it."""


class TokenKind(StrEnum):
    """What a token is good for."""

    REGISTER = "register"
    RESET = "reset"


class Token(Base):
    """The right, sent by mail, to do one thing once within an hour; only its hash is kept.

    Registering waits here (`name`, `password_hash`, `leads_to`) until the address is confirmed.
    """

    __tablename__ = "token"

    kind: Mapped[TokenKind]
    hash: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str] = mapped_column(default="")
    leads_to: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]

    def is_good(self, now: datetime) -> bool:
        return self.made_at <= now < self.made_at + TOKEN_LIFE


class RecoveryCode(Base):
    """A code that stands in once for the second factor; only its hash is kept."""

    __tablename__ = "recovery_code"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    hash: Mapped[str] = mapped_column(unique=True)

    person: Mapped[Person] = relationship()


class Attempt(Base):
    """A try that counts against a limit: of what kind, on which account, from which address.

    Account and address are hashes, that of the address a keyed one: what is typed in a hurry may
    be a password, and there are few addresses. No row is kept longer than it counts.
    """

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_account", "kind", "account", "at"),)

    kind: Mapped[str]
    account: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime]


class EndedSession(Base):
    """A session that was signed out of, by the hash of its number: a copy of its cookie is void.

    Kept as long as the cookie could be good otherwise.
    """

    __tablename__ = "ended_session"

    hash: Mapped[str] = mapped_column(unique=True)
    ended_at: Mapped[datetime]
