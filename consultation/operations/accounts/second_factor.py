"""The second factor: a code of a clock-driven app (TOTP, RFC 6238), or a recovery code."""

import base64
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import delete, select

from consultation.db import locked, session
from consultation.models import Person, RecoveryCode
from consultation.operations.accounts import attempts
from consultation.operations.accounts.attempts import CODE, EVERYWHERE
from consultation.operations.accounts.tokens import hash_of
from consultation.operations.audit import record
from consultation.operations.correspondence.mail import post
from consultation.operations.sealing import SEALED, opened, seal

RECOVERY_CODES = 10
STEP = 30
"""Seconds that a code is shown; the one before and the one after are taken too."""
_in_clear = select(Person).where(~Person.totp_secret.startswith(SEALED))


def new_secret() -> str:
    """160 random bits, as an app reads them."""
    return pyotp.random_base32()


def address_for_app(person: Person, secret: str) -> str:
    """What the picture says to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name="Plenary")


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The half minute that a code belongs to; None for a wrong one."""
    current = int(now.timestamp()) // STEP
    app = pyotp.TOTP(secret)
    for step in (current - 1, current, current + 1):
        if secrets.compare_digest(app.at(step * STEP).encode(), code.encode()):
            return step
    return None


def turn_on(person: Person, secret: str, code: str, *, secret_key: str, now: datetime) -> list[str]:
    """Ask for a code from now on; return the recovery codes, of which only hashes are kept.

    The app's secret is kept sealed under the instance's `secret_key`.

    The owner is told by mail, for it may have been somebody else.
    There are none, and nothing is turned on, for a code that the app cannot have shown.
    """
    step = step_of(secret, "".join(code.split()), now)
    if step is None:
        return []
    person.totp_secret = seal(secret, owner=person.id, secret_key=secret_key)
    person.totp_step = step
    record("turn on the second factor", person, person=person, now=now)
    post(
        person.email,
        "Your second factor is on",
        f"Since {now:%-d %B %Y at %H:%M} UTC a code of an app is asked for after your password. If "
        "that was not you, ask whoever runs this site to turn it off, and set a new password here:",
        f"second factor of {person.id} on at {now.isoformat()}",
        now,
        path="/forgotten",
    )
    return _new_codes(person)


def turn_off(person: Person, *, author: Person | None, now: datetime) -> None:
    """Ask for the password alone; the owner is told by mail.

    There is no `author` where it is turned off from the command line.
    """
    person.totp_secret = person.totp_step = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    record("turn off the second factor", person, person=author, now=now)
    post(
        person.email,
        "Your second factor is off",
        f"Since {now:%-d %B %Y at %H:%M} UTC your password alone opens your account. If you did "
        "not turn the second factor off or ask for that, set a new password here:",
        f"second factor of {person.id} off at {now.isoformat()}",
        now,
        path="/forgotten",
    )


def count_try(person: Person, *, now: datetime) -> None:
    """Count one code before it is looked at, so that none of many at once goes uncounted.

    The last one that is looked at is told to the owner by mail. Raises TooManyTries after it.
    """
    locked(person)
    attempts.ensure_below(CODE, person.email, EVERYWHERE, now)
    attempts.note(CODE, person.email, EVERYWHERE, now)
    if attempts.is_reached(CODE, person.email, EVERYWHERE, now):
        post(
            person.email,
            "Somebody tries codes for your account",
            f"After your password, {CODE.most} codes of the second factor were tried within an "
            "hour; for a while no more are taken. If that was not you, somebody knows your "
            "password. Set a new one here:",
            f"codes of {person.id} at {now.isoformat()}",
            now,
            path="/forgotten",
        )


def takes_code(person: Person, code: str, *, secret_key: str, now: datetime) -> bool:
    """Whether a code of the app, or a recovery code, is right; either is taken only once.

    Raises SealBroken where it is no recovery code and the app's secret does not open.
    """
    locked(person)
    code = "".join(code.split())
    if not (_takes_recovery_code(person, code, now) or _takes_step(person, code, secret_key, now)):
        return False
    attempts.forget(CODE, person.email)
    return True


def _takes_recovery_code(person: Person, code: str, now: datetime) -> bool:
    recovery = session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.person_id == person.id, RecoveryCode.hash == _hash(person, code)
        )
    )
    if recovery is None:
        return False
    session.delete(recovery)
    record("use a recovery code", person, person=person, now=now)
    return True


def _takes_step(person: Person, code: str, secret_key: str, now: datetime) -> bool:
    if person.totp_secret is None:
        return False
    secret = opened(person.totp_secret, owner=person.id, secret_key=secret_key)
    step = step_of(secret, code, now)
    if step is None or (person.totp_step is not None and step <= person.totp_step):
        return False
    person.totp_step = step
    return True


def is_any_in_clear() -> bool:
    """Whether an earlier release has left secrets that are not sealed."""
    return session.scalar(_in_clear.with_only_columns(Person.id).limit(1)) is not None


def seal_all(secret_key: str) -> None:
    """Seal what an earlier release kept in clear."""
    for person in session.scalars(_in_clear.with_for_update()):
        clear = person.totp_secret or ""
        person.totp_secret = seal(clear, owner=person.id, secret_key=secret_key)


def _new_codes(person: Person) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = [
        base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(RECOVERY_CODES)
    ]
    session.add_all(RecoveryCode(person_id=person.id, hash=_hash(person, code)) for code in codes)
    session.flush()
    return [" ".join(code[at : at + 4] for at in range(0, 16, 4)) for code in codes]


def _hash(person: Person, code: str) -> str:
    return hash_of(f"{person.id}:{code.lower()}")
