"""What was said in a meeting is read with the rest and never counted as a submission."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, StaleEdit
from consultation.models import Answer, Job, JobState, Meeting, MeetingKind, Position, Source
from consultation.operations.meetings import (
    MeetingNotes,
    PollLine,
    publish_meeting,
    rewrite_meeting,
    write_meeting,
)
from consultation.operations.raised_points import RaisedPoint
from consultation.queries.ledger import round_ledger
from consultation.queries.meetings import answers_said_in, raised_in
from consultation.queries.rounds import overview, round_counts
from consultation.queries.stakeholders import stakeholders_in
from tests.conftest import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def notes(world):
    return MeetingNotes(
        kind=MeetingKind.WORKSHOP,
        title="Records in practice",
        held_at=NOW - timedelta(days=2),
        attendance={"industry": 9},
        polls=[PollLine("Ready?", [("Yes", 4), ("No", 3)], answered=7, present=9)],
        points=[
            RaisedPoint(world.question, "Keep the record short.", "industry", said_by="Ana Lopes"),
            RaisedPoint(world.draft, "It is too long.", "not stated", position=Position.OPPOSE),
        ],
    )


@pytest.fixture
def meeting(world, notes):
    with transaction():
        return write_meeting(world.round, notes, by=world.secretariat, now=NOW)


def rewritten(world, meeting, notes, now=LATER):
    with transaction():
        rewrite_meeting(meeting, notes, seen=meeting.version, by=world.secretariat, now=now)


def test_what_was_said_is_an_answer_with_its_meeting_beside_its_author(world, meeting):
    named, nameless = answers_said_in(meeting)
    assert (named.question, named.author, named.source) == (
        world.question,
        "Ana Lopes",
        "workshop of 10 April 2027",
    )
    assert nameless.author == "Anonymous (not stated)"
    assert nameless.question.on_whole_draft
    assert named.submission.source is Source.MEETING


def test_it_is_in_answers_and_in_no_count_of_submissions_or_stakeholders(world, meeting):
    before = round_counts(world.round)
    assert (before.answers, before.submissions, before.from_meetings) == (3, 1, 2)
    assert round_ledger(world.round).reconciles
    assert sum(line.count for line in round_ledger(world.round).submissions) == 1
    seen = overview(world.round)
    assert seen.stakeholders == len(stakeholders_in(world.consultation)) == 2


def test_the_questions_are_read_again(world, meeting):
    asked = session.scalars(select(Job).where(Job.state == JobState.WAITING)).all()
    assert {job.question_id for job in asked} == {a.question_id for a in answers_said_in(meeting)}


def test_a_point_that_is_worded_anew_replaces_what_stood_there(world, notes, meeting):
    first, second = answers_said_in(meeting)
    points = [
        replace(notes.points[0], text="Keep it very short.", answer_id=first.id),
        replace(notes.points[1], answer_id=second.id),
    ]
    rewritten(world, meeting, replace(notes, points=points))
    now, same = answers_said_in(meeting)
    assert (now.text, same.id) == ("Keep it very short.", second.id)
    assert session.get(Answer, first.id).replaced_at == LATER
    assert round_counts(world.round).from_meetings == 2


def test_a_point_that_is_taken_back_counts_no_more(world, notes, meeting):
    rewritten(world, meeting, replace(notes, points=[]))
    assert raised_in(meeting) == []
    assert round_counts(world.round).from_meetings == 0
    assert round_ledger(world.round).reconciles


def test_whoever_saves_on_an_older_version_overwrites_nothing(world, notes, meeting):
    seen = meeting.version
    rewritten(world, meeting, replace(notes, points=[]))
    with pytest.raises(StaleEdit), transaction():
        rewrite_meeting(meeting, notes, seen=seen, by=world.secretariat, now=LATER)


def test_a_published_meeting_is_not_changed_any_more(world, notes, meeting):
    with transaction():
        publish_meeting(meeting, by=world.secretariat, now=NOW)
    with pytest.raises(NotAllowedYet, match="is not changed any more"):
        rewritten(world, meeting, replace(notes, title="Another"))
    assert session.get(Meeting, meeting.id).title == "Records in practice"
