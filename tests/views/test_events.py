"""Two at one desk: each is told what the other does, and nobody else is told anything."""

import json

import pytest

from consultation.db import session, transaction
from consultation.models import OpenQuestion, Person
from consultation.operations.audit import Change, record_each
from consultation.operations.grouping.analysis import analyse_question
from consultation.queries.audit import newest_entry, others_since
from tests import factories
from tests.client import Browser
from tests.conftest import NOW


def rename(browser: Browser, world, title: str) -> None:
    address = f"/themes/{world.theme.id}/rename"
    browser.submit(browser.get(address), address, title=title)


def events(browser: Browser, world, since: int) -> dict[str, str]:
    """The fields of the one event that a stream holds."""
    stream = browser.client.get(f"/questions/{world.question.id}/events?since={since}")
    assert stream.mimetype == "text/event-stream"
    assert stream.text.endswith("\n\n")
    return dict(line.partition(":")[::2] for line in stream.text.strip().split("\n"))


def words(browser: Browser, world, since: int) -> str:
    return json.loads(events(browser, world, since)["data"])["words"]


def test_all_that_another_did_since_the_page_was_made_is_told(chair, vice_chair, world):
    assert "event" not in events(chair, world, 0)
    rename(vice_chair, world, "Record it")
    first = newest_entry(world.question)
    rename(vice_chair, world, "Record it all")
    assert events(chair, world, 0)["event"].strip() == "changed"
    many = "Vice Chair changed this question meanwhile: rename (2 times)."
    assert words(chair, world, 0) == many == words(chair, world, 0)
    assert words(chair, world, first) == "Vice Chair changed this question meanwhile: rename."
    assert "event" not in events(chair, world, newest_entry(world.question))


def test_an_analysis_that_finished_meanwhile_says_what_is_different(chair, vice_chair, world):
    """trust.md 35: what people decided stays, and the difference is shown."""
    rename(vice_chair, world, "Record it")
    since = newest_entry(world.question)
    with transaction():
        question = session.get_one(OpenQuestion, world.question.id)
        for text in ("Fees should fall for small mills.", "Small mills should pay lower fees."):
            by = factories.stakeholder(consultation=question.round.consultation)
            session.add(factories.answer(question, text, by=by))
        session.flush()
        analyse_question(question, now=NOW)
    session.remove()
    told = words(chair, world, since)
    assert told.startswith("An analysis has finished: answers 1 → 3; ")
    assert told.endswith("What people decided stayed.")
    assert "Record it" in chair.get(f"/questions/{world.question.id}/themes").text
    assert "analyse" in chair.get(f"/questions/{world.question.id}/log").text


def test_nobody_is_told_what_they_did_themselves(chair, world):
    rename(chair, world, "Record it")
    assert "event" not in events(chair, world, 0)


def test_a_page_asks_for_what_came_after_it(chair, vice_chair, world):
    rename(vice_chair, world, "Record it")
    page = chair.get(f"/questions/{world.question.id}/themes")
    (box,) = [p for p in page.find("p") if p.get("data-events")]
    since = int(box.get("data-events").rpartition("=")[2])
    assert "event" not in events(chair, world, since)
    rename(vice_chair, world, "Record it all")
    assert "event" in events(chair, world, since)


@pytest.mark.parametrize("since", ["tea", "-1", "9" * 40, "٣", ""])
def test_a_number_that_is_none_asks_for_everything_or_nothing(chair, vice_chair, world, since):
    rename(vice_chair, world, "Record it")
    address = f"/questions/{world.question.id}/events?since={since}"
    assert chair.client.get(address).status_code == 200


def test_words_of_the_log_break_no_event(chair, vice_chair, world):
    rename(vice_chair, world, "Record it")
    stream = chair.client.get(f"/questions/{world.question.id}/events?since=0").text
    assert stream.count("\n\n") == 1


def test_an_act_on_many_points_is_counted_and_not_read_by_every_open_desk(chair, world):
    with transaction():
        question = session.get_one(OpenQuestion, world.question.id)
        by = session.get_one(Person, world.vice_chair.id)
        changes = [Change("point", number) for number in range(300)]
        record_each("move", changes, person=by, now=NOW, question=question)
        seen = others_since(question, 0, session.get_one(Person, world.chair.id))
        assert [(act.who, act.action, act.count) for act in seen] == [("Vice Chair", "move", 300)]
    assert words(chair, world, 0) == (
        "Vice Chair changed this question meanwhile: move (300 times)."
    )
