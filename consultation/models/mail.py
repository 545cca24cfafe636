"""Mails: rows that the worker sends, written in the transaction of the act they tell of."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from consultation.db import Base

MOST_TRIES = 120
"""Tries before a mail is given up: some five days."""


class Mail(Base):
    """One mail, sent or still to be sent; one act (`key`) makes one mail.

    `path` is the page of ours that it leads to. It is emptied once the mail is sent: it may hold
    a token. A repeated try has the same `message_id`, so that two copies are known as one.
    `subject` and `text` are emptied some weeks after it was sent; the row stays for its `key`.
    """

    __tablename__ = "mail"
    __table_args__ = (Index("ix_mail_due", "sent_at", "next_try_at"),)

    key: Mapped[str] = mapped_column(unique=True)
    to: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    text: Mapped[str]
    path: Mapped[str] = mapped_column(default="")
    message_id: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
