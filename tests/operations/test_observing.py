"""Letting what is composed from the outcomes stand again, by two at one instant."""

from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import StaleEdit
from consultation.models import Answer, Observation, Person
from consultation.operations.plenary.observing import drop_observation
from tests import factories
from tests.conftest import NOW
from tests.operations.at_once import at_once


def test_of_two_who_let_it_be_composed_again_at_once_one_is_told(world):
    with transaction():
        answer = session.get_one(Answer, session.merge(world.point).answer_id)
        session.add(factories.observation(answer, written_by=session.merge(world.chair)))
    number, clerk = answer.id, world.secretariat.id

    def drop(_number: int) -> None:
        by = session.get_one(Person, clerk)
        drop_observation(session.get_one(Answer, number), seen=1, by=by, now=NOW)

    told = at_once(drop, times=3)
    assert sorted(type(each).__name__ for each in told) == ["NoneType", "StaleEdit", "StaleEdit"]
    assert all(each is None or isinstance(each, StaleEdit) for each in told)
    wordings = session.scalars(select(Observation.text).order_by(Observation.number)).all()
    assert wordings[1:] == [""]
