"""A chair codes points with nothing but a keyboard, refuses a suggestion and takes that back."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from consultation.db import session
from consultation.models import AuditEntry, CodeRefusal, CodeUse
from tests.browser.coding import Coded, has_a_frame
from tests.browser.driving import Visit
from tests.browser.keyboard import Keyboard
from tests.browser.scene import CHAIR, RECEIVED
from tests.client import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture(params=[320, 1280], ids=["a telephone’s width", "a desk’s width"])
def chair(request: pytest.FixtureRequest, desk) -> Iterator[Visit]:
    size = {"width": request.param, "height": 700}
    with Visit(desk.browser, desk.server.url, viewport=size, reduced_motion="reduce") as visit:
        yield visit
        assert visit.faults == []


def test_the_keyboard_alone_codes_a_point_refuses_a_suggestion_and_takes_it_back(desk, chair):
    there = has_a_frame(desk.numbers)
    session.remove()
    keys = Keyboard(chair.page)
    chair.page.goto(f"/questions/{desk.numbers.question_id}/themes")
    _signs_in(keys)
    _finds_what_is_not_coded(keys, chair)
    _refuses_what_is_suggested(keys, chair, there)
    _codes_the_point(keys, chair)
    _takes_the_refusal_back(keys, chair)
    _is_stored(there)


def _signs_in(keys: Keyboard) -> None:
    keys.to("E-mail address")
    keys.type(CHAIR)
    keys.to("Password")
    keys.type(PASSWORD)
    with keys.page.expect_navigation():
        keys.press("Enter")


def _finds_what_is_not_coded(keys: Keyboard, chair: Visit) -> None:
    keys.opens("Coded")
    keys.goes_round()
    keys.page.reload()
    keys.opens("Not coded in type")
    assert "12 of 12 points are not coded in “type”." in chair.words
    keys.goes_round()
    keys.page.reload()


def _refuses_what_is_suggested(keys: Keyboard, chair: Visit, there: Coded) -> None:
    keys.opens(f"Code it : {RECEIVED[0]}")
    assert chair.path == f"/points/{there.point_id}/codes"
    keys.opens("Suggest codes")
    assert "1 code suggested" in chair.words
    keys.goes_round()
    keys.page.reload()
    keys.to("Refuse the suggestion T1")
    keys.press("Space")
    keys.opens("Keep the coding")
    assert "1 code refused for this point." in chair.words
    assert "Refuse the suggestion T1" not in chair.words
    keys.goes_round()
    keys.page.reload()


def _codes_the_point(keys: Keyboard, chair: Visit) -> None:
    """From the list and back to it, where the point is listed no more."""
    keys.to("T3 Independent audits")
    keys.press("Space")
    keys.opens("Keep the coding")
    assert "The point is coded so." in chair.words
    assert "11 of 12 points are not coded in “type”." in chair.words
    assert RECEIVED[0] not in chair.words


def _takes_the_refusal_back(keys: Keyboard, chair: Visit) -> None:
    keys.opens("What was coded")
    keys.goes_round()
    keys.page.reload()
    keys.opens(f"Take back the refusal of T1: {RECEIVED[0]}")
    assert "Taken back: that code may be suggested here again." in chair.words
    assert "Take back the refusal" not in chair.words


def _is_stored(there: Coded) -> None:
    session.rollback()
    used = session.execute(
        select(CodeUse.code_id, CodeUse.ended_at).where(CodeUse.point_id == there.point_id)
    ).all()
    assert used == [(there.codes["T3"], None)]
    of_it = CodeRefusal.point_id == there.point_id
    assert session.scalars(select(CodeRefusal).where(of_it)).all() == []
    asked = select(AuditEntry.action).where(
        AuditEntry.subject == "point", AuditEntry.subject_id == there.point_id
    )
    assert session.scalars(asked.order_by(AuditEntry.id)).all() == [
        "refuse codes for a point", "code a point", "take back refused codes for a point",
    ]  # fmt: skip
