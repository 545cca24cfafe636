"""Participation counts stakeholders and their submissions, as every other page does."""

import pytest

from consultation.db import session
from consultation.models import AnswerVersion, Eligibility, Source
from consultation.queries.consultations.participation import participation
from consultation.queries.consultations.rounds import overview
from consultation.queries.contributions.ledger import submission_lines
from tests import factories
from tests.conftest import NOW


@pytest.fixture
def spoken(world):
    """Somebody said something in a meeting on the question of the first group."""
    meeting = factories.meeting(round=world.round)
    voice = factories.stakeholder(
        consultation=world.consultation, meeting=meeting, organisation=None
    )
    answer = factories.answer(world.question, "It is long.", by=voice)
    answer.submission.source = Source.MEETING
    session.add(answer)
    session.flush()


def by_group(world):
    return {share.code: share for share in participation(world.round).by_group}


@pytest.mark.usefixtures("spoken")
def test_who_spoke_in_a_meeting_has_answered_in_no_working_group(world):
    assert by_group(world)["WGA"].sent == 1


@pytest.mark.usefixtures("spoken")
def test_every_page_has_the_same_number_of_submissions(world):
    received = {line.what: line.count for line in submission_lines(world.round)}
    counted = received["received in time"]
    assert participation(world.round).whole.sent == counted == 1
    assert overview(world.round).counts.submissions == counted
    assert sum(count for _, count in overview(world.round).by_day) == counted


def test_who_asked_to_follow_a_group_twice_is_counted_in_it_once(world):
    part = world.submission.stakeholder
    session.add(
        Eligibility(
            consultation=world.consultation, email="owner@example.org", name="Owner",
            category="civil society", stakeholder=part, is_accepted=True,
            working_groups=["WGA", "WGA"], decided_at=NOW, by=world.secretariat,
        )
    )  # fmt: skip
    session.flush()
    assert {code: share.following for code, share in by_group(world).items()} == {
        "WGA": 1,
        "WGB": 0,
    }
    assert participation(world.round).following == 1


def test_who_answers_is_counted_in_the_working_groups_whose_questions_they_answer(world):
    """Also where nobody has declared which they want to follow; what is saved is not sent."""
    somebody = factories.stakeholder(consultation=world.consultation)
    both = factories.answer(world.question, "It is long.", by=somebody)
    sent = both.submission
    unsent = factories.submission(
        round=world.round,
        stakeholder=factories.stakeholder(consultation=world.consultation),
        submitted_at=None,
    )
    saved = [
        AnswerVersion(submission=unsent, question=world.other_question, number=n, text="Not yet.",
                      saved_at=NOW)
        for n in (1, 2)
    ]  # fmt: skip
    session.add_all([
        both, *saved,
        factories.answer(world.other_question, "It is short.", by=somebody, submission=sent),
    ])  # fmt: skip
    session.flush()
    assert participation(world.round).following == 0
    told = {code: (share.writing, share.sent) for code, share in by_group(world).items()}
    assert told == {"WGA": (2, 2), "WGB": (2, 1)}
