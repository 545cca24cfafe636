"""The signatures of several questions are asked at once, and each as if it were alone."""

import pytest

from consultation.db import begin_read, session, transaction
from consultation.models import OpenQuestion
from consultation.operations.plenary.outcomes import decide_point
from consultation.operations.plenary.signing import sign_off
from consultation.operations.plenary.summaries import write_summary
from consultation.queries.desk.desk import lines
from consultation.queries.desk.themes import themes_in_order
from consultation.queries.plenary.signed_state import former_state
from consultation.queries.plenary.signing import canonical, hash_of, standing, stands, state_hash
from tests import factories
from tests.conftest import NOW
from tests.operations.costs import costs

FIGURES = "{{question: points}} points, {{question: minority points}} of few."


@pytest.fixture
def questions(world) -> list[OpenQuestion]:
    """Three that are signed, one of them by a release that kept no state, and one that is not."""
    with transaction():
        asked = [world.question, world.other_question]
        for number in ("Q03", "Q04"):
            more = factories.question(
                draft=world.draft, working_group=world.group, number=number, text=f"And {number}?"
            )
            answer = factories.answer(
                more, f"To {number}.", by=factories.stakeholder(consultation=world.consultation)
            )
            session.add_all([more, answer, factories.point(answer)])
            asked.append(more)
        decide_point(
            world.point, "deferred", reason="Later.", seen="as its theme", by=world.chair, now=NOW
        )
    for question in asked[:3]:
        with transaction():
            write_summary(question, text=FIGURES, seen=0, author=world.chair, now=NOW)
        with transaction():
            sign_off(question, chair=world.chair, seen=state_hash(question), now=NOW)
    with transaction():
        asked[1].sign_off.state = None
        asked[1].sign_off.state_hash = hash_of(canonical(former_state(asked[1])))
    return asked


def one_more_answer(question, world) -> None:
    with transaction():
        by = factories.stakeholder(consultation=world.consultation)
        session.add(factories.answer(question, "One more.", by=by))


@pytest.mark.parametrize("changed", range(4))
def test_a_signature_stands_among_others_as_it_stands_alone(world, questions, changed):
    one_more_answer(questions[changed], world)
    signed = [question.id for question in questions[:3]]
    alone = {question.id for question in questions if stands(question)}
    assert standing(questions) == alone == set(signed) - {questions[changed].id}
    assert {line.question.id for line in lines(questions) if line.sign_off} == alone


def test_one_more_signature_costs_a_list_of_questions_few_statements(questions):
    """What is few in a question is read for all at once: summary, themes, quotes, outcomes."""
    one, two = (costs(lambda n=n: lines(n)).statements for n in (questions[:1], questions[::2][:2]))
    assert two - one <= 12


def test_a_page_that_asks_whether_a_signature_stands_has_read_the_themes(questions):
    (question, *_) = questions
    session.rollback()
    begin_read()
    assert stands(question)
    assert costs(lambda: themes_in_order(question)).statements <= 1, "the question itself"


SIGNED_ONCE = "0dc5f7251c8f81a9cbe3d2b82168a39a83b2c994705ff3ff6330fcf03069ac72"
"""What releases since migration 033 sign of the question below; it is not to be written anew."""


def test_what_an_earlier_release_signed_stands(world):
    """Whoever changes what a state is made of makes every signature fall."""
    with transaction():
        decide_point(
            world.point, "deferred", reason="Later.", seen="as its theme", by=world.chair, now=NOW
        )
        write_summary(world.question, text=FIGURES, seen=0, author=world.chair, now=NOW)
    assert state_hash(world.question) == SIGNED_ONCE
