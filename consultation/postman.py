"""The postman: carries what is due in the outbox to the mail server, or into a folder.

Without a mail server (`PLENARY_SMTP`) each mail becomes a file in the data folder's `mail/`, so
that a small instance and the demonstration work.
"""

import os
import smtplib
import ssl
import tempfile
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import structlog

from consultation import clock, db
from consultation.config import Settings
from consultation.db import session
from consultation.models import Mail
from consultation.operations.correspondence import mail as outbox
from consultation.queries.correspondence.letters import LINK

log = structlog.get_logger()

PATIENCE = 20
"""Seconds that a mail server may take for an answer."""


def carry_due(settings: Settings) -> int:
    """Send every mail that is due; stop where the server does not answer. Returns how many went."""
    sent = 0
    try:
        while (mail_id := _next_due()) is not None:
            message = _written(settings, mail_id)
            if message is None:
                continue
            if not _carried(settings, mail_id, message):
                break
            sent += 1
    finally:
        session.remove()
    return sent


def _next_due() -> int | None:
    # Stored before anything is made of it: whatever is wrong with one mail, the next gets its turn.
    with db.transaction():
        mail = outbox.take_due(clock.now())
        return mail.id if mail else None


def _written(settings: Settings, mail_id: int) -> EmailMessage | None:
    """A mail as a message; None where none can be made of it, which is noted."""
    try:
        # Its person may have left meanwhile, and their mails with them.
        mail = session.get(Mail, mail_id)
        return letter(mail, settings) if mail else None
    except ValueError as error:
        _note_failed(mail_id, error)
        return None


def _carried(settings: Settings, mail_id: int, message: EmailMessage) -> bool:
    """Hand one mail over and note it; False when the server is away, and the others can wait."""
    try:
        if settings.smtp:
            _hand_over(settings.smtp, message)
        else:
            _put_down(settings.data / "mail", f"{mail_id:06d}.eml", message)
    except (OSError, smtplib.SMTPException) as error:
        _note_failed(mail_id, error)
        return isinstance(error, smtplib.SMTPRecipientsRefused)
    with db.transaction():
        if mail := session.get(Mail, mail_id):
            outbox.note_sent(mail, clock.now())
    return True


def _note_failed(mail_id: int, error: Exception) -> None:
    with db.transaction():
        if mail := session.get(Mail, mail_id):
            outbox.note_failed(mail, f"{type(error).__name__}: {error}")
    log.warning("mail_not_sent", mail=mail_id, error=type(error).__name__)


def letter(mail: Mail, settings: Settings) -> EmailMessage:
    """A mail as it is sent; every try is the same message."""
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.mail_from
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.made_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    text = _with_link(mail.text, f"{settings.site.rstrip('/')}{mail.path}" if mail.path else "")
    message.set_content(f"{text}\n\n-- \nPlenary, {settings.site}\n")
    return message


def _with_link(text: str, link: str) -> str:
    """A text with its address where it has a place for it, else at its end."""
    if LINK in text:
        return text.replace(LINK, link)
    return f"{text}\n\n{link}" if link else text


def _hand_over(url: str, message: EmailMessage) -> None:
    server = urlsplit(url)
    context = ssl.create_default_context()
    secure = server.scheme == "smtps"
    port = server.port or (465 if secure else 25)
    host = server.hostname or ""
    with (
        smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=context)
        if secure
        else smtplib.SMTP(host, port, timeout=PATIENCE)
    ) as smtp:
        smtp.ehlo()
        if not secure and smtp.has_extn("starttls"):
            smtp.starttls(context=context)
        if server.username:
            smtp.login(unquote(server.username), unquote(server.password or ""))
        smtp.send_message(message)


def _put_down(folder: Path, name: str, message: EmailMessage) -> None:
    """Write a mail as a file that is whole or not there, for its owner alone."""
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(bytes(message))
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(folder / name)
