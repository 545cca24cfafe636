"""Webhooks: told of what happened, signed, tried again, and never sent into a private network."""

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import select

from consultation import clock, courier, jobs
from consultation.db import session, transaction
from consultation.errors import RuleError
from consultation.forms.api import WebhookForm
from consultation.models import (
    AuditEntry,
    Consultation,
    Delivery,
    Edition,
    Person,
    Round,
    Webhook,
    WebhookEvent,
)
from consultation.operations.consultations.deadlines import extend, publish
from consultation.operations.correspondence import webhooks
from consultation.operations.plenary.editions import keep_manifest
from tests import factories
from tests.conftest import NOW

EVERYTHING = list(WebhookEvent)
HELP = Path(__file__).parents[1] / "templates" / "public" / "help.html"


@dataclass
class Receiver:
    """A real server on this machine; it answers with `status` and keeps what it got."""

    status: int = 204
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/in?from=plenary"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(made.status)
            self.send_header("Location", f"http://127.0.0.1:{made.port}/elsewhere")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def world(database, now):
    made = factories.world()
    for row in vars(made).values():
        session.refresh(row)
    session.remove()
    return made


@pytest.fixture
def local(database):
    return database.model_copy(update={"webhooks_local": True})


def registered(world, settings, address, events=EVERYTHING, *, now=NOW, local=True) -> str:
    with transaction():
        return webhooks.make_webhook(
            session.get_one(Consultation, world.consultation.id), address, events,
            secret_key=settings.secret_key(), local=local,
            by=session.get_one(Person, world.secretariat.id), now=now,
        )  # fmt: skip


def extended(world) -> None:
    with transaction():
        round_ = session.get_one(Round, world.round.id)
        extend(
            round_, round_.closes_at + timedelta(days=2), reason="Asked for.",
            by=session.get_one(Person, world.secretariat.id), now=NOW,
        )  # fmt: skip


def the_delivery() -> Delivery:
    session.rollback()
    return session.scalars(select(Delivery)).one()


def test_an_event_arrives_signed_and_holds_numbers_and_addresses_alone(world, local, receiver):
    secret = registered(world, local, receiver.address)
    extended(world)
    assert courier.carry_due(local) == 1
    ((headers, body),) = receiver.got
    signed = b".".join(
        (headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body)
    )
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{digest}"
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    told = json.loads(body)
    assert told["type"] == "round.extended"
    assert told["data"] == {
        "consultation": world.consultation.id,
        "round": world.round.id,
        "address": f"http://127.0.0.1:8000/api/v1/rounds/{world.round.id}",
    }
    for words in (world.consultation.title, world.round.title, "Asked for", "@"):
        assert words not in body.decode()
    assert (the_delivery().state, the_delivery().status) == ("delivered", 204)
    assert courier.carry_due(local) == 0


def test_an_act_that_is_not_kept_is_not_told(world, local, receiver):
    registered(world, local, receiver.address)
    with pytest.raises(RuntimeError):
        _extend_and_fail(world)
    assert courier.carry_due(local) == 0
    assert receiver.got == []


def _extend_and_fail(world) -> None:
    with transaction():
        round_ = session.get_one(Round, world.round.id)
        by = session.get_one(Person, world.secretariat.id)
        extend(round_, round_.closes_at + timedelta(days=1), reason="No.", by=by, now=NOW)
        raise RuntimeError


def test_a_webhook_is_told_of_what_it_asked_for_and_of_its_own_consultation(world, local, receiver):
    registered(world, local, receiver.address, [WebhookEvent.ROUND_CLOSED])
    with transaction():
        other = factories.consultation(title="Another")
        session.add(other)
        session.flush()
        webhooks.make_webhook(
            other, receiver.address, EVERYTHING, secret_key=local.secret_key(), local=True,
            by=session.get_one(Person, world.secretariat.id), now=NOW,
        )  # fmt: skip
    extended(world)
    assert courier.carry_due(local) == 0


