"""Writing in a real browser: saved as one types, and nothing lost on the way."""

import pytest
from playwright.sync_api import Page

from consultation import clock
from consultation.db import session, transaction
from consultation.models import Round
from tests.browser import scene
from tests.browser.driving import Visit
from tests.browser.writing import autosave, copies, sign_in, told, write
from tests.client import PASSWORD

pytestmark = pytest.mark.browser


def test_what_is_typed_is_saved_without_pressing_anything(desk):
    with desk.visit() as visit:
        page = visit.page
        page.goto(desk.answering)
        write(page, "As I type.")
        page.clock.run_for(3_000)
        assert desk.saved() == []
        autosave(page)
        told(page, "Saved ")
        assert desk.saved() == [(1, "As I type.")]
        page.clock.run_for(120_000)
        assert len(desk.saved()) == 1, "nothing changed, so nothing is saved"
        for letter in "abcdefghij":
            page.get_by_label("Your answer").press_sequentially(letter)
            page.clock.run_for(1_500)
        assert len(desk.saved()) <= 2, "one save in twenty seconds of typing"
        write(page, "More.")
        autosave(page)
        told(page, "Saved ")
        visit.send("seen")
        assert "More." in page.get_by_label("Your answer").input_value()
        assert desk.saved()[-1][1] == "More."
        assert copies(page) == 0
        assert visit.faults == []


def test_a_tick_alone_is_saved_and_found_again_like_a_text(desk):
    asked = f"/questions/{desk.numbers.choice_id}/answer"
    with desk.visit() as visit:
        page = visit.page
        page.goto(asked)
        visit.context.set_offline(True)
        page.get_by_label("The deployer").check()
        page.clock.run_for(25_000)
        told(page, "Your text is kept in this browser.")
        page = _opened_again(visit, asked)
        assert "The deployer" in page.locator("[data-recovered]").inner_text()
        page.get_by_role("button", name="Put it into the form").click()
        autosave(page)
        told(page, "Saved ")
        assert desk.saved() == [(1, "")]
        page.goto(asked)
        assert page.get_by_label("The deployer").is_checked()
        assert page.locator("[data-recovered]").is_hidden()


def test_nothing_is_saved_of_a_question_where_nothing_was_chosen_yet(desk):
    with desk.visit() as visit:
        page = visit.page
        page.goto(f"/questions/{desk.numbers.choice_id}/answer")
        page.get_by_label("Oppose").check()
        page.clock.run_for(25_000)
        told(page, "Nothing saved yet.")
        page.get_by_label("The deployer").check()
        autosave(page)
        told(page, "Saved ")
        page.get_by_label("No choice").check()
        autosave(page)
        told(page, "Saved ")
        assert desk.saved() == [(1, ""), (2, "")]
        assert visit.faults == []


def _opened_again(visit: Visit, path: str) -> Page:
    """A new tab in place of one that was closed while there was no network.

    A closing tab may still hear that the network is back, and save; that is good, and not what is
    tried here, so its requests are ended first.
    """
    visit.page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()); }")
    visit.page.close()
    visit.context.set_offline(False)
    page = visit.page = visit.context.new_page()
    page.clock.install()
    page.goto("/")  # what a closed tab kept reaches the next one when the browser has stored it
    page.wait_for_function("() => localStorage.length === 1")
    page.goto(path)
    page.locator("[data-recovered]").wait_for()
    return page


def test_a_new_comment_is_one_comment_however_often_it_is_saved(desk):
    with desk.visit() as visit:
        page = visit.page
        page.goto(f"{desk.commenting}/new")
        for text in ("Say", "Say by", "Say by when."):
            write(page, text)
            autosave(page)
            page.wait_for_function("() => document.querySelector('[name=seen]').value !== '0'")
        assert visit.path == f"{desk.commenting}/1"
        visit.send("seen")
        assert [text for _, text in desk.saved()] == ["Say", "Say by", "Say by when."]
        assert visit.path == f"{desk.commenting}/1"


def test_a_new_comment_whose_reply_was_lost_is_one_comment(desk):
    with desk.visit() as visit:
        page = visit.page
        page.goto(f"{desk.commenting}/new")

        def lose_the_reply(route):
            route.fetch()
            route.abort()

        page.route("**/comments/new", lose_the_reply, times=1)
        write(page, "Say by")
        page.clock.run_for(20_000)
        told(page, "Not saved: there is no connection.")
        assert desk.saved() == [(1, "Say by")]
        write(page, "Say by when.")
        page.clock.run_for(25_000)
        told(page, "Saved ")
        assert desk.saved() == [(1, "Say by"), (2, "Say by when.")]
        assert visit.path == f"{desk.commenting}/1"


def test_a_new_comment_whose_reply_and_tab_were_lost_is_one_comment(desk):
    with desk.visit() as visit:
        page = visit.page
        page.goto(f"{desk.commenting}/new")
        page.route("**/comments/new", lambda route: (route.fetch(), route.abort()), times=1)
        write(page, "Say by")
        page.clock.run_for(20_000)
        told(page, "Your text is kept in this browser.")
        page = _opened_again(visit, f"{desk.commenting}/new")
        page.get_by_role("button", name="Put it into the form").click()
        write(page, "Say by when.")
        autosave(page)
        told(page, "Saved ")
        assert desk.saved() == [(1, "Say by"), (2, "Say by when.")]
        assert visit.path == f"{desk.commenting}/1"


