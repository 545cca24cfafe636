"""Meetings: written down on one page, read by whom they are for."""

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import Meeting
from consultation.operations.contributions.meetings import publish_meeting, seen_of
from consultation.queries.contributions.meetings import raised_in
from tests import factories
from tests.conftest import NOW
from tests.views.visiting import change, links


def written(**more):
    return {
        "kind": "working group meeting",
        "title": "Records again",
        "held_at": "2027-04-10T10:00",
        "attendance-0-number": "12",
        "minutes": "We spoke about the *record*.",
        "polls-0-question": "Ready?",
        "polls-0-options": "Yes: 4\nNo: 3",
        "polls-0-answered": "7",
        "polls-0-present": "12",
        "points-0-text": "Small firms need two years.",
        "points-0-category": "civil society",
        **more,
    }


def the_meeting() -> Meeting:
    session.rollback()
    return session.scalars(select(Meeting)).one()


def test_a_meeting_is_written_down_on_one_page(secretariat, world):
    page = secretariat.get(f"/rounds/{world.round.id}/meetings/new")
    number = world.question.id
    place = f"open_question {number}"
    read = secretariat.follow(secretariat.submit(page, **written(**{"points-0-place": place})))
    for words in ("Records again", "We spoke about the", "Yes", "Small firms need two"):
        assert words in read.words
    (line,) = raised_in(the_meeting())
    assert (line.place.id, line.category) == (number, "civil society")
    assert the_meeting().attendance == {"civil society": 12}


def test_who_was_there_is_kept_by_kind_though_a_kind_is_added_meanwhile(secretariat, world):
    change(world.consultation, categories=["authority", "industry"])
    page = secretariat.get(f"/rounds/{world.round.id}/meetings/new")
    change(world.consultation, categories=["academia", "authority", "industry"])
    counted = {"attendance-0-number": "3", "attendance-1-number": "5"}
    back = secretariat.submit(page, **written(**counted, title=""))
    assert back.status_code == 422
    change(world.consultation, categories=["academia", "citizen", "authority", "industry"])
    secretariat.submit(back, title="Records again")
    assert the_meeting().attendance == {"authority": 3, "industry": 5}


def test_what_was_said_stands_on_the_desk_as_said_in_that_meeting(secretariat, chair, world):
    page = secretariat.get(f"/rounds/{world.round.id}/meetings/new")
    place = {"points-0-place": f"open_question {world.question.id}"}
    secretariat.submit(page, **written(**place))
    with transaction():
        (line,) = raised_in(the_meeting())
        session.add(factories.point(line.answer))
    desk = chair.get(f"/questions/{world.question.id}/unplaced")
    assert "working group meeting of 10 April 2027" in desk.words


def test_more_answers_to_a_poll_than_people_are_sent_back_with_all_that_was_typed(
    secretariat, world
):
    page = secretariat.get(f"/rounds/{world.round.id}/meetings/new")
    back = secretariat.submit(page, **written(**{"polls-0-answered": "5"}))
    assert back.status_code == 422
    assert "That makes 7 who chose, and 5 answered." in back.words
    assert back.fields()["points-0-text"] == "Small firms need two years."


def test_a_meeting_is_read_by_everybody_once_it_is_published(secretariat, reader, chair, world):
    with transaction():
        meeting = factories.meeting(round=session.merge(world.round))
        session.add(meeting)
    number = meeting.id
    assert reader.get(f"/meetings/{number}").status_code == 403
    assert chair.get(f"/meetings/{number}").status_code == 200
    listed = f"/consultations/{world.consultation.id}/meetings"
    assert "Records in practice" not in reader.get(listed).words
    page = secretariat.get(f"/meetings/{number}/publish")
    secretariat.submit(page)
    assert "We spoke about the" in reader.get(f"/meetings/{number}").words
    assert "Records in practice" in reader.get(listed).words


def test_minutes_that_were_changed_meanwhile_are_not_published_unread(secretariat, reader, world):
    with transaction():
        meeting = factories.meeting(round=session.merge(world.round))
        session.add(meeting)
    read = f"/meetings/{meeting.id}"
    page = secretariat.get(f"{read}/publish")
    assert "We spoke about the record" in page.words
    secretariat.submit(secretariat.get(f"{read}/edit"), minutes="We spoke about tea.")
    stale = secretariat.submit(page)
    assert stale.status_code == 409
    assert "changed the minutes. Read it once more" in stale.words
    assert "We spoke about tea." in stale.words
    assert reader.get(read).status_code == 403
    secretariat.submit(stale)
    assert "We spoke about tea." in reader.get(read).words


@pytest.fixture
def published(world) -> str:
    """The address of a published meeting."""
    with transaction():
        meeting = factories.meeting(round=session.merge(world.round), published_at=NOW)
        session.add(meeting)
    return f"/meetings/{meeting.id}"


def test_a_published_meeting_is_corrected_with_a_reason_and_what_stood_before_is_read(
    secretariat, reader, published
):
    page = secretariat.get(f"{published}/edit")
    assert "what stands there now stays to be read" in page.words
    back = secretariat.submit(page, minutes="We spoke about tea.")
    assert back.status_code == 422
    assert "Write why it is corrected" in back.words
    assert back.fields()["minutes"] == "We spoke about tea."
    secretariat.submit(back, reason="The minutes were of another day.")
    words = reader.get(published).words
    assert "We spoke about tea." in words
    assert "The minutes were of another day." in words
    assert "We spoke about the record" in words


def test_what_is_typed_after_publication_is_given_back(secretariat, world):
    with transaction():
        meeting = factories.meeting(round=session.merge(world.round))
        session.add(meeting)
    page = secretariat.get(f"/meetings/{meeting.id}/edit")
    with transaction():
        here = session.merge(meeting)
        publish_meeting(here, seen=seen_of(here), by=session.merge(world.secretariat), now=NOW)
    back = secretariat.submit(page, minutes="One more sentence.")
    assert back.status_code == 422
    assert "Write why it is corrected" in back.words
    assert back.fields()["minutes"] == "One more sentence."


def test_nobody_but_the_secretariat_is_offered_to_correct_a_meeting(secretariat, chair, published):
    assert f"{published}/edit" in links(secretariat.get(published))
    assert f"{published}/edit" not in links(chair.get(published))


def test_the_form_of_a_correction_holds_what_was_said_also_where_that_was_removed(
    secretariat, reader, world, published
):
    page = secretariat.get(f"{published}/edit")
    place = {"points-0-place": f"open_question {world.question.id}"}
    said = {"points-0-text": "Two years.", "points-0-category": "civil society"}
    secretariat.submit(page, reason="A point was missing.", **place, **said)
    with transaction():
        (line,) = raised_in(the_meeting())
        session.add(factories.removal(line.answer, world))
    assert "Two years." not in reader.get(published).words
    assert "[not published]" in reader.get(published).words
    form = secretariat.get(f"{published}/edit")
    assert form.fields()["points-0-text"] == "Two years."
    secretariat.submit(form, title="Records once more", reason="The title.")
    (line,) = raised_in(the_meeting())
    assert line.answer.text == "Two years."
