"""The chair's keys: points are walked, chosen, moved and an act undone without a mouse."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import Answer, Placement, Theme
from tests import factories
from tests.browser import scene
from tests.browser.driving import Visit

pytestmark = pytest.mark.browser


@pytest.fixture
def unplaced(desk) -> str:
    """The page of twelve points that no analysis has placed."""
    with transaction():
        answers = session.scalars(
            select(Answer).where(Answer.question_id == desk.numbers.question_id)
        )
        session.add_all(factories.point(answer, 0, len(answer.text)) for answer in answers.all())
    session.remove()
    return f"/questions/{desk.numbers.question_id}/unplaced"


@pytest.fixture
def chair(desk):
    with Visit(desk.browser, desk.server.url, reduced_motion="reduce") as visit:
        yield visit.sign_in(scene.CHAIR)
        assert visit.faults == []


def themes(desk) -> dict[str, int]:
    """The question's themes and how many points each holds."""
    session.rollback()
    return {
        theme.title: len(
            session.scalars(select(Placement).where(Placement.theme_id == theme.id)).all()
        )
        for theme in session.scalars(
            select(Theme).where(Theme.question_id == desk.numbers.question_id)
        )
    }


def test_keys_choose_points_move_them_and_undo_it(desk, chair, unplaced):
    page = chair.page
    page.goto(unplaced)
    expect(page.locator("[data-keys]")).to_be_visible()
    page.locator(".point").first.focus()
    for key in ("j", "x", "j", "j", "x", "k", "m"):
        page.keyboard.press(key)
    expect(page.get_by_label("Move the chosen points to")).to_be_focused()
    page.keyboard.type("A new theme")
    page.keyboard.press("Tab")
    page.keyboard.type("Just quarterly: mind the x")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Moved 2 points to “Just quarterly: mind the x”." in page.inner_text("body")
    assert themes(desk) == {"Just quarterly: mind the x": 2}
    page.locator(".point").first.focus()
    with page.expect_navigation():
        page.keyboard.press("u")
    assert "Undone: new theme “Just quarterly: mind the x” of 2 points." in page.inner_text("body")
    assert themes(desk) == {"Just quarterly: mind the x": 0}


def test_keys_do_nothing_where_the_focus_is_elsewhere(desk, chair, unplaced):
    page = chair.page
    page.goto(unplaced)
    page.locator("h1").click()
    for key in ("j", "x", "u", "d"):
        page.keyboard.press(key)
    assert page.locator("[name='points']:checked").count() == 0
    assert chair.path == unplaced


def test_what_has_the_focus_is_not_hidden_by_the_bar_at_hand(desk, chair, unplaced):
    page = chair.page
    page.goto(unplaced)
    page.locator(".point").first.focus()
    for _ in range(11):
        page.keyboard.press("j")
        assert page.evaluate(IS_CLEAR)


IS_CLEAR = """() => {
    const bar = document.querySelector('.move-chosen').getBoundingClientRect();
    const own = document.activeElement.getBoundingClientRect();
    return own.top >= 0 && own.top < bar.top;
}"""
