"""What a round left unresolved stands on the chair's desk once the next has opened."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import Consultation, Outcome, OutcomeKind, Theme
from tests import factories
from tests.conftest import NOW

UNRESOLVED = (OutcomeKind.DEFERRED, OutcomeKind.REFERRED, OutcomeKind.NOT_EXAMINED)
LEFT = "Left open by rounds before"


def next_round(world, opens_at=NOW) -> None:
    with transaction():
        consultation = session.get_one(Consultation, world.consultation.id)
        session.add(
            factories.round_(
                consultation=consultation, number=2, title="Round 2", opens_at=opens_at,
                closes_at=NOW + timedelta(days=20),
            )
        )  # fmt: skip


def decide_all(world, kind) -> None:
    with transaction():
        for theme in session.scalars(select(Theme)):
            theme.outcome = Outcome(
                kind=kind, reason="Because.", decided_by_id=world.chair.id, decided_at=NOW
            )


def desk(chair, world):
    return chair.get(f"/consultations/{world.consultation.id}/desk").words


@pytest.mark.each_case_asks
@pytest.mark.parametrize("kind", OutcomeKind)
def test_what_is_unresolved_is_carried_to_the_next_round(chair, world, kind):
    next_round(world)
    decide_all(world, kind)
    words = desk(chair, world)
    assert (LEFT in words) is (kind in UNRESOLVED)
    assert ("open since Round 1" in words) is (kind in UNRESOLVED)


def test_a_theme_nobody_decided_on_is_carried(chair, world):
    next_round(world)
    assert "open since Round 1" in desk(chair, world)


@pytest.mark.parametrize("shift", [None, timedelta(hours=1)])
def test_nothing_is_carried_before_the_next_round_opens(chair, world, shift):
    if shift is not None:
        next_round(world, NOW + shift)
    assert LEFT not in desk(chair, world)
