"""Webhooks: addresses that are told of events; a delivery is a row of the transaction it tells of.

`consultation.courier` carries the rows; nothing here waits for another's server.
"""

import base64
import ipaddress
import json
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from consultation.db import session
from consultation.errors import RuleError
from consultation.models import Consultation, Delivery, Person, Round, Webhook, WebhookEvent
from consultation.operations.audit import record
from consultation.operations.sealing import seal

SECRET = "whsec_"  # noqa: S105
"""How a secret that signs begins (Standard Webhooks)."""

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
"""How long after each failed try the next one comes."""

MOST_TRIES = len(WAITS) + 1
"""Tries before a delivery is given up, and its webhook turned off: some two days."""

GONE = 410
"""What a receiver answers that wants to be told nothing any more."""


def make_webhook(
    consultation: Consultation,
    address: str,
    events: Iterable[WebhookEvent],
    *,
    secret_key: str,
    local: bool = False,
    by: Person,
    now: datetime,
) -> str:
    """The secret that signs what is sent there, shown once. Raises RuleError for a bad address."""
    ensure_address(address, local=local)
    webhook = Webhook(
        consultation_id=consultation.id,
        address=address,
        events=[event.value for event in events],
        secret="",
        made_by_id=by.id,
        made_at=now,
    )
    session.add(webhook)
    session.flush()
    raw = f"{SECRET}{base64.b64encode(secrets.token_bytes(32)).decode()}"
    webhook.secret = seal(raw, owner=webhook.id, secret_key=secret_key, kind="webhook")
    after = {"address": address, "events": webhook.events}
    record("make a webhook", webhook, person=by, now=now, after=after)
    return raw


def ensure_address(address: str, *, local: bool = False) -> None:
    """Raise RuleError for what is no https address of another machine; `local` lets more through.

    Where a name leads is looked at each time something is sent.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    schemes = ("https", "http") if local else ("https",)
    if parts.scheme not in schemes or not parts.hostname or port == 0:
        raise RuleError("Write the whole address, beginning with https://.")
    if not _can_be_asked(parts):
        raise RuleError(
            "Copy the address from where the receiver shows it: it may hold no space, and after "
            "the name only letters without marks (others are written with %)."
        )
    if parts.username or parts.password or parts.fragment:
        raise RuleError("Leave out name, password and what stands after a #. They are not sent.")
    with suppress(ValueError):
        if not local and not is_open_to_all(ipaddress.ip_address(parts.hostname)):
            raise RuleError("That address is of a private network, where nothing is sent.")


def _can_be_asked(parts: SplitResult) -> bool:
    """Whether a request can be made for it as it is written."""
    after = f"{parts.path}{parts.query}"
    return after.isascii() and after.isprintable() and " " not in f"{parts.netloc}{after}"


def is_open_to_all(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is one of the public network, whatever it is written or wrapped in.

    >>> [is_open_to_all(ipaddress.ip_address(each)) for each in ("192.0.2.7", "1.1.1.1", "::1")]
    [False, True, False]
    >>> is_open_to_all(ipaddress.ip_address("64:ff9b::7f00:1"))
    False

    Of IPv6 only what is given out for the public network is (RFC 4291, 2.4): what is set apart for
    sites and for their own translators is in none of the lists that `is_global` goes by.

    >>> [is_open_to_all(ipaddress.ip_address(each)) for each in ("fec0::1", "64:ff9b:1::7f00:1")]
    [False, False]
    """
    if isinstance(found, ipaddress.IPv6Address):
        inside = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if found in _NAT64:
            inside = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inside is not None:
            return is_open_to_all(inside)
        if found not in _GIVEN_OUT:
            return False
    return found.is_global and not found.is_multicast


_GIVEN_OUT = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def turn_off(webhook: Webhook, *, because: str, by: Person | None, now: datetime) -> None:
    """Send nothing there any more; what waits stays."""
    if webhook.off_at is None:
        webhook.off_at, webhook.off_because = now, because
        record("turn off a webhook", webhook, person=by, now=now, reason=because)


def turn_on(webhook: Webhook, *, by: Person, now: datetime) -> None:
    """Send there again, beginning with what waits and what was given up."""
    if webhook.off_at is None:
        return
    webhook.off_at, webhook.off_because = None, ""
    for delivery in webhook.deliveries:
        if delivery.delivered_at is None:
            delivery.given_up_at, delivery.attempts, delivery.next_try_at = None, 0, now
    record("turn on a webhook", webhook, person=by, now=now)


