"""Official answers: every wording stays, with when it was in force."""

from datetime import timedelta

import pytest

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import Draft, OfficialAnswer
from consultation.operations.drafts.official_answers import (
    Worded,
    add_official_answer,
    end_wording,
    publish_wording,
    reword,
)
from consultation.queries.drafts.official_answers import answers_beside, official_answers_in
from tests.client import statements
from tests.conftest import NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture
def answer(world):
    with transaction():
        draft = session.get_one(Draft, world.draft.id)
        key = draft.provisions[0].key
        worded = Worded("Does it cover tea?", "It *does*.", draft, [key])
        return add_official_answer(world.consultation, worded, by=world.secretariat, now=NOW)


def published(world, answer, now=NOW):
    with transaction():
        kept = session.get_one(OfficialAnswer, answer.id)
        publish_wording(kept, seen=kept.wordings[-1].seen, by=world.secretariat, now=now)
    return session.get_one(OfficialAnswer, answer.id)


def shown(answer) -> str:
    """What stands for the words that a page shows now."""
    return session.get_one(OfficialAnswer, answer.id).wordings[-1].seen


def reworded(world, answer, text, *, seen):
    with transaction():
        kept = session.get_one(OfficialAnswer, answer.id)
        reword(kept, Worded("Does it cover tea?", text), seen=seen, by=world.secretariat, now=LATER)


def test_nobody_is_shown_an_answer_before_it_is_published(world, answer):
    assert official_answers_in(world.consultation, published_only=True) == []
    assert answers_beside(world.draft) == {}
    published(world, answer)
    (line,) = official_answers_in(world.consultation, published_only=True)
    assert (line.answer.number, line.wording.answer, line.state) == (1, "It *does*.", "")


def test_it_stands_beside_the_provisions_it_is_about(world, answer):
    key = answer.wordings[0].provision_keys[0]
    published(world, answer)
    assert [each.id for each in answers_beside(world.draft)[key]] == [answer.id]


def test_a_new_wording_is_in_force_from_its_publication_and_the_old_one_stays(world, answer):
    published(world, answer)
    reworded(world, answer, "It does not.", seen=shown(answer))
    assert answer.in_force.number == 1
    answer = published(world, answer, LATER)
    new, old = answer.published
    assert (new.answer, new.published_at, new.ended_at) == ("It does not.", LATER, None)
    assert (old.answer, old.published_at, old.ended_at) == ("It *does*.", NOW, LATER)


def test_what_waits_is_worded_on_until_it_is_published(world, answer):
    reworded(world, answer, "It may.", seen=shown(answer))
    (wording,) = session.get_one(OfficialAnswer, answer.id).wordings
    assert wording.answer == "It may."


def test_whoever_words_on_an_older_wording_is_told(world, answer):
    published(world, answer)
    seen = shown(answer)
    reworded(world, answer, "It does not.", seen=seen)
    with pytest.raises(StaleEdit, match="Secretariat worded this anew meanwhile"):
        reworded(world, answer, "It may.", seen=seen)


def test_of_two_who_word_on_what_waits_the_second_overwrites_nothing(world, answer):
    seen = shown(answer)
    reworded(world, answer, "It does not.", seen=seen)
    with pytest.raises(StaleEdit, match="Nothing was overwritten"):
        reworded(world, answer, "It may.", seen=seen)
    assert session.get_one(OfficialAnswer, answer.id).in_preparation.answer == "It does not."


def test_nobody_publishes_words_that_they_did_not_read(world, answer):
    seen = shown(answer)
    reworded(world, answer, "It does not.", seen=seen)
    kept = session.get_one(OfficialAnswer, answer.id)
    with pytest.raises(StaleEdit, match="Read it once more"):
        publish_wording(kept, seen=seen, by=world.secretariat, now=LATER)
    assert not session.get_one(OfficialAnswer, answer.id).is_public


def test_an_answer_that_is_ended_says_why_and_stands_beside_nothing(world, answer):
    published(world, answer)
    with transaction():
        kept = session.get_one(OfficialAnswer, answer.id)
        end_wording(kept, reason="The draft says it now.", by=world.secretariat, now=LATER)
    assert answers_beside(world.draft) == {}
    (line,) = official_answers_in(world.consultation, published_only=True)
    assert (line.wording.ended_because, line.state) == (
        "The draft says it now.",
        "in force no more",
    )
    with pytest.raises(NotAllowedYet, match="No wording of it is in force"), transaction():
        end_wording(kept, reason="Again.", by=world.secretariat, now=LATER)


def test_it_is_about_provisions_of_its_draft_alone(world):
    worded = Worded("Tea?", "Yes.", session.get_one(Draft, world.draft.id), ["none"])
    with pytest.raises(RuleError, match="that this draft does not have"):
        add_official_answer(world.consultation, worded, by=world.secretariat, now=NOW)


def test_many_that_stand_beside_a_draft_are_read_at_once(world, answer):
    published(world, answer)
    session.expire_all()
    with statements(session.get_bind()) as told:
        (beside,) = answers_beside(world.draft).values()
        assert [each.question for each in beside]
    assert sum("official" in statement for statement in told) == 1
