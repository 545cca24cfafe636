"""People with an account, and the organisations they write for."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base


class Organisation(Base):
    """A body that takes part: one row, whoever writes for it."""

    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(unique=True)
    category: Mapped[str]
    country: Mapped[str] = mapped_column(default="")
    size: Mapped[str] = mapped_column(default="")
    register_number: Mapped[str] = mapped_column(default="")


class Person(Base):
    """Somebody who can sign in.

    With a `totp_secret`, which is kept sealed, a code is asked for after the password; `totp_step`
    is the half minute of the last one taken, so that none is taken twice. `calendar_hash` is that
    of the secret in the address of their own calendar. Who `may_found` consultations is said by
    whoever runs the instance.
    """

    __tablename__ = "person"

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    session_key: Mapped[str]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    totp_secret: Mapped[str | None]
    totp_step: Mapped[int | None]
    calendar_hash: Mapped[str | None] = mapped_column(unique=True)
    may_found: Mapped[bool] = mapped_column(default=False)

    organisation: Mapped[Organisation | None] = relationship()

    # What Flask-Login asks of an account, without drawing Flask into the models.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    def get_id(self) -> str:
        """What the session cookie holds: a new key ends every session of this person."""
        return f"{self.id}:{self.session_key}"
