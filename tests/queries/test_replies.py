"""Who replied, counted: every cut adds up to the submissions that count, and finds nobody."""

import pytest

from consultation.db import begin_read, session, transaction
from consultation.models import Publication, Round
from consultation.queries.consultations.rounds import round_counts
from consultation.queries.contributions.replies import (
    ALONE,
    FEW,
    NOT_REGISTERED,
    NOT_SAID,
    REGISTERED,
    Replies,
    by_group,
    by_question,
    replies,
)
from tests import factories
from tests.conftest import NOW
from tests.factories import World


def send(world: World, country: str = "Italy", **given) -> None:
    """One more submission of somebody new to the other question."""
    body = given.pop("body", {})
    alone = given.pop("alone", False)
    owner = None if alone else factories.organisation(**body)
    sent = given.pop("sent", {})
    by = factories.stakeholder(
        consultation=session.merge(world.consultation), organisation=owner, country=country,
        **given,
    )  # fmt: skip
    submission = factories.submission(round=session.merge(world.round), stakeholder=by, **sent)
    session.add(
        factories.answer(session.merge(world.other_question), "Yes.", by=by, submission=submission)
    )


@pytest.fixture
def world(database) -> World:
    """Six from Italy, one each from Malta and Latvia, one late, one withdrawn, one in a meeting."""
    made = factories.world()
    with transaction():
        session.add_all(vars(made).values())
        for at in range(6):
            send(made, body={"size": "small", "register_number": f"{at % 2 or ''}"})
        send(made, "Malta", publication=Publication.ANONYMOUS, body={"size": "large"})
        send(made, "Latvia", category="academia", alone=True, name="Eva")
        send(made, "", alone=True, name="Ben", category="academia")
        send(made, "Malta", sent={"is_late": True})
        send(made, "Malta", sent={"withdrawn_at": NOW})
    return made


def told(world: World) -> Replies:
    begin_read()
    return replies(session.get_one(Round, world.round.id))


def test_every_cut_adds_up_to_the_submissions_that_count(world):
    found = told(world)
    counted = round_counts(session.get_one(Round, world.round.id))
    assert found.submissions == counted.submissions == 10
    assert (found.organisations, found.answers) == (counted.organisations, counted.sent)
    for pairs in (found.by_category, found.by_country, found.by_size, found.by_register):
        assert sum(count for _, count in pairs) == 10


def test_a_country_or_size_of_few_is_not_told_by_itself(world):
    """An anonymous author may be the only one from Malta."""
    found = told(world)
    assert found.by_country == (("Italy", 6), (FEW, 3), (NOT_SAID, 1))
    assert found.by_size == (("small", 6), (FEW, 1), (NOT_SAID, 3))
    assert "Malta" not in repr(found)


def test_who_is_not_registered_is_counted_apart(world):
    assert dict(told(world).by_register) == {REGISTERED: 3, NOT_REGISTERED: 5, ALONE: 2}


def test_groups_and_questions_are_counted_by_what_was_answered_in_them(world):
    begin_read()
    round_ = session.get_one(Round, world.round.id)
    lines = {line.name: line for line in by_question(round_)}
    other = lines[session.merge(world.other_question).number]
    assert (other.answers, other.submissions, other.organisations) == (9, 9, 7)
    assert sum(line.answers for line in by_group(round_)) == 10


def test_what_was_said_in_a_meeting_is_in_no_count(world):
    before = told(world)
    with transaction():
        meeting = factories.meeting(round=session.merge(world.round))
        speaker = factories.stakeholder(
            consultation=session.merge(world.consultation), organisation=None, meeting=meeting,
            country="", category="industry",
        )  # fmt: skip
        submission = factories.submission(
            round=session.merge(world.round), stakeholder=speaker, source="meeting"
        )
        answer = factories.answer(
            session.merge(world.other_question), "Said.", by=speaker, submission=submission
        )
        session.add_all([meeting, answer])
    assert told(world) == before
