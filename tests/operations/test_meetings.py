"""What was said in a meeting is read with the rest and never counted as a submission."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import (
    Answer,
    Job,
    JobState,
    Meeting,
    MeetingCorrection,
    MeetingKind,
    Position,
    Source,
)
from consultation.models.answer import UNPUBLISHED
from consultation.operations.contributions.meetings import (
    MeetingNotes,
    PollLine,
    correct_meeting,
    publish_meeting,
    rewrite_meeting,
    seen_of,
    write_meeting,
)
from consultation.operations.contributions.raised_points import RaisedPoint
from consultation.queries.consultations.rounds import overview, round_counts
from consultation.queries.consultations.stakeholders import stakeholders_in
from consultation.queries.contributions.ledger import round_ledger
from consultation.queries.contributions.meetings import answers_said_in, former_states, raised_in
from tests import factories
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


@pytest.fixture
def published(world, meeting):
    with transaction():
        publish_meeting(meeting, seen=seen_of(meeting), by=world.secretariat, now=NOW)
    return meeting


def test_nobody_publishes_what_was_changed_since_they_read_it_and_they_are_told_what(
    world, notes, meeting
):
    seen = seen_of(meeting)
    changed = as_written(notes, meeting, minutes="We spoke about tea.", polls=[])
    rewritten(world, meeting, changed)
    with pytest.raises(StaleEdit, match="changed the minutes, the polls") as stale, transaction():
        publish_meeting(meeting, seen=seen, by=world.secretariat, now=LATER)
    assert "the points raised" not in str(stale.value)
    assert session.get(Meeting, meeting.id).published_at is None


def test_a_name_beside_a_point_is_read_too(world, notes, meeting):
    seen = seen_of(meeting)
    first, *rest = as_written(notes, meeting).points
    rewritten(world, meeting, replace(notes, points=[replace(first, said_by=""), *rest]))
    with pytest.raises(StaleEdit, match="changed the points raised"), transaction():
        publish_meeting(meeting, seen=seen, by=world.secretariat, now=LATER)


def test_a_save_that_changed_nothing_hinders_nobody(world, notes, meeting):
    seen = seen_of(meeting)
    rewritten(world, meeting, as_written(notes, meeting))
    with transaction():
        publish_meeting(meeting, seen=seen, by=world.secretariat, now=LATER)
    assert session.get(Meeting, meeting.id).published_at == LATER


def corrected(world, meeting, notes, reason="A slip of the pen.", now=LATER):
    with transaction():
        correct_meeting(
            meeting, notes, reason=reason, seen=meeting.version, by=world.secretariat, now=now
        )


def as_written(notes, meeting, **changed):
    """The notes, each point as the answer that it was kept as."""
    answers = answers_said_in(meeting)
    points = [replace(p, answer_id=a.id) for p, a in zip(notes.points, answers, strict=True)]
    return replace(notes, points=points, **changed)


def test_a_published_meeting_is_not_changed_without_a_reason(world, notes, published):
    with pytest.raises(NotAllowedYet, match="Correct it, and say why"):
        rewritten(world, published, replace(notes, title="Another"))
    with pytest.raises(RuleError, match="Write the reason"):
        corrected(world, published, replace(notes, title="Another"), reason="  ")
    assert session.get(Meeting, published.id).title == "Records in practice"


def test_what_stood_before_a_correction_stays_to_be_read_with_the_reason(world, notes, published):
    new = as_written(notes, published, title="Records", attendance={"industry": 8}, polls=[])
    new = replace(new, points=[replace(new.points[0], text="Keep it very short."), new.points[1]])
    corrected(world, published, new)
    meeting = session.get(Meeting, published.id)
    assert (meeting.title, meeting.attendance, meeting.published_at) == (
        "Records", {"industry": 8}, NOW,
    )  # fmt: skip
    (former,) = former_states(meeting)
    assert (former.since, former.until, former.reason) == (NOW, LATER, "A slip of the pen.")
    assert (former.title, former.attendance, former.present) == (
        "Records in practice", {"industry": 9}, 9,
    )  # fmt: skip
    assert former.polls == [
        {
            "question": "Ready?", "options": [["Yes", 4], ["No", 3]], "takes_several": False,
            "answered": 7, "present": 9,
        }
    ]  # fmt: skip
    assert [line.text for line in former.raised] == ["Keep the record short.", "It is too long."]
    assert [line.text for line in raised_in(meeting)] == ["Keep it very short.", "It is too long."]


def test_what_was_removed_is_read_neither_on_the_page_nor_in_what_stood_before(
    world, notes, published
):
    corrected(world, published, as_written(notes, published, title="Records"))
    removed, _ = answers_said_in(published)
    with transaction():
        session.add(factories.removal(removed, world))
    session.expire_all()
    (former,) = former_states(published)
    for lines in (raised_in(published), former.raised):
        assert [line.text for line in lines] == [UNPUBLISHED, "It is too long."]


def test_a_name_that_is_taken_out_of_a_published_meeting_stands_nowhere_any_more(
    world, notes, published
):
    new = as_written(notes, published)
    corrected(world, published, replace(new, points=[replace(new.points[0], said_by="")]))
    kept = session.scalars(select(MeetingCorrection)).one()
    assert "Lopes" not in repr(vars(kept))
    assert "Lopes" not in repr(former_states(published))


def test_each_correction_says_from_when_to_when_what_it_ended_stood(world, notes, published):
    last = LATER + timedelta(hours=1)
    corrected(world, published, as_written(notes, published, title="Records"))
    corrected(world, published, as_written(notes, published, title="Records kept"), now=last)
    told = [(each.title, each.since, each.until) for each in former_states(published)]
    assert told == [("Records", LATER, last), ("Records in practice", NOW, LATER)]


def test_a_correction_that_changes_nothing_is_none(world, notes, published):
    with pytest.raises(RuleError, match="Nothing is changed"):
        corrected(world, published, as_written(notes, published))


def test_who_corrects_on_an_older_version_overwrites_nothing(world, notes, published):
    seen = published.version
    corrected(world, published, as_written(notes, published, title="Records"))
    with pytest.raises(StaleEdit), transaction():
        correct_meeting(
            published, notes, reason="Mine.", seen=seen, by=world.secretariat, now=LATER
        )


def test_what_is_not_published_needs_no_correction(world, notes, meeting):
    with pytest.raises(NotAllowedYet, match="so nothing is to be corrected"):
        corrected(world, meeting, notes)
