"""One's own calendar: an address without a session, renewed and ended, and what it tells."""

import hashlib
import json
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import delete, select

from consultation.db import session, transaction
from consultation.models import Attempt, AuditEntry, Membership, Person
from tests import factories
from tests.client import PASSWORD, Browser, no_writes
from tests.conftest import NOW
from tests.views.test_notices import own_rows
from tests.views.visiting import change, count, links, stored

PAGE = "/account/calendar"


@pytest.fixture
def anybody(app) -> Browser:
    """A calendar program: no cookie, no session."""
    return Browser(app)


def made(browser) -> str:
    """The path of a new address, as the page shows it once."""
    page = browser.submit(browser.get(PAGE), action=PAGE)
    (shown,) = page.find("code")
    assert shown.text.startswith("http://127.0.0.1:8000/calendars/")
    return shown.text.removeprefix("http://127.0.0.1:8000")


def read(browser, path, **headers):
    return browser.client.get(path, headers=headers)


def names(reply) -> list[str]:
    return [str(event["summary"]) for event in Calendar.from_ical(reply.data).walk("VEVENT")]


def test_the_rounds_of_a_private_consultation_are_read_without_a_session(
    stakeholder, anybody, world
):
    assert anybody.get(f"/rounds/{world.round.id}.ics").status_code == 302
    path = made(stakeholder)
    reply = read(anybody, path)
    assert (reply.status_code, reply.content_type) == (200, "text/calendar; charset=utf-8")
    round_ = stored(world.round)
    called = f"{round_.consultation.title}: {round_.title}"
    assert names(reply) == [f"{called} opens", f"{called} closes"]
    change(world.round, closes_at=NOW + timedelta(days=30))
    closing = Calendar.from_ical(read(anybody, path).data).walk("VEVENT")[1]
    assert closing["dtstart"].dt == NOW + timedelta(days=30)


def test_it_tells_what_its_owner_may_see_now_and_nothing_else(app, world, anybody):
    with transaction():
        other = factories.consultation(title="Another code", is_public=True)
        session.add(factories.round_(consultation=other))
    path = made(Browser(app).sign_in(world.reader.email))
    assert all(world.consultation.title in name for name in names(read(anybody, path)))
    with transaction():
        session.execute(delete(Membership).where(Membership.person_id == world.reader.id))
    assert names(read(anybody, path)) == []


def test_a_new_address_makes_the_one_before_void_and_ending_it_leaves_none(stakeholder, anybody):
    first = made(stakeholder)
    page = stakeholder.get(PAGE)
    assert "It cannot be shown again" in page.words
    assert page.find("code") == []
    second = made(stakeholder)
    assert [read(anybody, path).status_code for path in (first, second)] == [404, 200]
    ended = stakeholder.submit(stakeholder.get(PAGE), action="/account/calendar/end")
    assert "The calendar address is void." in stakeholder.follow(ended).words
    assert [read(anybody, path).status_code for path in (first, second)] == [404, 404]
    assert "End the address" not in stakeholder.get(PAGE).words


def test_only_a_hash_is_kept_and_neither_log_nor_ones_own_data_have_the_secret(stakeholder, world):
    secret = made(stakeholder).removeprefix("/calendars/").removesuffix(".ics")
    assert len(secret) >= 22
    kept = hashlib.sha256(secret.encode()).hexdigest()
    rows = json.dumps(own_rows(stakeholder))
    assert secret not in rows
    assert kept not in rows
    assert stored(world.stakeholder).calendar_hash == kept
    mine = select(AuditEntry).where(AuditEntry.person_id == world.stakeholder.id)
    log = session.scalars(mine).all()
    assert [entry.action for entry in log if "calendar" in entry.action] == [
        "make a calendar address"
    ]


def test_it_is_for_one_program_leaks_no_address_and_is_asked_for_again_only_if_it_changed(
    app, stakeholder, anybody
):
    path = made(stakeholder)
    with no_writes(app):
        reply = read(anybody, path)
    assert reply.headers["Cache-Control"] == "private, max-age=3600"
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in reply.headers
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in reply.data
    assert path.encode() not in reply.data
    same = read(anybody, path, **{"If-None-Match": reply.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")


def test_the_page_that_shows_an_address_is_kept_nowhere(stakeholder):
    page = stakeholder.submit(stakeholder.get(PAGE), action=PAGE)
    assert page.headers["Cache-Control"] == "no-store"


def test_wrong_addresses_are_counted_and_are_in_nobody_elses_way(stakeholder, anybody):
    path = made(stakeholder)
    for number in range(60):
        assert read(anybody, f"/calendars/wrong{number}.ics").status_code == 404
    refused = read(anybody, "/calendars/wrong.ics")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 3_500
    assert read(anybody, path).status_code == 200
    assert count(Attempt) == 60


def test_with_the_account_goes_its_calendar(app, world, anybody):
    owner = Browser(app).sign_in(world.owner.email)
    path = made(owner)
    change(session.get_one(Person, world.owner.id), disabled_at=NOW)
    assert read(anybody, path).status_code == 404
    change(session.get_one(Person, world.owner.id), disabled_at=None)
    assert read(anybody, path).status_code == 200
    deleted = owner.submit(owner.get("/account/delete"), current=PASSWORD)
    assert deleted.status_code == 302
    assert read(anybody, path).status_code == 404
    assert stored(world.owner).calendar_hash is None


def test_account_and_consultation_lead_to_it(stakeholder, world):
    for address in ("/account", f"/consultations/{world.consultation.id}"):
        assert PAGE in links(stakeholder.get(address))
