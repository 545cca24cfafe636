"""One stakeholder's two evenings in a real browser, from registering to one second too late."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from consultation import db
from consultation.config import Settings
from consultation.db import session
from consultation.models import Act
from tests.browser import by_file, stored
from tests.browser.devices import Device, WithoutScripts, WithScripts
from tests.browser.evenings import Journey
from tests.browser.newcomer import FIRST, OVER_LUNCH, SECOND, Told, demonstration_text
from tests.durability.server import Server

pytestmark = pytest.mark.browser

CHANGED = "An event is serious when somebody could have been harmed."
TOO_LATE = "What came to mind in the last second."


@pytest.fixture
def journey(
    settings: Settings, chromium: Browser, device: type[Device], tmp_path: Path
) -> Iterator[Journey]:
    engine = db.connect(settings.url)
    numbers = demonstration_text()
    session.remove()
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    with Server(settings).running() as server:
        yield Journey(server, chromium, numbers, device, downloads)
    session.remove()
    engine.dispose()


@pytest.mark.parametrize(
    ("device", "database_kind"),
    [(WithScripts, "sqlite"), (WithoutScripts, "postgresql")],
    ids=["with scripts", "without scripts"],
)
def test_two_evenings(journey):
    with journey.evening() as device:
        arrives(journey, device)
        for told in FIRST:
            journey.answers(device, told)
        journey.comments_on_a_passage(device)
        journey.writes_in_a_tunnel(device)
        journey.writes_over_lunch(device)
        journey.goes_to_bed(device)
    with journey.evening() as device:
        journey.comes_back(device)
        assert "5 answers to 35 questions, 1 comment on provisions." in device.words
        journey.answers(device, SECOND)
        stored.the_six_answers_are_there()
        brings_files(journey, device)
        submits(journey, device)
        changes(journey, device)
        is_too_late(journey, device)


def arrives(journey: Journey, device: Device) -> None:
    journey.finds_the_draft(device)
    journey.registers(device)
    journey.confirms_the_address(device)
    journey.signs_in(device)
    journey.takes_part(device)


def brings_files(journey: Journey, device: Device) -> None:
    table = by_file.downloads_the_table(journey, device)
    by_file.fill(table)
    before = len(stored.versions())
    by_file.uploads_the_table(journey, device, table)
    assert len(stored.versions()) == before + 3
    by_file.attaches_the_paper(journey, device)
    by_file.checks_what_was_read(device)
    by_file.takes_three_sections(journey, device)
    stored.the_comments_are_there(journey)


def submits(journey: Journey, device: Device) -> None:
    device.page.goto(journey.review)
    counted = "6 answers to 35 questions, 7 comments on provisions and the draft as a whole."
    assert counted in device.words
    assert device.page.locator(".review .answered").count() == stored.SENT
    journey.sends(device, "Submit my answers")
    assert device.path.endswith("/receipts/1")
    stored.the_receipt_is_what_is_there(journey, device, Act.SENT)


def changes(journey: Journey, device: Device) -> None:
    """A changed answer is sent once more; the first receipt is there as it was."""
    first = stored.receipts()[0].content_hash
    journey.answers(device, Told(SECOND.question, CHANGED, "Oppose"))
    journey.sends(device, "Send my changes")
    assert device.path.endswith("/receipts/2")
    stored.the_receipt_is_what_is_there(journey, device, Act.CHANGED)
    assert CHANGED in device.words
    device.follow(device.path.replace("/receipts/2", "/receipts/1"))
    assert first in device.words
    assert SECOND.text in device.words
    assert CHANGED not in device.words


def is_too_late(journey: Journey, device: Device) -> None:
    """Two pages that were opened in time: one to send, one being written."""
    journey.answers(device, Told(OVER_LUNCH.question, "Saved in time, and not sent."))
    device.page.goto(journey.review)
    writing = device.context.new_page()
    writing.goto(journey.answering("Q01"))
    writing.get_by_label("Your answer").fill(TOO_LATE)
    before = [version.id for version in stored.versions()]
    journey.closes_a_second_ago()
    device.press(device.page.get_by_role("button", name="Send my changes"))
    assert "Round 1 closed on" in device.words
    with writing.expect_navigation():
        writing.get_by_role("button", name="Save", exact=True).click()
    assert "Round 1 closed on" in writing.locator("main").inner_text()
    assert writing.get_by_label("What you wrote").input_value() == TOO_LATE
    assert [version.id for version in stored.versions()] == before
    assert [receipt.act for receipt in stored.receipts()] == [Act.SENT, Act.CHANGED]
    what_was_saved_can_be_taken_along(journey, device)


def what_was_saved_can_be_taken_along(journey: Journey, device: Device) -> None:
    device.page.goto(journey.review)
    assert device.page.get_by_role("button", name="Send my changes").count() == 0
    assert "What you changed afterwards was not sent in time." in device.words
    assert "Saved in time, and not sent." in device.words
    written = journey.downloads_by(device, "Download all that I wrote")
    assert "Saved in time, and not sent." in written.read_text("utf-8")
