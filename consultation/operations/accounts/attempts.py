"""Limits on tries: counted per account and address, so that nobody can lock another out.

Codes are counted per account alone.
"""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from consultation.db import session
from consultation.errors import TooManyTries
from consultation.models import Attempt


@dataclass(frozen=True)
class Limit:
    """At most so many tries of a kind within a time, and what to do after that."""

    kind: str
    most: int
    within: timedelta
    advice: str = ""


SIGN_IN = Limit(
    "sign in",
    10,
    timedelta(minutes=15),
    "Too many tries with this address. Wait a quarter of an hour, or set a new password by mail: "
    "“Forgotten password” works at once.",
)
CODE = Limit(
    "code",
    10,
    timedelta(hours=1),
    "Too many codes were tried for this account. Wait an hour. If it was not you, somebody knows "
    "your password: set a new one by “Forgotten password”.",
)
"""Codes of the second factor, from wherever: whoever is asked for one has given the password."""
CONFIRM = Limit(
    "confirm",
    10,
    timedelta(hours=1),
    "Too many passwords were tried with this link. Register again: the next link goes with the "
    "password that you choose then.",
)
"""Passwords for one mailed link; of a link that is good for an hour."""
CALENDAR = Limit(
    "calendar",
    60,
    timedelta(hours=1),
    "Too many calendar addresses that are none were tried from where you are. Wait an hour.",
)
"""Wrong secrets from one place; whoever has a right one is never in the way of it."""
API = Limit(
    "token",
    60,
    timedelta(hours=1),
    "Too many tokens that are none were tried from where you are. Wait an hour.",
)
"""Wrong tokens of the API from one place; whoever has a right one is never in the way of it."""
EVERYWHERE = ""
"""Stands for the address where a limit is of the account alone."""
MAIL = Limit("mail", 5, timedelta(hours=1))
"""Mails that anybody can have sent to an address by typing it."""
HOST_MAIL = Limit(
    "mail of a host",
    500,
    timedelta(hours=1),
    "Too many mails were asked for from where you are. Wait an hour, or ask from elsewhere.",
)
"""Mails that one place can have sent, to whomever: two hundred people of one office ask twice."""
ANYBODY = ""
"""Stands for the account where a limit is of the address alone."""


def is_reached(limit: Limit, account: str, address: str, now: datetime) -> bool:
    return len(_recent(limit, account, address, now)) >= limit.most


def ensure_below(limit: Limit, account: str, address: str, now: datetime) -> None:
    """Raise TooManyTries, with the seconds until the next try, where the limit is reached."""
    recent = _recent(limit, account, address, now)
    if len(recent) >= limit.most:
        left = recent[-limit.most] + limit.within - now
        raise TooManyTries(limit.advice, seconds=int(left.total_seconds()) + 1)


def network(address: str) -> str:
    """Whom an address stands for: itself, or the 64 bits of IPv6 that one household has.

    >>> network("192.0.2.7"), network("2001:db8::7"), network("::ffff:192.0.2.7")
    ('192.0.2.7', '2001:db8::', '192.0.2.7')

    Some proxies add the port, which is another for each request.

    >>> network("192.0.2.7:5678"), network("[2001:db8::7]:5678"), network("::1")
    ('192.0.2.7', '2001:db8::', '::')
    """
    try:
        found = ipaddress.ip_address(_without_port(address))
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    own = found.ipv4_mapped
    return str(own or ipaddress.ip_network((int(found), 64), strict=False).network_address)


def _without_port(address: str) -> str:
    if address.startswith("["):
        return address[1:].partition("]")[0]
    host, _, port = address.partition(":")
    return address if ":" in port else host


def note(limit: Limit, account: str, address: str, now: datetime) -> None:
    """Count one try, and forget those that count no more."""
    forget_old(now)
    session.add(Attempt(kind=limit.kind, account=_hash(account), address=_hash(address), at=now))
    session.flush()


def forget_old(now: datetime) -> None:
    """Keep no try longer than it counts."""
    for limit in (SIGN_IN, CODE, CONFIRM, CALENDAR, API, MAIL, HOST_MAIL):
        session.execute(
            delete(Attempt).where(Attempt.kind == limit.kind, Attempt.at <= now - limit.within)
        )


def forget(limit: Limit, account: str) -> None:
    """Let an account begin anew, from wherever it is tried."""
    session.execute(
        delete(Attempt).where(Attempt.kind == limit.kind, Attempt.account == _hash(account))
    )


def _recent(limit: Limit, account: str, address: str, now: datetime) -> list[datetime]:
    return list(
        session.scalars(
            select(Attempt.at)
            .where(
                Attempt.kind == limit.kind,
                Attempt.account == _hash(account),
                Attempt.address == _hash(address),
                Attempt.at > now - limit.within,
            )
            .order_by(Attempt.at)
        )
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.strip().lower().encode()).hexdigest()
