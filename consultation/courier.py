"""The courier: carries what is due of deliveries to the webhooks that are told.

A webhook's address was written by a person, so where it leads is looked at each time: one name
resolved once, every address it has a public one, and the connection goes to what was looked at.
Redirects are not followed, and nothing of the answer but its status is read. Signed as Standard
Webhooks has it (HMAC-SHA256 over id, time and body).
"""

import base64
import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

import structlog

from consultation import clock, db
from consultation.config import Settings
from consultation.db import session
from consultation.errors import RuleError, SealBroken
from consultation.models import Delivery
from consultation.operations.correspondence import webhooks
from consultation.operations.sealing import opened

log = structlog.get_logger()

PATIENCE = 10
"""Seconds that one delivery may take in all, and each step of it."""

UNSIGNED = (
    "What signs it does not open with the secret key of this site. Turn this webhook off and make "
    "another."
)


@dataclass(frozen=True)
class Parcel:
    """A delivery ready to go; every try has the same `number` and `body`."""

    delivery_id: int
    address: str
    number: str
    body: bytes
    secret: str


class NotDelivered(Exception):
    """Why a try failed, as a sentence; with the status where there was one."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status


def carry_due(settings: Settings) -> int:
    """Try every delivery that is due, each once. Returns how many arrived."""
    arrived = 0
    try:
        while (number := _next_due()) is not None:
            arrived += _carried(settings, number)
    finally:
        session.remove()
    return arrived


def _next_due() -> int | None:
    # Stored before anything is sent: a courier that dies loses nothing, and the next gets its turn.
    with db.transaction():
        delivery = webhooks.take_due(clock.now())
        return delivery.id if delivery else None


def _carried(settings: Settings, number: int) -> bool:
    now, status = clock.now(), 0
    try:
        status = send(_parcel(settings, number), now, local=settings.webhooks_local)
    except (NotDelivered, RuleError) as failed:
        log.warning("webhook_failed", delivery=number)
        with db.transaction():
            delivery = session.get_one(Delivery, number)
            code = failed.status if isinstance(failed, NotDelivered) else None
            webhooks.note_failed(delivery, str(failed), now, status=code)
        return False
    with db.transaction():
        webhooks.note_delivered(session.get_one(Delivery, number), status, now)
    return True


def _parcel(settings: Settings, number: int) -> Parcel:
    """What is sent; the configured address is put before the path that it names."""
    db.begin_read()
    delivery = session.get_one(Delivery, number)
    webhook, body = delivery.webhook, json.loads(delivery.body)
    body["data"]["address"] = f"{settings.site.rstrip('/')}{body['data']['address']}"
    key = settings.secret_key()
    try:
        secret = opened(webhook.secret, owner=webhook.id, secret_key=key, kind="webhook")
    except SealBroken as broken:
        raise NotDelivered(UNSIGNED) from broken
    parcel = Parcel(number, webhook.address, delivery.number, json.dumps(body).encode(), secret)
    session.rollback()
    return parcel


def send(parcel: Parcel, now: datetime, *, local: bool) -> int:
    """The status with which a receiver took it. Raises NotDelivered with what went wrong."""
    webhooks.ensure_address(parcel.address, local=local)
    target = urlsplit(parcel.address)
    connection = _connection(target, local=local)
    # Each step may take as long as all of it may: what drips would hold the courier for ever.
    clockwork = threading.Timer(PATIENCE, _cut, [connection])
    clockwork.start()
    try:
        path = f"{target.path or '/'}{'?' if target.query else ''}{target.query}"
        connection.request("POST", path, parcel.body, headers(parcel, now))
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotDelivered(f"It could not be reached ({type(error).__name__}).") from error
    finally:
        clockwork.cancel()
        connection.close()
    _ensure_taken(status)
    return status


def _ensure_taken(status: int) -> None:
    if 300 <= status < 400:
        raise NotDelivered(f"It led elsewhere ({status}); redirects are not followed.", status)
    if not 200 <= status < 300:
        raise NotDelivered(f"It answered with {status}.", status)


def headers(parcel: Parcel, now: datetime) -> dict[str, str]:
    """What Standard Webhooks has a receiver check before it believes anything."""
    seconds = str(int(now.timestamp()))
    key = base64.b64decode(parcel.secret.removeprefix(webhooks.SECRET))
    signed = b".".join((parcel.number.encode(), seconds.encode(), parcel.body))
    digest = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return {
        "Content-Type": "application/json",
        "User-Agent": "Plenary",
        "webhook-id": parcel.number,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{digest}",
    }


def _connection(target: SplitResult, *, local: bool) -> http.client.HTTPConnection:
    host = target.hostname or ""
    port = target.port or (443 if target.scheme == "https" else 80)
    place = _looked_up(host, port, local=local)
    if target.scheme == "https":
        return _Secure(host, port, place)
    return _Plain(host, port, place)


def _looked_up(host: str, port: int, *, local: bool) -> str:
    """The address to connect to; every one that the name has must be open to all."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotDelivered("Its name leads nowhere.") from error
    places = [str(place[4][0]).partition("%")[0] for place in found]
    inside = [each for each in places if not webhooks.is_open_to_all(ipaddress.ip_address(each))]
    if inside and not local:
        raise NotDelivered("Its name leads into a private network, where nothing is sent.")
    return places[0]


class _Plain(http.client.HTTPConnection):
    """A connection to an address that was looked at, whatever the name leads to meanwhile."""

    def __init__(self, host: str, port: int, place: str) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self.place = place

    def connect(self) -> None:
        self.sock = socket.create_connection((self.place, self.port), self.timeout)


class _Secure(http.client.HTTPSConnection):
    """The same over TLS, whose certificate must be the name's."""

    def __init__(self, host: str, port: int, place: str) -> None:
        self.context = ssl.create_default_context()
        super().__init__(host, port, timeout=PATIENCE, context=self.context)
        self.place = place

    def connect(self) -> None:
        plain = socket.create_connection((self.place, self.port), self.timeout)
        # Known before it speaks, so that a handshake that drips can be cut too.
        self.sock = wrapped = self.context.wrap_socket(
            plain, server_hostname=self.host, do_handshake_on_connect=False
        )
        wrapped.do_handshake()


def _cut(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)
