"""The deadline in a real browser: moved while a form is open, and passed while one wrote."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from consultation.db import session, transaction
from consultation.models import Person, Round
from consultation.operations.consultations import deadlines
from tests.browser import scene
from tests.browser.driving import Visit
from tests.browser.writing import autosave, sign_in, told, write

pytestmark = pytest.mark.browser

LONG = "\n <b>Five</b> & “more” 🫖\n" + "obligation " * 4_999


def move(desk, closes_at) -> Round:
    """Let the secretariat extend the round while its forms are open."""
    with transaction():
        round_ = session.get_one(Round, desk.numbers.round_id)
        by = session.query(Person).filter_by(email=scene.SECRETARIAT).one()
        deadlines.extend(
            round_, closes_at(round_), reason="The site was down.", by=by, now=round_.opens_at
        )
    return session.get_one(Round, desk.numbers.round_id)


def close(desk) -> None:
    with transaction():
        round_ = session.get_one(Round, desk.numbers.round_id)
        round_.closes_at = round_.opens_at + timedelta(days=1)


@pytest.mark.parametrize("place", ["answering", "commenting"])
def test_an_open_form_says_at_its_next_save_that_the_deadline_was_moved(desk, place):
    """trust.md 29."""
    address = desk.answering if place == "answering" else f"{desk.commenting}/new"
    with Visit(desk.browser, desk.server.url, timezone_id="Pacific/Apia") as visit:
        page = visit.page
        page.clock.install()
        sign_in(page, scene.STAKEHOLDER)
        page.goto(address)
        header, moved = page.locator(".site-header .closes"), page.locator("[data-moved]")
        before = header.inner_text()
        write(page, "Before.")
        autosave(page)
        told(page, "Saved ")
        assert (moved.inner_text(), header.inner_text()) == ("", before)
        round_ = move(desk, lambda round_: round_.closes_at + timedelta(days=30, hours=3))
        write(page, "And after.")
        autosave(page)
        page.wait_for_function("() => document.querySelector('[data-moved]').textContent")
        own = round_.closes_at.astimezone(ZoneInfo("Pacific/Apia"))
        told_own = f"(your time: {own:%-d %B %Y, %H:%M}, UTC+13)"
        assert moved.get_attribute("role") == "status"
        assert moved.inner_text() == (
            f"The deadline was moved: Round 1 now closes on "
            f"{round_.exactly(round_.closes_at)} {told_own}."
        )
        there = round_.closes_at.astimezone(ZoneInfo("Europe/Brussels"))
        for shown in ("closes in 37 days", f"{there:%-d %b %H:%M} Brussels (UTC+", told_own):
            assert shown in header.inner_text()
        standing = page.locator("main").inner_text()
        assert "closes in 7 days" not in standing
        assert visit.faults == []


def test_a_round_extended_into_its_last_hours_is_counted_down_from_the_new_deadline(desk):
    """trust.md 29."""
    with transaction():
        round_ = session.get_one(Round, desk.numbers.round_id)
        round_.closes_at -= timedelta(days=7) - timedelta(hours=1)
    with desk.visit() as visit:
        page = visit.page
        page.goto(desk.answering)
        shown = page.locator(".site-header [data-closes]")
        move(desk, lambda round_: round_.closes_at + timedelta(hours=2))
        write(page, "In time.")
        autosave(page)
        page.wait_for_function("() => document.querySelector('[data-moved]').textContent")
        assert shown.inner_text() == "closes in 2 hours"
        page.clock.run_for(2 * 60 * 60 * 1_000)
        assert shown.inner_text().endswith(("minute", "minutes"))


@pytest.mark.parametrize("scripted", [True, False])
def test_a_text_that_came_too_late_is_downloaded_from_the_page_that_refuses_it(
    desk, scripted, tmp_path
):
    """trust.md 27."""
    with Visit(desk.browser, desk.server.url, java_script_enabled=scripted) as visit:
        page = visit.sign_in(scene.STAKEHOLDER).page
        page.goto(desk.answering)
        write(page, LONG)
        close(desk)
        visit.send("seen")
        assert "closed on" in page.get_by_role("alert").inner_text()
        assert page.get_by_label("What you wrote").input_value() == LONG
        with page.expect_download() as download:
            page.get_by_role("button", name="Download what you wrote").click()
        assert download.value.suggested_filename == "what-you-wrote.txt"
        download.value.save_as(tmp_path / "file.txt")
        assert (tmp_path / "file.txt").read_bytes().decode() == LONG
        assert page.get_by_label("What you wrote").input_value() == LONG
        assert desk.saved() == []
        assert [fault for fault in visit.faults if "409" not in fault] == []
