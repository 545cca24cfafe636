"""Two at one desk: each is told what the other does, and nobody else is told anything."""

import json

import pytest

from tests.client import Browser


def rename(browser: Browser, world, title: str) -> None:
    address = f"/themes/{world.theme.id}/rename"
    browser.submit(browser.get(address), address, title=title)


def events(browser: Browser, world, since: int, *, seen: int | None = None) -> dict[str, str]:
    """The fields of the one event that a stream holds."""
    headers = {} if seen is None else {"Last-Event-ID": str(seen)}
    stream = browser.client.get(
        f"/questions/{world.question.id}/events?since={since}", headers=headers
    )
    assert stream.mimetype == "text/event-stream"
    assert stream.text.endswith("\n\n")
    return dict(line.partition(":")[::2] for line in stream.text.strip().split("\n"))


def test_what_another_does_is_told_once(chair, vice_chair, world):
    assert "event" not in events(chair, world, 0)
    rename(vice_chair, world, "Record it")
    rename(vice_chair, world, "Record it all")
    told = events(chair, world, 0)
    assert told["event"].strip() == "changed"
    assert json.loads(told["data"]) == {
        "words": "Vice Chair changed this question meanwhile: rename (2 times)."
    }
    seen = int(told["id"])
    assert "event" not in events(chair, world, 0, seen=seen)
    assert "event" not in events(chair, world, seen)


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
