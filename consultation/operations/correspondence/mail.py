"""The outbox: a mail is a row of the transaction it tells of, and is sent afterwards, until it is.

`consultation.postman` carries the rows; nothing here waits for a mail server.
"""

import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from consultation.db import session
from consultation.models import Mail, Person
from consultation.models.mail import MOST_TRIES

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""How long after each failed try the next one comes; the last wait is repeated."""

KEPT = timedelta(days=30)
"""How long the words of a mail are kept after it was sent, or written and given up."""


def post(
    to: str,
    subject: str,
    text: str,
    key: str,
    now: datetime,
    *,
    path: str = "",
    names: Person | None = None,
) -> Mail:
    """Put a mail in the outbox; the same `key` once more is the mail that is there.

    `path` is the page of ours that the mail leads to: the sender puts the configured address
    before it, never the one that a request came under. Where the mail gives somebody's name to
    another, `names` is who: the key holds them, so that `forget_person` finds it.
    """
    key = f"{key}{_naming(names)}" if names else key
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


def forget_old(now: datetime) -> None:
    """Keep no words longer than they are of use; the row stays, for its key says what was told."""
    is_over = or_(
        Mail.sent_at <= now - KEPT,
        and_(Mail.attempts >= MOST_TRIES, Mail.made_at <= now - KEPT),
    )
    session.execute(update(Mail).where(is_over, Mail.text != "").values(subject="", text=""))


def forget_person(person: Person, stand_in: str) -> None:
    """Take a person out of the outbox, who is there with their name and address until now.

    Mails to them go. Of mails to others that name them, what was sent loses its words, and what
    waits is sent with `stand_in` for the name.
    """
    session.execute(delete(Mail).where(Mail.to == person.email))
    for mail in session.scalars(select(Mail).where(Mail.key.endswith(_naming(person)))):
        if mail.sent_at is not None:
            mail.subject = mail.text = ""
        mail.subject = mail.subject.replace(person.name, stand_in)
        mail.text = mail.text.replace(person.name, stand_in)


def _naming(person: Person) -> str:
    return f", names {person.id}"


def note_failed(mail: Mail, why: str) -> None:
    """Note why a try failed."""
    mail.error = why
