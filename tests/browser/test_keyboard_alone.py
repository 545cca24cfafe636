"""The stakeholder's main path with nothing but a keyboard."""

import json
from collections.abc import Iterator

import pytest

from consultation.db import session
from consultation.models import Answer, Remark
from tests.browser import scene
from tests.browser.driving import Visit
from tests.browser.keyboard import Keyboard
from tests.client import PASSWORD

pytestmark = pytest.mark.browser

HAS_COME_TO_REST = "() => scrollY === window.wasAt || (window.wasAt = scrollY, false)"


@pytest.fixture(params=[320, 1280], ids=["a telephone’s width", "a desk’s width"])
def person(request: pytest.FixtureRequest, desk) -> Iterator[Visit]:
    size = {"width": request.param, "height": 700}
    # What is scrolled to smoothly is where it should be only a while later.
    with Visit(desk.browser, desk.server.url, viewport=size, reduced_motion="reduce") as visit:
        yield visit
        assert visit.faults == []


def test_the_keyboard_alone_does_the_journey(desk, person):
    keys = Keyboard(person.page)
    person.page.goto(desk.reading)
    _signs_in(keys)
    assert person.path == desk.reading
    _reads(keys)
    _answers(keys)
    _comments(keys, person)
    _reviews_and_submits(keys)
    assert person.path.endswith("/receipts/1")
    _keeps_the_receipt(keys)
    _is_stored(desk)


def _signs_in(keys: Keyboard) -> None:
    keys.goes_round()
    keys.page.reload()
    keys.to("E-mail address")
    keys.type(scene.STAKEHOLDER)
    keys.to("Password")
    keys.type(PASSWORD)
    with keys.page.expect_navigation():
        keys.press("Enter")


def _reads(keys: Keyboard) -> None:
    keys.goes_round()
    keys.page.reload()
    keys.to("Skip to the content")
    keys.press("Enter")
    for _ in range(3):
        keys.press("PageDown")
    keys.page.wait_for_function(HAS_COME_TO_REST, polling=200)
    assert keys.page.evaluate("scrollY > innerHeight")


def _answers(keys: Keyboard) -> None:
    keys.opens("Answer question Q02")
    keys.goes_round()
    keys.page.reload()
    keys.to("No choice")
    keys.press("ArrowUp")
    assert (keys.stop() or {})["name"] == "The deployer"
    keys.to("Support")
    for _ in range(2):
        keys.press("ArrowDown")
    assert (keys.stop() or {})["name"] == "Oppose"
    keys.to("Your answer")
    keys.type("Whoever runs it.")
    keys.opens("Save")


def _comments(keys: Keyboard, person: Visit) -> None:
    keys.opens("Draft")
    keys.opens("Comment on measure 1")
    keys.goes_round()
    keys.page.reload()
    keys.to("What sort of comment")
    keys.type("Legal")
    keys.to("Your comment")
    keys.type("Say by when.")
    keys.to("Wording you propose")
    keys.type("The record is complete within a week.")
    keys.to("How it is published, and what only the chairs may read")
    keys.press("Enter")
    keys.to("How this may be published")
    keys.type("Without")
    keys.to("Wording you propose", "Shift+Tab")
    keys.opens("Save")
    assert "Saved" in person.words


def _reviews_and_submits(keys: Keyboard) -> None:
    keys.opens("Review my submission")
    keys.goes_round()
    keys.page.reload()
    keys.opens("Submit my answers")
    keys.goes_round()


def _keeps_the_receipt(keys: Keyboard) -> None:
    keys.to("Download the receipt")
    with keys.page.expect_download() as download:
        keys.press("Enter")
    receipt = json.loads(download.value.path().read_text("utf-8"))
    assert [line["text"] for line in receipt["lines"]] == ["Whoever runs it.", "Say by when."]


def _is_stored(desk) -> None:
    session.rollback()
    sent = session.query(Answer).order_by(Answer.id).all()[-2:]
    answer, comment = (row.version for row in sent)
    assert {row.submission.round_id for row in sent} == {desk.numbers.round_id}
    assert (answer.choices, answer.position) == (["The deployer"], "oppose")
    assert (comment.remark, comment.publication) == (Remark.LEGAL, "anonymous")
    assert comment.proposed == "The record is complete within a week."