def test_rounds_that_open_and_close_are_told_of_once_by_the_sweep(
    world, local, receiver, monkeypatch
):
    with transaction():
        session.get_one(Round, world.round.id).opens_at = NOW + timedelta(hours=1)
    registered(world, local, receiver.address)
    for hours in (0, 2, 3):
        monkeypatch.setattr(clock, "now", lambda hours=hours: NOW + timedelta(hours=hours))
        jobs.sweep(timedelta(minutes=1))
    courier.carry_due(local)
    assert [json.loads(body)["type"] for _, body in receiver.got] == ["round.opened"]
    session.rollback()
    over = session.get_one(Round, world.round.id).closes_at + timedelta(minutes=1)
    session.rollback()
    monkeypatch.setattr(clock, "now", lambda: over)
    for _ in range(2):
        jobs.sweep(timedelta(minutes=1))
    courier.carry_due(local)
    assert [json.loads(body)["type"] for _, body in receiver.got][1:] == ["round.closed"]


def test_publishing_and_compiling_are_told_of(world, local, receiver):
    registered(world, local, receiver.address)
    with transaction():
        by = session.get_one(Person, world.secretariat.id)
        round_ = session.get_one(Round, world.round.id)
        round_.closes_at = NOW - timedelta(minutes=1)
        publish(round_, by=by, now=NOW)
        edition = factories.edition(world, manifest=None, asked_by=by, round=round_)
        session.add(edition)
        session.flush()
        keep_manifest(session.get_one(Edition, edition.id), {}, sha256="0", now=NOW)
    courier.carry_due(local)
    told = [json.loads(body) for _, body in receiver.got]
    assert [each["type"] for each in told] == ["contributions.published", "edition.compiled"]
    assert set(told[1]["data"]) == {"consultation", "round", "edition", "kind", "address"}
    assert told[1]["data"]["kind"] == "plenary pack"
    with_words = {n for each in told for n, v in each["data"].items() if not isinstance(v, int)}
    assert with_words == {"address", "kind"}, "what is said of webhooks: help, form, README"
    for said in (HELP.read_text("utf-8"), WebhookForm.address.kwargs["description"]):
        assert "by numbers and addresses, and what was compiled by its kind" in said


def test_what_fails_is_tried_again_later_as_the_same_message(world, local, receiver, monkeypatch):
    registered(world, local, receiver.address)
    extended(world)
    receiver.status = 500
    assert courier.carry_due(local) == 0
    assert (the_delivery().state, the_delivery().status) == ("to be tried again", 500)
    assert courier.carry_due(local) == 0
    receiver.status = 200
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=2))
    assert courier.carry_due(local) == 1
    (first, body), (second, again) = receiver.got
    assert (first["webhook-id"], body) == (second["webhook-id"], again)
    assert first["webhook-timestamp"] != second["webhook-timestamp"]


def test_after_the_last_try_the_webhook_is_turned_off_and_says_why(
    world, local, receiver, monkeypatch
):
    registered(world, local, receiver.address)
    extended(world)
    receiver.status = 503
    for day in range(webhooks.MOST_TRIES + 2):
        monkeypatch.setattr(clock, "now", lambda day=day: NOW + timedelta(days=2 * day))
        courier.carry_due(local)
    assert len(receiver.got) == webhooks.MOST_TRIES
    delivery = the_delivery()
    assert delivery.state == "given up"
    assert "It answered with 503." in delivery.webhook.off_because
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (last.action, last.person_id) == ("turn off a webhook", None)
    session.rollback()
    receiver.status = 200
    with transaction():
        hook = session.scalars(select(Webhook)).one()
        by = session.get_one(Person, world.secretariat.id)
        webhooks.turn_on(hook, by=by, now=clock.now())
    assert courier.carry_due(local) == 1


def test_a_receiver_that_is_gone_is_asked_no_more(world, local, receiver):
    registered(world, local, receiver.address)
    extended(world)
    receiver.status = 410
    courier.carry_due(local)
    assert the_delivery().webhook.off_at == NOW


def test_a_courier_who_comes_late_undoes_nothing_of_what_arrived(world, local, receiver):
    """Looking up a name may take longer than another courier waits for this one."""
    registered(world, local, receiver.address)
    extended(world)
    courier.carry_due(local)
    with transaction():
        late = session.scalars(select(Delivery)).one()
        webhooks.note_failed(late, "Its name leads nowhere.", NOW, status=410)
    assert (the_delivery().state, the_delivery().status) == ("delivered", 204)
    assert (the_delivery().error, the_delivery().webhook.off_at) == ("", None)


