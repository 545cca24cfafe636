"""The chair's keys: points are walked, chosen, moved and an act undone without a mouse."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select

from consultation import clock
from consultation.db import session, transaction
from consultation.models import Answer, Job, JobState, OpenQuestion, Placement, Theme
from tests import factories
from tests.browser import scene
from tests.browser.driving import PATIENCE, Visit
from tests.browser.keyboard import Keyboard

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


def test_an_open_page_tells_how_far_an_analysis_is_and_shows_what_it_found(desk, chair):
    """Without a reload until it is done. The job is this test's: a real one may be too quick."""
    page, question_id = chair.page, desk.numbers.question_id
    with transaction():
        session.execute(delete(Job).where(Job.question_id == question_id))
        at = {"asked_at": clock.now(), "started_at": clock.now(), "heartbeat_at": clock.now()}
        job = Job(question_id=question_id, state=JobState.RUNNING, message="Reading", **at)
        session.add(job)
        session.flush()
        job_id = job.id
    page.goto(f"/questions/{question_id}/themes")
    expect(page.locator("[data-message]")).to_have_text("Reading")
    page.evaluate("document.body.dataset.untouched = 'yes'")
    change(job_id, message="Grouping", done=3, total=4)
    expect(page.locator("[data-message]")).to_have_text("Grouping", timeout=PATIENCE)
    expect(page.locator("[data-progress]")).to_have_attribute("value", "3")
    expect(page.locator("[data-untouched]")).to_have_count(1)
    change(job_id, state=JobState.DONE, message="3 themes from 12 answers")
    expect(page.locator("[data-untouched]")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator(".job")).to_have_text(re.compile("Analysed:\\s+3 themes from 12 answers"))


def change(job_id: int, **values: object) -> None:
    with transaction():
        for name, value in values.items():
            setattr(session.get_one(Job, job_id), name, value)


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


@pytest.fixture
def themed(desk) -> str:
    """The page of a theme that twelve points are under."""
    with transaction():
        question = session.get_one(OpenQuestion, desk.numbers.question_id)
        session.add(theme := Theme(question=question, title="What all say"))
        for answer in session.scalars(select(Answer).where(Answer.question == question)).all():
            session.add(Placement(point=factories.point(answer), theme=theme))
        session.flush()
        number = theme.id
    session.remove()
    return f"/themes/{number}"


def read_beside(page) -> str:
    return page.locator("#answer mark").inner_text()


def words_of(page, number: int) -> str:
    return page.locator(".point .said").nth(number).inner_text()


def test_the_answer_of_the_point_that_is_walked_to_comes_beside_the_list(chair, themed):
    page = chair.page
    page.goto(themed)
    assert read_beside(page) == words_of(page, 0)
    page.locator(".point").first.focus()
    for key in "jjjk":
        page.keyboard.press(key)
    expect(page.locator("#answer mark")).to_have_text(words_of(page, 2))
    expect(page.locator(".point.open")).to_have_count(1)
    assert page.locator(".point").nth(2).evaluate("point => point === document.activeElement")
    assert "point=" in page.url
    page.reload()
    assert read_beside(page) == words_of(page, 2)


def test_a_point_that_is_clicked_is_read_beside_the_list_that_stays_where_it_was(chair, themed):
    page = chair.page
    page.goto(themed)
    page.evaluate("window.stays = true")
    page.locator(".point .said a").nth(9).scroll_into_view_if_needed()
    at = page.evaluate("scrollY")
    page.locator(".point .said a").nth(9).click()
    expect(page.locator("#answer mark")).to_have_text(words_of(page, 9))
    assert page.evaluate("window.stays && scrollY") == at


def test_without_scripts_a_point_leads_to_its_answer_and_a_filter_narrows_the_page(desk, themed):
    with Visit(desk.browser, desk.server.url, java_script_enabled=False) as visit:
        page = visit.sign_in(scene.CHAIR).page
        page.goto(themed)
        second = words_of(page, 1)
        with page.expect_navigation():
            page.locator(".point .said a").nth(1).click()
        assert read_beside(page) == second
        page.locator(".filters summary").click()
        page.get_by_label("Words in a point").fill("AUDITORS")
        with page.expect_navigation():
            page.get_by_role("button", name="Show").click()
        assert "Shown: 3 of 12 answers, 3 of 12 points." in visit.words
        assert page.locator(".point").count() == 3
        with page.expect_navigation():
            page.get_by_role("link", name="Show everything").first.click()
        assert page.locator(".point").count() == 12


def test_keys_cut_the_open_point_in_two_and_join_it_again(chair, themed):
    page, keys = chair.page, Keyboard(chair.page)
    page.goto(themed)
    whole = read_beside(page)
    page.locator(".point.open").focus()
    with page.expect_navigation():
        keys.press("c")
    keys.to(page.locator("label[for='words']").inner_text())
    keys.type(whole.split(" ", 1)[1])
    with page.expect_navigation():
        keys.press("Enter")
    assert "The point is two now; both are where it was." in chair.words
    assert read_beside(page) == whole.split(" ", 1)[0]
    page.locator(".point.open").focus()
    with page.expect_navigation():
        keys.press("n")
    keys.opens("Join the two")
    assert "The two points are one now." in chair.words
    assert read_beside(page) == whole


def test_keys_alone_filter_the_desk_and_act_on_what_is_left(desk, chair, themed):
    page, keys = chair.page, Keyboard(chair.page)
    page.goto(themed)
    keys.goes_round()
    page.reload()
    keys.to("Filter and search")
    keys.press("Enter")
    keys.to("Words in a point")
    keys.type("auditors")
    with page.expect_navigation():
        keys.press("Enter")
    assert page.locator(".point").count() == 3
    page.locator(".point").first.focus()
    for key in "jxm":
        keys.press(key)
    keys.type("Unplaced")
    keys.opens("Move the chosen points")
    assert "Moved 1 point out of all themes." in chair.words
    assert "words=auditors" in page.url
    assert page.locator(".point").count() == 2
    assert themes(desk)["What all say"] == 11
    page.locator(".point").first.focus()
    with page.expect_navigation():
        keys.press("u")
    assert "words=auditors" in page.url
    assert page.locator(".point").count() == 3
    keys.to("Ask no more for words “auditors” ×", "Shift+Tab")
    with page.expect_navigation():
        keys.press("Enter")
    assert page.locator(".point").count() == 12
