"""Reading marks by key, and the forms that reviewers have among themselves, in a real browser."""

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import Answer, AnswerRead
from tests import factories
from tests.browser import scene
from tests.browser.driving import Visit
from tests.browser.looking import faults

pytestmark = pytest.mark.browser


@pytest.fixture
def point_id(desk) -> int:
    """A point that no analysis has placed."""
    with transaction():
        answer = session.scalars(
            select(Answer).where(Answer.question_id == desk.numbers.question_id).limit(1)
        ).one()
        point = factories.point(answer)
        session.add(point)
        session.flush()
        number = point.id
    session.remove()
    return number


@pytest.fixture
def chair(desk):
    with Visit(desk.browser, desk.server.url, reduced_motion="reduce") as visit:
        yield visit.sign_in(scene.CHAIR)


def test_r_marks_the_answer_that_is_read_and_takes_the_mark_away(desk, chair, point_id):
    page = chair.page
    page.goto(f"/questions/{desk.numbers.question_id}/unplaced")
    for marked in (1, 0):
        page.locator(".points > .point").first.focus()
        with page.expect_navigation():
            page.keyboard.press("r")
        session.rollback()
        of_this = AnswerRead.answer.has(question_id=desk.numbers.question_id)
        assert len(session.scalars(select(AnswerRead).where(of_this)).all()) == marked
    assert faults(page) == []


def test_what_is_refused_of_a_matter_can_be_read_by_everybody(desk, chair, point_id):
    page = chair.page
    page.goto(f"/points/{point_id}/matters/new")
    chair.press(page.locator("main form .btn-primary"))
    assert "Write at least a sentence." in chair.words
    assert faults(page) == []
    page.locator("textarea").fill("Read it with me. " * 40)
    page.get_by_label("Second reader wanted").check()
    chair.press(page.locator("main form .btn-primary"))
    assert "another person gives it" in chair.words
    assert faults(page) == []
