"""The postman: to the mail server or into a folder; nothing lost, nothing told twice."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import func, select

from consultation import clock, postman
from consultation.config import Settings
from consultation.db import session, transaction
from consultation.models import Mail
from consultation.operations.correspondence import mail as outbox
from tests.conftest import NOW
from tests.durability.server import free_port

MINUTE = timedelta(minutes=1)


class Box:
    """A mail server's memory of what it took, and whom it refuses."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refused: set[str] = set()

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if address in self.refused:
            return "550 there is nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(box: Box, port: int) -> Iterator[Controller]:
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def at(now: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the time."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def by_server(database: Settings, now: Any, port: int) -> Settings:
    return database.model_copy(
        update={"smtp": f"smtp://127.0.0.1:{port}", "site": "https://plenary.example.org"}
    )


def post(key: str = "1", to: str = "ana@example.org", **given: Any) -> None:
    with transaction():
        outbox.post(to, "Empfangen: März", "Your answers arrived — “all”.", key, NOW, **given)


def unsent() -> int:
    session.rollback()
    return session.scalar(select(func.count(Mail.id)).where(Mail.sent_at.is_(None))) or 0


@pytest.mark.usefixtures("server")
def test_a_mail_reaches_its_person_with_a_link_to_the_configured_address(by_server, box):
    post(path="/submissions/1/receipts/1")
    assert postman.carry_due(by_server) == 1
    (mail,) = box.taken
    assert (mail["To"], mail["Subject"]) == ("ana@example.org", "Empfangen: März")
    assert mail["From"] == "Plenary <plenary@localhost>"
    assert mail["Date"].datetime == NOW
    body = mail.get_content()
    assert body.startswith("Your answers arrived — “all”.")
    assert "https://plenary.example.org/submissions/1/receipts/1\n" in body.replace("\r", "")
    assert postman.carry_due(by_server) == 0


@pytest.mark.usefixtures("server")
def test_a_postman_who_dies_after_handing_over_sends_the_same_message_again(
    by_server, box, at, monkeypatch
):
    post()

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    note_sent = outbox.note_sent
    monkeypatch.setattr(outbox, "note_sent", die)
    with pytest.raises(KeyboardInterrupt):
        postman.carry_due(by_server)
    monkeypatch.setattr(outbox, "note_sent", note_sent)
    assert (postman.carry_due(by_server), unsent()) == (0, 1)
    at(NOW + MINUTE)
    assert (postman.carry_due(by_server), unsent()) == (1, 0)
    assert len({mail["Message-ID"] for mail in box.taken}) == 1
    assert len({mail.as_string() for mail in box.taken}) == 1


def test_a_day_without_a_mail_server_loses_nothing(by_server, box, port, at):
    for number in range(20):
        post(str(number))
    for hour in range(24):
        at(NOW + timedelta(hours=hour))
        assert postman.carry_due(by_server) == 0
    assert unsent() == 20
    at(NOW + timedelta(hours=30))
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        assert postman.carry_due(by_server) == 20
    finally:
        controller.stop()
    assert unsent() == 0
    assert len({mail["Message-ID"] for mail in box.taken}) == 20


def test_why_a_mail_was_not_sent_is_kept(by_server):
    post()
    postman.carry_due(by_server)
    session.rollback()
    assert session.scalars(select(Mail.error)).one().startswith("ConnectionRefusedError")


@pytest.mark.usefixtures("server")
def test_an_address_that_is_refused_holds_nobody_up(by_server, box):
    box.refused = {"nobody@example.org"}
    post("1", "nobody@example.org")
    post("2")
    postman.carry_due(by_server)
    assert [mail["To"] for mail in box.taken] == ["ana@example.org"]
    assert unsent() == 1


@pytest.mark.usefixtures("server")
def test_a_mail_that_cannot_be_written_holds_nobody_up(by_server, box):
    post("1", "=?us-ascii?q?=0a?=@y.example")
    post("2")
    assert postman.carry_due(by_server) == 1
    assert [mail["To"] for mail in box.taken] == ["ana@example.org"]
    session.rollback()
    first, second = session.scalars(select(Mail).order_by(Mail.id))
    assert (first.attempts, first.next_try_at) == (1, NOW + MINUTE)
    assert first.error.startswith("ValueError")
    assert second.sent_at == NOW


def test_without_a_mail_server_each_mail_is_a_file_for_its_owner_alone(database, now):
    post(path="/reset/secret")
    assert postman.carry_due(database) == 1
    (file,) = (database.data / "mail").iterdir()
    assert file.suffix == ".eml"
    assert file.stat().st_mode & 0o777 == 0o600
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert "http://127.0.0.1:8000/reset/secret\n" in mail.get_content().replace("\r", "")
