"""The note of a minority point by keys alone: asked for, written and sent without a mouse."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import Answer, MinorityNote, MinorityPoint, Point
from tests import factories
from tests.browser import scene
from tests.browser.driving import Visit
from tests.browser.keyboard import Keyboard

pytestmark = pytest.mark.browser

NOTE = "They said so in the session."


@pytest.fixture
def unplaced(desk) -> str:
    """The page of twelve unplaced points, of which one is a minority point."""
    with transaction():
        answers = session.scalars(
            select(Answer).where(Answer.question_id == desk.numbers.question_id)
        )
        points = [factories.point(answer, 0, len(answer.text)) for answer in answers.all()]
        session.add_all(points)
        session.add(MinorityPoint(point=points[0], reason="It fits no theme.", rank=1))
    session.remove()
    return f"/questions/{desk.numbers.question_id}/unplaced"


def test_the_keys_that_choose_and_move_lead_to_the_note_and_nothing_is_chosen_anew(desk, unplaced):
    with Visit(desk.browser, desk.server.url, reduced_motion="reduce") as visit:
        page, keys = visit.sign_in(scene.CHAIR).page, Keyboard(visit.page)
        page.goto(unplaced)
        page.locator(".point", has_text="minority point").focus()
        for key in ("x", "j", "x", "m"):
            keys.press(key)
        expect(page.get_by_label("Move the chosen points to")).to_be_focused()
        keys.type("A new theme")
        keys.press("Tab")
        keys.type("Register")
        with page.expect_navigation():
            keys.press("Enter")
        assert "is a minority point. The note says why it goes" in visit.words
        assert page.locator("[name='points']:checked").count() == 2
        keys.to("Note")
        keys.type(NOTE)
        with page.expect_navigation():
            keys.press("Enter")
        assert "Moved 2 points to “Register”." in visit.words
    of_this = Point.answer.has(question_id=desk.numbers.question_id)
    (kept,) = session.scalars(select(MinorityNote).where(MinorityNote.point.has(of_this)))
    assert kept.note == NOTE
    session.remove()
