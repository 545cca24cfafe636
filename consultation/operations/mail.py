"""The outbox: a mail is a row of the transaction it tells of, and is sent afterwards, until it is.

`consultation.postman` carries the rows; nothing here waits for a mail server.
"""

import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from consultation.db import session
from consultation.models import Mail

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""How long after each failed try the next one comes; the last wait is repeated."""

MOST_TRIES = 120
"""Tries before a mail is given up: some five days."""


def post(to: str, subject: str, text: str, key: str, now: datetime, *, path: str = "") -> Mail:
    """Put a mail in the outbox; the same `key` once more is the mail that is there.

    `path` is the page of ours that the mail leads to: the sender puts the configured address
    before it, never the one that a request came under.
    """
    there_is = select(Mail).where(Mail.key == key)
    while (mail := session.scalar(there_is)) is None:
        # Another may post it in the same instant; then theirs is the one.
        with suppress(IntegrityError), session.begin_nested():
            session.add(
                Mail(
                    key=key,
                    to=to,
                    subject=" ".join(subject.split()),
                    text=text,
                    path=path,
                    message_id=f"<{secrets.token_hex(16)}@plenary>",
                    made_at=now,
                    next_try_at=now,
                )
            )
    return mail


def take_due(now: datetime) -> Mail | None:
    """The mail that is due longest, its next try put off; None when none is due.

    Whoever takes it has until that next try: a carrier that dies loses nothing.
    """
    mail = session.scalar(
        select(Mail)
        .where(Mail.sent_at.is_(None), Mail.next_try_at <= now, Mail.attempts < MOST_TRIES)
        .order_by(Mail.next_try_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if mail is not None:
        mail.next_try_at = now + WAITS[min(mail.attempts, len(WAITS) - 1)]
        mail.attempts += 1
        session.flush()
    return mail


def note_sent(mail: Mail, now: datetime) -> None:
    """Note that a mail was handed over; where it led is forgotten, for that may be a token."""
    mail.sent_at = now
    mail.path = mail.error = ""


def note_failed(mail: Mail, why: str) -> None:
    """Note why a try failed."""
    mail.error = why
