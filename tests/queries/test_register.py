"""The register of processing: what leaves and to whom, and until when data are kept."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import ApiToken, Consultation, Delivery, Round, Scope, WebhookEvent
from consultation.operations.consultations.api_tokens import make_api_token, revoke_api_token
from consultation.operations.correspondence.webhooks import announce, make_webhook, turn_off
from consultation.queries.privacy.register import register_of
from tests import factories
from tests.conftest import NOW
from tests.factories import World

LABEL = "Transfers to third countries"


@pytest.fixture
def world(database) -> World:
    return factories.world()


def transfers(world: World) -> str:
    consultation = session.get_one(Consultation, world.consultation.id)
    return dict(register_of(consultation).facts)[LABEL]


def recipients(world: World) -> str:
    consultation = session.get_one(Consultation, world.consultation.id)
    return dict(register_of(consultation).facts)["Recipients"]


def test_programs_that_read_by_a_token_of_the_secretariat_are_recipients(world):
    assert "program" not in recipients(world)
    by = {"expires_at": NOW + timedelta(days=9), "by": world.secretariat, "now": NOW}
    with transaction():
        make_api_token(world.consultation, "Our mirror", Scope.PUBLIC, **by)
        for name in ("Archive", "Never used", "Old"):
            make_api_token(world.consultation, name, Scope.SECRETARIAT, **by)
    with transaction():
        for token in session.scalars(
            select(ApiToken).where(ApiToken.name.in_(["Never used", "Old"]))
        ):
            revoke_api_token(token, by=world.secretariat, now=NOW)
            token.last_used_on = NOW.date() if token.name == "Old" else None
    said = recipients(world)
    assert "2 programs: “Archive” (until 21 April 2027); “Old” (revoked 12 April 2027)." in said
    assert "Never used" not in said
    assert "Our mirror" not in said


def test_without_a_webhook_nothing_is_transferred(world):
    assert transfers(world).startswith("None. ")


def test_whom_webhooks_tell_and_what_they_carry_is_said_from_what_was_sent(world):
    with transaction():
        for host in ("hooks.example.org", "old.example.net"):
            make_webhook(
                world.consultation, f"https://{host}/secret-path", [WebhookEvent.ROUND_CLOSED],
                secret_key="k" * 32, by=world.secretariat, now=NOW,
            )  # fmt: skip
        round_ = session.get_one(Round, world.round.id)
        announce(WebhookEvent.ROUND_CLOSED, round_, "closed", NOW + timedelta(1), extension=3)
        session.flush()
        first, second = session.scalars(select(Delivery).order_by(Delivery.id))
        first.delivered_at = NOW + timedelta(1)
        turn_off(second.webhook, because="It was away.", by=None, now=NOW)
    said = transfers(world)
    assert not said.startswith("None")
    assert "hooks.example.org (round.closed; 1 delivery)" in said
    assert "old.example.net (round.closed; 0 deliveries, turned off)" in said
    assert "these numbers: consultation, extension, round," in said
    assert "secret-path" not in said
    for delivery in session.scalars(select(Delivery)):
        data = json.loads(delivery.body)["data"]
        assert data.pop("address").startswith("/api/v1/")
        assert all(isinstance(value, int) for value in data.values())
