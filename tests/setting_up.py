"""Rows and forms for tests of setting up, as in `tests.factories`: invited, accepted, planned."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from consultation import models
from consultation.db import session
from consultation.models import Office
from consultation.operations.accounts.tokens import hash_of
from consultation.operations.consultations.api_tokens import make_api_token
from consultation.operations.consultations.founding import profile_of
from consultation.operations.correspondence.webhooks import make_webhook, turn_off
from tests import factories
from tests.conftest import NOW
from tests.factories import World

RAW = "mailed-to-whom-we-want"
"""What the links of invitations and acceptances end in, after what they are."""

PROFILE = {
    "title": "A code of conduct",
    "time_zone": "Europe/Brussels",
    "summary": "Who keeps which record.",
    "categories": "company\nresearcher",
    "legal_basis": "Article 56.",
    "usual_days": "28",
    "shorter_because": "The law sets a date.",
}

FORMS: dict[str, dict[str, Any]] = {
    "secretariat.found_consultation": PROFILE | {"text": "We keep your address."},
    "secretariat.change_settings": PROFILE,
    "secretariat.list_tokens": {
        "called": "A mirror", "scope": "public", "until": "2027-05-01T09:00",
    },
    "secretariat.revoke_token": {},
    "secretariat.list_webhooks": {
        "address": "https://hooks.example.org/in", "events": ["round.closed"],
    },
    "secretariat.turn_webhook_off": {},
    "secretariat.turn_webhook_on": {},
    "secretariat.change_notice": {"text": "We keep your name.", "seen": 2},
    "secretariat.list_groups": {"code": "WGZ", "title": "Zeal", "parent": ""},
    "secretariat.rename_group": {"code": "WGY", "title": "Yield"},
    "secretariat.remove_group": {},
    "secretariat.list_offices": {
        "email": "lee@example.org", "person": "Lee", "to": "reader",
    },
    "secretariat.send_invitation_again": {},
    "secretariat.take_invitation_back": {},
    "secretariat.end_office": {},
    "secretariat.end_role": {},
    "secretariat.plan_round": {
        "number": "77", "title": "The last", "opens": "2027-09-01T09:00",
        "closes": "2027-10-01T12:00",
    },
    "secretariat.reschedule": {
        "opens": "2027-09-01T09:00", "closes": "2027-10-01T12:00", "reason": "Draft late.",
    },
    "secretariat.decide_eligibility": {
        "rows": '[{"number": 2, "email": "ida@example.org", "name": "Ida", "category": "company",'
        ' "decision": "accepted"}]',
    },
    "secretariat.write_decision_again": {},
    "secretariat.remind_people": {"audience": "unsent", "category": ""},
    "secretariat.word_letter": {"title": "Come", "text": "Begin: {{link}}"},
    "account.answer_invitation": {"person": "Ida", "password": "correct horse battery staple"},
    "account.begin_accepted": {"person": "Uma", "password": "correct horse battery staple"},
}  # fmt: skip


def invitation(world: World, **given: Any) -> models.Invitation:
    """Somebody without an account is asked to be vice-chair of the world's group."""
    defaults = {
        "consultation": world.consultation,
        "working_group": world.group,
        "office": Office.VICE_CHAIR,
        "email": "invited@example.org",
        "name": "Ida Invited",
        "link_hash": hash_of(f"invitation-{RAW}"),
        "by": world.secretariat,
        "made_at": NOW,
        "sent_at": NOW,
    }
    return models.Invitation(**defaults | given)


def eligibility(world: World, **given: Any) -> models.Eligibility:
    """Somebody without an account is accepted."""
    defaults = {
        "consultation": world.consultation,
        "email": "accepted@example.org",
        "name": "Uma Accepted",
        "organisation": "Kettle Friends",
        "category": "civil society",
        "country": "Malta",
        "size": "small",
        "register_number": "R-1",
        "working_groups": [world.group.code],
        "is_accepted": True,
        "reason": "",
        "link_hash": hash_of(f"acceptance-{RAW}"),
        "by": world.secretariat,
        "decided_at": NOW,
    }
    return models.Eligibility(**defaults | given)


def planned_round(world: World, **given: Any) -> models.Round:
    """A round that opens in a month."""
    defaults = {
        "consultation": world.consultation,
        "number": 70,
        "title": "Planned",
        "opens_at": NOW + timedelta(days=30),
        "closes_at": NOW + timedelta(days=58),
    }
    return factories.round_(**defaults | given)


def rows(world: World, now: datetime = NOW) -> dict[str, Any]:
    """What the pages of setting up need beside a world, and what the routes call it."""
    world.secretariat.may_found = True
    planned = planned_round(
        world, opens_at=now + timedelta(days=30), closes_at=now + timedelta(days=58)
    )
    empty = factories.working_group(consultation=world.consultation)
    asked, accepted = invitation(world, made_at=now, sent_at=now), eligibility(world)
    moved = models.Rescheduling(
        round=planned, opened_at=now, closed_at=planned.opens_at, opens_at=planned.opens_at,
        closes_at=planned.closes_at, reason="The draft was late.", by=world.secretariat, at=NOW,
    )  # fmt: skip
    template = models.MailTemplate(
        consultation=world.consultation, kind=models.LetterKind.REMINDER,
        subject="{{round}} closes", text="Send it by {{closes}}: {{link}}",
    )  # fmt: skip
    session.add_all([planned, empty, asked, accepted, moved, template])
    session.flush()
    return {
        "planned": planned.id,
        "empty": empty.id,
        "working_group_id": world.group.id,
        "invitation_id": asked.id,
        "eligibility_id": accepted.id,
        "appointment_id": _held(models.Appointment, world.other_chair),
        "membership_id": _held(models.Membership, world.reader),
        **_told(world, now),
        "invitation": f"invitation-{RAW}",
        "acceptance": f"acceptance-{RAW}",
    }


def _told(world: World, now: datetime) -> dict[str, int]:
    """A token that is good, and two webhooks: one on, one off."""
    make_api_token(
        world.consultation, "A reader", models.Scope.PUBLIC, expires_at=now + timedelta(days=9),
        by=world.secretariat, now=now,
    )  # fmt: skip
    for address in ("https://hooks.example.org/on", "https://hooks.example.org/off"):
        make_webhook(
            world.consultation, address, [models.WebhookEvent.ROUND_CLOSED], secret_key="k",
            by=world.secretariat, now=now,
        )  # fmt: skip
    on, off = session.scalars(select(models.Webhook).order_by(models.Webhook.id))
    turn_off(off, because="It was away.", by=None, now=now)
    session.flush()
    token = session.scalars(select(models.ApiToken.id)).one()
    return {"api_token_id": token, "webhook_id": on.id, "webhook_off": off.id}


def _held(model: Any, person: models.Person) -> int:
    """The number of the one office or role that a person has."""
    return session.scalars(select(model.id).where(model.person_id == person.id)).one()


def forms(world: World) -> dict[str, dict[str, Any]]:
    """What is posted to set up: right in form and in time."""
    seen = {"seen": profile_of(world.consultation).seen}
    change = "secretariat.change_settings"
    return FORMS | {change: FORMS[change] | seen}