def test_a_secret_that_does_not_open_is_told_of_as_what_it_is(world, local, receiver, monkeypatch):
    registered(world, local, receiver.address)
    extended(world)
    monkeypatch.setattr(type(local), "secret_key", lambda _settings: "another")
    assert courier.carry_due(local) == 0
    assert receiver.got == []
    assert "make another" in the_delivery().error
    assert "codes of your app" not in the_delivery().error


def test_redirects_are_not_followed(world, local, receiver):
    registered(world, local, receiver.address)
    extended(world)
    receiver.status = 302
    assert courier.carry_due(local) == 0
    assert len(receiver.got) == 1
    assert "redirects are not followed" in the_delivery().error


def test_nothing_is_sent_to_this_machine_unless_the_operator_says_so(
    world, database, receiver, monkeypatch
):
    """The name is a public one when it is written down, and leads inside when it is sent to."""
    registered(world, database, "https://hooks.example.org/in", local=False)
    extended(world)
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", receiver.port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: inside)
    assert courier.carry_due(database) == 0
    assert receiver.got == []
    assert "private network" in the_delivery().error


@pytest.mark.parametrize(
    "place",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
     "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1",
     "::", "64:ff9b::a00:1", "2002:7f00:1::", "ff02::1", "fec0::1", "64:ff9b:1::a00:1",
     "::127.0.0.1", "::ffff:0:127.0.0.1", "5f00::1", "4000::1"],
)  # fmt: skip
def test_one_private_address_among_those_of_a_name_is_enough_to_refuse(place, monkeypatch):
    family = socket.AF_INET6 if ":" in place else socket.AF_INET
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("1.1.1.1", 443)),
        (family, socket.SOCK_STREAM, 6, "", (place, 443)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    parcel = courier.Parcel(1, "https://hooks.example.org/", "msg_1", b"{}", "whsec_AAAA")
    with pytest.raises(courier.NotDelivered, match="private network"):
        courier.send(parcel, NOW, local=False)


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch):
    looked, connected = [], []

    def look(*_args, **_more):
        looked.append(1)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("1.1.1.1", 443))]

    def connect(place, _timeout):
        connected.append(place)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", look)
    monkeypatch.setattr(socket, "create_connection", connect)
    parcel = courier.Parcel(1, "https://hooks.example.org/", "msg_1", b"{}", "whsec_AAAA")
    with pytest.raises(courier.NotDelivered, match="could not be reached"):
        courier.send(parcel, NOW, local=False)
    assert (looked, connected) == ([1], [("1.1.1.1", 443)])


def test_a_receiver_that_drips_is_left_after_a_while(monkeypatch):
    monkeypatch.setattr(courier, "PATIENCE", 0.5)
    server = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def drip() -> None:
        connection, _ = server.accept()
        with connection:
            connection.settimeout(1)
            while not ended.wait(0.1):
                try:
                    connection.sendall(b"H")
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    began = time.monotonic()
    address = f"http://127.0.0.1:{server.getsockname()[1]}/"
    parcel = courier.Parcel(1, address, "msg_1", b"{}", "whsec_AAAA")
    with pytest.raises(courier.NotDelivered):
        courier.send(parcel, NOW, local=True)
    assert time.monotonic() - began < 5
    ended.set()
    thread.join()
    server.close()


@pytest.mark.parametrize(
    "address",
    ["http://hooks.example.org/", "ftp://hooks.example.org/", "https://", "hooks.example.org",
     "https://ana:word@hooks.example.org/", "https://hooks.example.org/#in", "https://[::1",
     "https://hooks.example.org/ä", "https://hooks.example.org/a b", "https://a b.example.org/",
     "https://hooks.example.org/?to=ä", "https://127.0.0.1/", "https://[::1]/",
     "https://hooks.example.org:99999/", "javascript:x"],
)  # fmt: skip
def test_an_address_that_is_none_of_another_machine_is_refused(address):
    with pytest.raises(RuleError):
        webhooks.ensure_address(address)


def test_the_secret_is_kept_sealed_and_bound_to_its_webhook(world, local, receiver):
    secret = registered(world, local, receiver.address)
    session.rollback()
    kept = session.scalars(select(Webhook)).one()
    assert secret not in kept.secret
    assert kept.secret.startswith("sealed:")
