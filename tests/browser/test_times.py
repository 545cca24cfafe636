"""The reader's own time beside the consultation's, and the last three days counted down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from consultation import clock, db
from consultation.db import session, transaction
from tests import factories
from tests.browser.driving import Visit
from tests.databases import copied
from tests.durability.server import Server

pytestmark = pytest.mark.browser

BRUSSELS = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True)
class Place:
    """A public consultation whose round closes in a little more than five hours."""

    url: str
    path: str
    closes: datetime
    browser: Browser


@pytest.fixture(scope="module")
def place(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, chromium: Browser
) -> Iterator[Place]:
    settings = copied(sqlite_template, tmp_path_factory.mktemp("times"))
    engine = db.connect(settings.url)
    world = factories.world()
    closes = clock.now() + timedelta(hours=5, minutes=30)
    with transaction():
        session.add_all([world.round, world.consultation])
        world.round.opens_at, world.round.closes_at = closes - timedelta(days=9), closes
        world.consultation.is_public = True
        path = f"/drafts/{world.draft.id}"
    session.remove()
    engine.dispose()
    with Server(settings).running() as server:
        yield Place(server.url, path, closes, chromium)


@pytest.mark.parametrize(
    "zone", ["Pacific/Apia", "Pacific/Niue", "America/New_York", "Asia/Kolkata"]
)
def test_the_deadline_is_shown_in_the_readers_zone_too(place, zone):
    """trust.md 28."""
    with Visit(place.browser, place.url, timezone_id=zone, locale="en-GB") as visit:
        visit.page.goto(place.path)
        words = visit.page.locator(".state.open").inner_text()
        assert visit.faults == []
    own = place.closes.astimezone(ZoneInfo(zone))
    there = place.closes.astimezone(BRUSSELS)
    assert f"{there:%-d %B %Y, %H:%M} (Europe/Brussels time, UTC+" in words
    assert f"(your time: {own:%-d %B %Y, %H:%M}, UTC" in words


@pytest.mark.parametrize("zone", ["Europe/Brussels", "Europe/Madrid"])
def test_whose_clock_shows_the_same_is_not_told_twice(place, zone):
    with Visit(place.browser, place.url, timezone_id=zone) as visit:
        visit.page.goto(place.path)
        assert "your time" not in visit.page.locator("body").inner_text()


def test_without_javascript_the_consultations_time_is_there_with_its_offset(place):
    with Visit(place.browser, place.url, java_script_enabled=False) as visit:
        visit.page.goto(place.path)
        words = visit.page.locator(".state.open").inner_text()
    assert "closes in 5 hours" in words
    assert "(Europe/Brussels time, UTC+" in words
    assert "your time" not in words


def test_the_countdown_follows_the_servers_clock_and_not_the_readers(place):
    with Visit(place.browser, place.url) as visit:
        visit.page.clock.install(time=datetime(2001, 1, 1, 12, tzinfo=UTC))
        visit.page.goto(place.path)
        shown = visit.page.locator(".state.open [data-closes]")
        assert shown.inner_text() == "closes in 5 hours"
        visit.page.clock.run_for(timedelta(hours=1) // timedelta(milliseconds=1))
        assert shown.inner_text() == "closes in 4 hours"
        visit.page.clock.run_for(timedelta(hours=5) // timedelta(milliseconds=1))
        assert shown.inner_text() == "closed"
