"""Participation counts stakeholders and their submissions, as every other page does."""

import pytest

from consultation.db import session
from consultation.models import Eligibility, Source
from consultation.queries.ledger import submission_lines
from consultation.queries.participation import participation
from consultation.queries.rounds import overview
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
    return {share.label: share for share in participation(world.round).by_group}


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
    share = by_group(world)["WGA"]
    assert (share.invited, share.taking_part, share.writing) == (1, 1, 1)