def test_a_lost_network_and_a_closed_tab_lose_nothing(desk):
    """trust.md 31."""
    with desk.visit() as visit:
        page = visit.page
        page.goto(desk.answering)
        visit.context.set_offline(True)
        write(page, "Twenty minutes of work.")
        page.clock.run_for(25_000)
        told(page, "Not saved: there is no connection. Your text is kept in this browser.")
        page = _opened_again(visit, desk.answering)
        assert desk.saved() == []
        notice = page.locator("[data-recovered]")
        assert "Twenty minutes of work." in notice.inner_text()
        assert page.get_by_label("Your answer").input_value() == ""
        page.get_by_role("button", name="Put it into the form").click()
        assert notice.is_hidden()
        visit.send("seen")
        assert desk.saved() == [(1, "Twenty minutes of work.")]
        page.goto(desk.answering)
        assert notice.is_hidden()
        assert copies(page) == 0


@pytest.mark.parametrize("place", ["answer", "comment"])
def test_a_copy_that_was_not_saved_in_time_can_still_be_read(desk, place):
    address = desk.answering if place == "answer" else f"{desk.commenting}/new"
    with desk.visit() as visit:
        visit.page.goto(address)
        visit.context.set_offline(True)
        write(visit.page, "Twenty minutes of work.")
        visit.page.clock.run_for(25_000)
        told(visit.page, "Your text is kept in this browser.")
        with transaction():
            session.get_one(Round, desk.numbers.round_id).closes_at = clock.now()
        page = _opened_again(visit, address)
        assert "Twenty minutes of work." in page.locator("[data-recovered]").inner_text()
        assert page.get_by_role("button", name="Put it into the form").count() == 0
        page.get_by_role("button", name="Throw it away").click()
        assert copies(page) == 0


def test_a_network_that_comes_back_saves_by_itself(desk):
    with desk.visit() as visit:
        page = visit.page
        page.goto(desk.answering)
        visit.context.set_offline(True)
        write(page, "In a tunnel.")
        page.clock.run_for(25_000)
        told(page, "Not saved")
        visit.context.set_offline(False)
        page.clock.run_for(25_000)
        told(page, "Saved ")
        assert desk.saved() == [(1, "In a tunnel.")]


@pytest.mark.parametrize("end", ["sign out", "submit"])
def test_a_copy_goes_with_signing_out_and_with_submitting(desk, end):
    with desk.visit() as visit:
        page = visit.page
        page.goto(desk.answering)
        write(page, "Sent.")
        visit.send("seen")
        write(page, "Not for the next person.")
        page.clock.run_for(1_000)
        assert copies(page) == 1
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"/rounds/{desk.numbers.round_id}/submission")
        if end == "submit":
            visit.press(page.get_by_role("button", name="Submit my answers"))
        else:
            visit.press(page.get_by_role("button", name="Sign out"))
        assert copies(page) == 0


def test_what_is_typed_just_before_signing_out_is_not_left_for_the_next_person(desk):
    with desk.visit() as visit:
        page = visit.page
        page.goto(desk.answering)
        page.on("dialog", lambda dialog: dialog.accept())
        write(page, "Not for the next person.")
        visit.press(page.get_by_role("button", name="Sign out"))
        assert visit.path != desk.answering
        assert copies(page) == 0


def test_on_a_shared_computer_no_copy_is_kept(desk):
    with desk.visit(shared=True) as visit:
        page = visit.page
        page.goto(desk.answering)
        visit.context.set_offline(True)
        write(page, "At the library.")
        page.clock.run_for(25_000)
        told(page, "Not saved: there is no connection. Leave this page open.")
        assert copies(page) == 0


def test_a_copy_is_shown_to_nobody_else(desk):
    with desk.visit() as visit:
        page = visit.page
        page.goto(desk.answering)
        write(page, "Mine alone.")
        page.clock.run_for(1_000)
        page.on("dialog", lambda dialog: dialog.accept())
        visit.context.clear_cookies()
        sign_in(page, scene.SECOND_STAKEHOLDER)
        page.goto(desk.answering)
        assert copies(page) == 1
        assert page.locator("[data-recovered]").is_hidden()


def test_a_session_that_ends_while_writing_loses_nothing(desk):
    """trust.md 32."""
    with desk.visit() as visit:
        page = visit.page
        page.goto(desk.answering)
        visit.context.clear_cookies()
        write(page, "Half a thought, and then lunch.")
        page.clock.run_for(25_000)
        told(page, "Press Save: you sign in, and your text comes along.")
        visit.send("seen")
        page.get_by_label("E-mail address").fill(scene.STAKEHOLDER)
        page.get_by_label("Password").fill(PASSWORD)
        visit.send("password")
        assert page.get_by_label("Your answer").input_value() == "Half a thought, and then lunch."
        assert desk.saved() == []
        visit.send("seen")
        assert desk.saved() == [(1, "Half a thought, and then lunch.")]
        assert visit.path == desk.answering


def test_two_windows_on_one_answer_overwrite_nothing(desk):
    """trust.md 33."""
    with desk.visit() as visit:
        first, second = visit.page, visit.context.new_page()
        second.clock.install()
        for page in (first, second):
            page.goto(desk.answering)
        write(first, "From the first window.")
        autosave(first)
        told(first, "Saved ")
        write(second, "From the second window.")
        autosave(second)
        told(second, "Press Save to see both texts.")
        with second.expect_navigation():
            second.get_by_role("button", name="Save").click()
        assert "From the first window." in second.locator("main").inner_text()
        assert second.get_by_label("Your answer").input_value() == "From the second window."
        second.clock.run_for(60_000)
        assert [text for _, text in desk.saved()] == ["From the first window."]
