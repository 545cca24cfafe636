"""Reading in a real browser: words are selected, contents follow, a print is the text."""

from typing import Any

import pytest

from consultation.db import session
from consultation.models import Provision
from consultation.plain import plain
from tests.browser.writing import PASSAGE, select_words, write

pytestmark = pytest.mark.browser


def test_every_long_text_counts_against_its_limit(desk):
    with desk.visit() as visit:
        page = visit.page
        page.goto(f"{desk.commenting}/new")
        for field in ("text", "proposed", "annex", "exact"):
            line = page.locator(f"#{field}-count")
            assert line.text_content() == "0 of 1,000,000 characters"
            page.locator(f"#{field}").evaluate(
                "e => { e.value = '🫖ab'; e.dispatchEvent(new Event('input', {bubbles: true})); }"
            )
            assert line.text_content() == "3 of 1,000,000 characters"


def test_selected_words_can_be_commented_on_and_are_marked_afterwards(desk):
    with desk.visit() as visit:
        page = visit.page
        page.goto(desk.reading)
        assert page.get_by_role("link", name="Comment on this").count() == 0
        select_words(page, PASSAGE)
        offer = page.get_by_role("link", name="Comment on this")
        assert offer.evaluate("e => e.previousElementSibling.matches('.words')")
        offer.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator("#exact").input_value() == PASSAGE
        write(page, "Why eight?")
        visit.send("seen")
        page.goto(desk.reading)
        marked: Any = page.evaluate("[...CSS.highlights.get('own')].map(String)")
        assert marked == [PASSAGE]
        select_words(page, PASSAGE)
        page.evaluate("getSelection().removeAllRanges()")
        page.clock.run_for(100)
        assert page.get_by_role("link", name="Comment on this").count() == 0
        assert visit.faults == []


def test_where_the_selected_words_stand_is_what_the_server_counts(desk):
    with desk.visit() as visit:
        visit.page.goto(desk.reading)
        select_words(visit.page, PASSAGE)
        visit.press(visit.page.get_by_role("link", name="Comment on this"))
        start = int(visit.page.locator("[name=start]").input_value())
        session.rollback()
        text = plain(session.get_one(Provision, desk.provision_id).text)
        assert text[start : start + len(PASSAGE)] == PASSAGE


def test_the_contents_follow_the_reading(desk):
    with desk.visit() as visit:
        page = visit.page
        page.set_viewport_size({"width": 1280, "height": 700})
        page.goto(desk.reading)
        for key in ("m2", "m3", "m1"):
            page.evaluate("id => document.getElementById(id).scrollIntoView()", f"provision-{key}")
            page.wait_for_function(
                """key => document.querySelector('.contents a[aria-current]')
                    ?.hash === `#provision-${key}`""",
                arg=key,
            )
            page.clock.run_for(100)


def test_a_printed_draft_is_the_text_and_its_questions(desk):
    with desk.visit() as visit:
        page = visit.page
        page.goto(desk.reading)
        page.emulate_media(media="print")
        for gone in (".contents", ".site-header", ".seek", ".anchor >> nth=0"):
            assert page.locator(gone).is_hidden(), gone
        assert page.get_by_text(PASSAGE).is_visible()
        assert page.get_by_text("Who should keep it?").is_visible()
        assert page.get_by_role("link", name="Answer question Q01").is_hidden()
