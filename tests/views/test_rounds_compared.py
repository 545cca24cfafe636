"""The themes of a round against those of the round before."""

from datetime import timedelta

import pytest

from consultation.db import session, transaction
from consultation.models import Consultation, OpenQuestion, Outcome, OutcomeKind, Placement, Theme
from tests import factories
from tests.conftest import NOW
from tests.views.visiting import rows, stored


def second_round(world, title: str, sent: int) -> str:
    """A second round with one theme that so many submissions make; the page that compares it."""
    with transaction():
        consultation = session.get_one(Consultation, world.consultation.id)
        round_ = factories.round_(
            consultation=consultation, number=2, title="Round 2",
            closes_at=NOW + timedelta(days=20),
        )  # fmt: skip
        session.add(round_)
        group = session.get_one(OpenQuestion, world.question.id).working_group
        question = factories.question(draft=factories.draft(round=round_), working_group=group)
        theme = Theme(question=question, title=title)
        session.add_all([question, theme])
        for _ in range(sent):
            by = factories.stakeholder(consultation=consultation)
            point = factories.point(factories.answer(question, "Record it all.", by=by))
            session.add(Placement(point=point, theme=theme))
        session.flush()
        number = round_.id
    session.remove()
    return f"/rounds/{number}/compared"


def became(page) -> list[str]:
    """What is said of each theme, in the order of the page."""
    return [row[1] for row in rows(page) if row[1] != "What became of it"]


@pytest.mark.parametrize(("sent", "word"), [(1, "persists"), (2, "grew"), (0, "shrank")])
def test_a_theme_heard_in_both_rounds_is_told_by_who_makes_it(secretariat, world, sent, word):
    title = stored(world.theme).title
    page = secretariat.get(second_round(world, f"{title}s", sent))
    assert became(page) == [word, "not heard any more"]


def test_a_theme_that_a_chair_titled_is_known_again_by_what_was_said_under_it(secretariat, world):
    """The machine titles what is said anew; "Record it all." is said under both."""
    with transaction():
        question = session.get_one(OpenQuestion, world.question.id)
        theme = session.get_one(Theme, world.second_theme.id)
        theme.title = "Completeness"
        for _ in range(3):
            by = factories.stakeholder(consultation=question.round.consultation)
            point = factories.point(factories.answer(question, "Record it all.", by=by))
            session.add(Placement(point=point, theme=theme))
    page = secretariat.get(second_round(world, "Whole", 3))
    (compared,) = (row for row in rows(page) if "Whole" in row[0])
    assert compared[1] == "shrank"
    assert "Completeness" in compared[2]


def test_a_theme_of_other_words_is_new_and_those_before_are_not_heard(chair, world):
    page = chair.get(second_round(world, "Quarterly audits abroad", 1))
    assert became(page) == ["new", "not heard any more", "not heard any more"]


def test_the_first_round_has_none_to_compare_with(secretariat, world):
    assert "is the first round" in secretariat.get(f"/rounds/{world.round.id}/compared").words


def test_what_was_decided_before_stands_beside_what_is_still_raised(secretariat, world):
    with transaction():
        theme = session.get_one(Theme, world.theme.id)
        title = theme.title
        theme.outcome = Outcome(
            kind=OutcomeKind.DEFERRED,
            reason="Next year.",
            decided_by_id=world.chair.id,
            decided_at=NOW,
        )
    page = secretariat.get(second_round(world, title, 1))
    assert "deferred: Next year." in page.words
