"""Deadlines where people read them, and the secretariat's hand on them."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from consultation.models import AuditEntry, Extension
from tests.client import Browser
from tests.conftest import NOW
from tests.views.visiting import change, count, links, stored

MOVED = {"until": "2027-04-26T18:00", "reason": "The site was down."}
MOVED_WORDS = "26 April 2027, 18:00 (Europe/Brussels time, UTC+2)"


def addresses(world) -> list[str]:
    return [
        f"/drafts/{world.draft.id}",
        f"/consultations/{world.consultation.id}",
        f"/rounds/{world.round.id}/submission",
        f"/questions/{world.question.id}/answer",
    ]


def extend(secretariat, world, **fields):
    address = f"/rounds/{world.round.id}/extend"
    return secretariat.submit(secretariat.get(address), **MOVED | fields)


def test_a_deadline_is_shown_with_its_offset_and_given_to_the_script(stakeholder, world):
    for address in addresses(world):
        page = stakeholder.get(address)
        assert "19 April 2027, 12:00 (Europe/Brussels time, UTC+2)" in page.words, address
        times = page.find("time", data_local="Europe/Brussels")
        assert "2027-04-19T10:00:00+00:00" in {time.get("datetime") for time in times}
        assert page.find("span", data_closes="2027-04-19T10:00:00+00:00")
        assert page.find("script", src="/static/times.js")


def test_an_extension_is_shown_with_both_deadlines_and_the_reason(app, secretariat, world):
    back = secretariat.follow(extend(secretariat, world))
    assert f"Round 1 now closes on {MOVED_WORDS}." in back.words
    stakeholder = Browser(app).sign_in(world.stakeholder.email)
    for address in addresses(world):
        page = stakeholder.get(address)
        assert "from 19 April 2027, 12:00 (Europe/Brussels time, UTC+2)" in page.words, address
        assert f"to {MOVED_WORDS}, because: The site was down." in page.words, address


def test_an_open_form_learns_of_the_extension_at_its_next_save(app, secretariat, world):
    """trust.md 29: the page then says so (tests/browser/test_deadlines.py)."""
    stakeholder = Browser(app).sign_in(world.stakeholder.email)
    page = stakeholder.get(f"/questions/{world.question.id}/answer")
    extend(secretariat, world)
    saved = stakeholder.client.post(
        page.path,
        data=page.fields() | {"text": "Keep it."},
        headers={"Accept": "application/json"},
    )
    assert saved.get_json()["closes"] == MOVED_WORDS
    assert saved.get_json()["closes_at"] == "2027-04-26T16:00:00+00:00"
    assert saved.get_json()["closes_in_brief"] == "26 Apr 18:00 Brussels (UTC+2)"


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"reason": ""}, 422, "Write the reason."),
        ({"until": ""}, 422, "Choose a day and a time."),
        ({"until": "tomorrow"}, 422, "Write it as year-month-day hour:minute"),
        ({"until": "2027-10-31T02:30"}, 422, "comes twice or not at all"),
        ({"until": "2028-03-26T02:30"}, 422, "comes twice or not at all"),
        ({"until": "2027-04-19T12:00"}, 409, "can only be moved to a later time"),
        ({"until": "2027-04-18T12:00"}, 409, "can only be moved to a later time"),
    ],
)
def test_an_extension_that_cannot_be_is_refused_and_changes_nothing(
    secretariat, world, fields, status, sentence
):
    """trust.md 28 and 29."""
    page = extend(secretariat, world, **fields)
    assert page.status_code == status
    assert sentence in page.words
    expected = {"until": MOVED["until"], "reason": MOVED["reason"]} | fields
    assert {name: page.fields()[name] for name in expected} == expected
    assert count(Extension) == 0
    assert stored(world.round).closes_at == world.round.closes_at


def test_the_secretariat_allows_late_submissions_and_reads_their_list(secretariat, world):
    address = f"/rounds/{world.round.id}/late"
    back = secretariat.follow(secretariat.submit(secretariat.get(address), **MOVED))
    assert f"takes late submissions until {MOVED_WORDS}" in back.words
    assert count(AuditEntry, AuditEntry.action == "allow late submissions") == 1
    change(world.submission, is_late=True)
    page = secretariat.get(f"/rounds/{world.round.id}")
    assert f"{stored(world.submission).number} · Kettle Works · civil society" in page.words


def test_publishing_asks_first_and_is_one_decision(secretariat, world):
    address = f"/rounds/{world.round.id}/publish"
    page = secretariat.get(address)
    assert "You can publish after that" in page.words
    assert not [form for form in page.find("form") if form.get("action") != "/sign-out"]
    change(world.round, closes_at=NOW - timedelta(seconds=1))
    page = secretariat.get(address)
    assert "It cannot be taken back." in page.words
    assert "The contributions are published." in secretariat.follow(secretariat.submit(page)).words
    assert stored(world.round).published_at == NOW
    assert secretariat.submit(page).status_code == 409


def calendar_of(browser, world) -> Calendar:
    page = browser.get(f"/rounds/{world.round.id}.ics")
    assert page.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(page.response.get_data())


def events(calendar: Calendar) -> dict[str, tuple]:
    return {
        str(event["uid"]): (event["dtstart"].dt, int(event["sequence"]))
        for event in calendar.walk("VEVENT")
    }


def test_the_calendar_has_opening_and_closing_and_an_extension_moves_the_same_event(
    stakeholder, secretariat, world
):
    opening, closing = (
        f"round-{world.round.id}-opening@127.0.0.1",
        (f"round-{world.round.id}-closing@127.0.0.1"),
    )
    opens, closes = NOW - timedelta(days=7), NOW + timedelta(days=7)
    calendar = calendar_of(stakeholder, world)
    assert events(calendar) == {opening: (opens, 0), closing: (closes, 0)}
    assert "UTC+2" in str(calendar.walk("VEVENT")[1]["description"])
    extend(secretariat, world)
    moved = calendar_of(stakeholder, world)
    later = stored(world.round).closes_at
    assert events(moved) == {opening: (opens, 1), closing: (later, 1)}
    assert "The site was down." in str(moved.walk("VEVENT")[1]["description"])


def test_the_same_round_gives_the_same_calendar(stakeholder, world):
    first, second = (
        stakeholder.get(f"/rounds/{world.round.id}.ics").response.get_data() for _ in range(2)
    )
    assert first == second


def test_what_was_not_sent_can_be_downloaded_after_the_deadline(stakeholder, world):
    """trust.md 30."""
    page = stakeholder.get(f"/questions/{world.question.id}/answer")
    stakeholder.submit(page, text="Kept <b>word</b> for word.\n 🙂", proposed="a week")
    change(world.round, closes_at=NOW - timedelta(seconds=1))
    review = stakeholder.get(f"/rounds/{world.round.id}/submission")
    (address,) = (link for link in links(review) if link.endswith("written.txt"))
    file = stakeholder.get(address)
    assert file.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Kept <b>word</b> for word.\n 🙂" in file.text
    assert "Wording proposed:\na week" in file.text
    assert "not sent" in file.text


def test_the_calendar_leads_to_where_the_instance_is_reached(app, stakeholder, world, monkeypatch):
    reached = app.config["SETTINGS"].model_copy(
        update={"site": "https://plenary.example.org:8443/", "hosts": ["inside"]}
    )
    monkeypatch.setitem(app.config, "SETTINGS", reached)
    links_in = {str(event["url"]) for event in calendar_of(stakeholder, world).walk("VEVENT")}
    path = f"/consultations/{world.consultation.id}"
    assert links_in == {f"https://plenary.example.org:8443{path}"}