def announce(
    event: WebhookEvent,
    round_: Round,
    key: str,
    now: datetime,
    *,
    path: str = "",
    kind: str = "",
    **ids: int,
) -> None:
    """Put a delivery for each webhook that is told of such events; once for each `key`.

    It holds numbers and the address where a program can read on, which its permissions guard; of
    what there are kinds, the `kind`.
    """
    where = path or f"/api/v1/rounds/{round_.id}"
    data = {"consultation": round_.consultation_id, "round": round_.id, **ids, "address": where}
    data |= {"kind": kind} if kind else {}
    for webhook in _told_of(event, round_.consultation_id):
        _post(webhook, event, key, data, now)


def _told_of(event: WebhookEvent, consultation_id: int) -> list[Webhook]:
    found = session.scalars(
        select(Webhook)
        .where(Webhook.consultation_id == consultation_id, Webhook.off_at.is_(None))
        .order_by(Webhook.id)
    )
    return [webhook for webhook in found if event in webhook.events]


def _post(
    webhook: Webhook, event: WebhookEvent, key: str, data: dict[str, object], now: datetime
) -> None:
    there = select(Delivery.id).where(Delivery.webhook_id == webhook.id, Delivery.key == key)
    if session.scalar(there) is not None:
        return
    body = {"type": event.value, "timestamp": now.isoformat(), "data": data}
    # Two sweeps may come upon one date in the same instant; one of them posts it.
    with suppress(IntegrityError), session.begin_nested():
        session.add(
            Delivery(
                webhook_id=webhook.id,
                event=event,
                key=key,
                number=f"msg_{secrets.token_hex(16)}",
                body=json.dumps(body),
                made_at=now,
                next_try_at=now,
            )
        )


def announce_dates(now: datetime) -> None:
    """Tell of rounds that have opened or closed since their webhook was made: nobody acts then."""
    for webhook in session.scalars(select(Webhook).where(Webhook.off_at.is_(None))):
        for round_ in webhook.consultation.rounds:
            for event, at in (
                (WebhookEvent.ROUND_OPENED, round_.opens_at),
                (WebhookEvent.ROUND_CLOSED, round_.closes_at),
            ):
                # Its last instant still counts.
                if webhook.made_at < at < now:
                    announce(event, round_, f"{event} {round_.id} {at.isoformat()}", now)


def take_due(now: datetime) -> Delivery | None:
    """The delivery that is due longest, its next try put off; None when none is due."""
    delivery = session.scalar(
        select(Delivery)
        .join(Delivery.webhook)
        .where(
            Delivery.delivered_at.is_(None),
            Delivery.given_up_at.is_(None),
            Delivery.next_try_at <= now,
            Webhook.off_at.is_(None),
        )
        .order_by(Delivery.next_try_at, Delivery.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Delivery)
    )
    if delivery is not None:
        delivery.next_try_at = now + WAITS[min(delivery.attempts, len(WAITS) - 1)]
        delivery.attempts += 1
        session.flush()
    return delivery


def note_delivered(delivery: Delivery, status: int, now: datetime) -> None:
    """Note that a receiver took it."""
    delivery.delivered_at, delivery.status, delivery.error = now, status, ""


def note_failed(delivery: Delivery, why: str, now: datetime, *, status: int | None = None) -> None:
    """Note why a try failed; after the last, or where nothing is wanted, turn the webhook off.

    Nothing is noted where another courier has delivered it meanwhile.
    """
    if delivery.delivered_at is not None:
        return
    delivery.status, delivery.error = status, why
    if status == GONE:
        delivery.given_up_at = now
        because = "The receiver answered that it wants to be told nothing any more (410)."
        turn_off(delivery.webhook, because=because, by=None, now=now)
    elif delivery.attempts >= MOST_TRIES:
        delivery.given_up_at = now
        because = (
            f"{MOST_TRIES} tries over two days failed, the last because: {why} Put the receiver "
            "right, then turn the webhook on: what was not delivered is sent then."
        )
        turn_off(delivery.webhook, because=because, by=None, now=now)
