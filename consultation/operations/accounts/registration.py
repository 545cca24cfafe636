"""Registering and setting a new password, both by a link that is mailed.

Whoever types an address learns nothing about it: what is said, done and written is the same for a
known one and an unknown one. What differs is in the mail, which only its owner reads.
"""

import secrets
from datetime import datetime

from consultation.db import session
from consultation.models import Person, TokenKind
from consultation.operations.accounts import attempts
from consultation.operations.accounts.invited import make_account
from consultation.operations.accounts.passwords import change_password, person_by_email
from consultation.operations.accounts.people import address, one_line
from consultation.operations.accounts.tokens import new_token, used_token
from consultation.operations.correspondence.mail import post

_IGNORE = "\n\nIf it was not you, do nothing: nothing happens without this link.\n\n"


def ask_to_register(
    email: str, name: str, password_hash: str, *, leads_to: str, host: str, now: datetime
) -> None:
    """Mail a link that makes the account; to somebody who has one, a link to a new password.

    `host` is where it was asked from. After a few mails to an address no more are sent for a while.
    """
    email = address(email)
    if not _may_mail(email, host, now):
        return
    if person_by_email(email) is not None:
        raw = new_token(TokenKind.RESET, email, now=now)
        subject, path = "You have an account already", f"/reset/{raw}"
        text = (
            "Somebody, probably you, registered with this address. It has an account: sign in "
            f"with it.{_IGNORE}If you have forgotten the password, set a new one within an hour:"
        )
    else:
        kept = {"name": one_line(name), "password_hash": password_hash, "leads_to": leads_to}
        raw = new_token(TokenKind.REGISTER, email, now=now, **kept)
        subject, path = "Confirm your address", f"/confirm/{raw}"
        text = (
            "Somebody, probably you, registered with this address."
            f"{_IGNORE}Open this page within an hour to confirm it:"
        )
    post(email, subject, text, f"token {secrets.token_hex(8)}", now, path=path)


def confirm_address(raw: str, *, now: datetime) -> tuple[Person, str]:
    """Make the account that waited for its address, and say where its owner wanted to go."""
    token = used_token(TokenKind.REGISTER, raw, now)
    person = person_by_email(token.email)
    if person is None:
        person = make_account(token.email, token.name, token.password_hash, now=now)
    return person, token.leads_to


def ask_for_reset(email: str, *, host: str, now: datetime) -> None:
    """Mail a link to a new password, where there is an account; after a few, none for a while."""
    email = email.strip().lower()
    person = person_by_email(email)
    if not _may_mail(email, host, now) or person is None or not person.is_active:
        return
    raw = new_token(TokenKind.RESET, person.email, now=now)
    text = (
        "Somebody, probably you, asked for a new password for your account."
        f"{_IGNORE}Open this page within an hour to set it:"
    )
    post(
        person.email, "Set a new password", text, f"token {secrets.token_hex(8)}", now,
        path=f"/reset/{raw}",
    )  # fmt: skip


def reset_password(raw: str, password_hash: str, *, now: datetime) -> None:
    """Set a new password by a mailed token; signing in is open again, however often it failed."""
    token = used_token(TokenKind.RESET, raw, now)
    attempts.forget(attempts.SIGN_IN, token.email)
    person = person_by_email(token.email)
    if person is not None and person.is_active:
        change_password(person, password_hash, now=now)
    session.flush()


def _may_mail(email: str, host: str, now: datetime) -> bool:
    """Count one more mail to an address; a limit that one host reached is not another's.

    Raises TooManyTries where the host has had too many sent, to whomever.
    """
    attempts.ensure_below(attempts.HOST_MAIL, attempts.ANYBODY, host, now)
    attempts.note(attempts.HOST_MAIL, attempts.ANYBODY, host, now)
    reached = attempts.is_reached(attempts.MAIL, email, host, now)
    attempts.note(attempts.MAIL, email, host, now)
    return not reached
