"""Points that say the same are found, whatever theme they are in, and only those that count."""

import pytest

from consultation.db import session, transaction
from consultation.models import Placement, Point
from consultation.operations.desk.points import discard_point
from consultation.operations.desk.putting import place_seen
from consultation.operations.grouping.likeness import points_like
from tests import factories
from tests.conftest import NOW
from tests.operations.test_placing import FEES, STAFF, TEAS


@pytest.fixture
def question(world):
    for text in (*FEES, *STAFF, *TEAS):
        author = factories.stakeholder(consultation=world.consultation)
        point = factories.point(factories.answer(world.other_question, text, by=author))
        session.add_all([point, Placement(point=point, theme_id=None, placed_by=world.chair)])
    session.commit()
    return world.other_question


def found(question, phrase, **but):
    return [line.point.point_text for line in points_like(question, phrase, **but).lines]


def test_a_phrase_finds_what_says_the_same_in_other_words(question):
    assert set(found(question, "It costs small businesses too much.")[:4]) <= set(FEES)
    assert found(question, "When is tea to be had?")[0] in TEAS


def test_a_point_finds_those_that_are_like_it_and_not_itself(question):
    (tea,) = (
        line.point.point_id
        for line in points_like(question, TEAS[0]).lines
        if line.point.point_text == TEAS[0]
    )
    like = found(question, TEAS[0], but=session.get_one(Point, tea))
    assert set(like[:2]) == set(TEAS[1:])
    assert TEAS[0] not in like


def test_what_was_discarded_or_withdrawn_is_not_found(world, question):
    gone, withdrawn = (line.point.point_id for line in points_like(question, TEAS[0]).lines[:2])
    with transaction():
        point = session.get_one(Point, gone)
        discard_point(point, reason="No.", seen=place_seen(point), by=world.chair, now=NOW)
        session.get_one(Point, withdrawn).answer.submission.withdrawn_at = NOW
    left = {line.point.point_id for line in points_like(question, TEAS[0]).lines}
    assert not {gone, withdrawn} & left


def test_without_a_usable_encoder_words_decide(question, monkeypatch, tmp_path):
    monkeypatch.setenv("PLENARY_ENCODER", str(tmp_path))
    assert set(found(question, "tea at noon")[:3]) == set(TEAS)
