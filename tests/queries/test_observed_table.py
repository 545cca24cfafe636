"""The comment table of a round: who said what, and what was decided on it, in every format."""

import pytest
from sqlalchemy import select

from consultation.db import begin_read, session, transaction
from consultation.exports.comment_table import TABLE_FORMATS
from consultation.imports.comment_table import read_comment_table
from consultation.models import Outcome, OutcomeKind, OwnOutcome, Placement, Publication, Round
from consultation.operations.contributions.submissions import withdraw
from consultation.operations.plenary.signing import sign_off
from consultation.operations.plenary.summaries import write_summary
from consultation.queries.plenary.observed_table import (
    BY_HAND,
    UNEXAMINED,
    UNSIGNED,
    ObservedId,
    TableRow,
    observed_rows,
    seen_of,
)
from consultation.queries.plenary.signing import state_hash
from tests import factories
from tests.conftest import NOW
from tests.factories import World


@pytest.fixture
def world(database) -> World:
    """The first theme is adopted in part, and the point of the second decided on by itself."""
    made = factories.world()
    with transaction():
        session.add_all(vars(made).values())
        placed = select(Placement.point_id).where(Placement.theme_id == made.second_theme.id)
        second = session.scalars(placed).one()
        by = {"decided_by": made.chair, "decided_at": NOW}
        session.add(
            Outcome(
                theme_id=made.theme.id,
                kind=OutcomeKind.IN_PART,
                reason="Once a year.",
                provision_keys=[made.question.provisions[0].key],
                **by,
            )
        )
        session.add(OwnOutcome(point_id=second, kind=OutcomeKind.DEFERRED, reason="Later.", **by))
    return made


def rows(world: World) -> list[TableRow]:
    begin_read()
    return observed_rows(session.get_one(Round, world.round.id))


def test_each_answer_has_what_was_decided_on_its_points(world):
    (row,) = rows(world)
    answer = session.merge(world.point).answer
    found = ObservedId.parse(row.row_id)
    assert (row.body, found.number) == ("Kettle Works", answer.public_number)
    assert found.seen == seen_of(row.observations)
    assert row.comment.startswith("Every change must be recorded.")
    name = f"Measure {session.merge(world.question).provisions[0].number}"
    assert row.observations == (
        f"{UNSIGNED}Adopted in part ({name}): Once a year.\n{UNSIGNED}Deferred: Later."
    )


def test_what_is_signed_is_not_marked(world):
    with transaction():
        question, chair = session.merge(world.question), session.merge(world.chair)
        write_summary(question, text="All agree.", seen=0, author=chair, now=NOW)
        sign_off(question, chair=chair, seen=state_hash(question), now=NOW)
    (row,) = rows(world)
    assert UNSIGNED not in row.observations


def test_what_nobody_decided_is_not_yet_examined(world):
    with transaction():
        by = factories.stakeholder(consultation=session.merge(world.consultation))
        session.add(factories.answer(session.merge(world.other_question), "So be it.", by=by))
    assert rows(world)[-1].observations == UNEXAMINED


def test_what_somebody_wrote_stands_instead_of_what_is_composed_and_is_marked(world):
    with transaction():
        answer, chair = session.merge(world.point).answer, session.merge(world.chair)
        session.add(factories.observation(answer, written_by=chair, text="We agree."))
    (row,) = rows(world)
    assert row.observations == f"{UNSIGNED}{BY_HAND}We agree."
    with transaction():
        answer, chair = session.merge(world.point).answer, session.merge(world.chair)
        session.add(factories.observation(answer, written_by=chair, number=2, text=""))
    (row,) = rows(world)
    assert BY_HAND not in row.observations


def test_an_author_stands_there_as_they_chose_and_who_withdrew_not_at_all(world):
    with transaction():
        session.merge(world.submission).publication = Publication.ANONYMOUS
    (row,) = rows(world)
    assert row.body.startswith("Anonymous")
    session.rollback()
    with transaction():
        sent, owner = session.merge(world.submission), session.merge(world.owner)
        withdraw(sent, author=owner, key="0" * 32, now=NOW)
    assert rows(world) == []


@pytest.mark.parametrize("form", TABLE_FORMATS)
def test_every_format_gives_the_texts_back(world, form):
    told = rows(world)
    raw = TABLE_FORMATS[form].render(told, "The Code")
    back = read_comment_table(raw, name=f"table.{form}")
    assert [(filled.row.row_id, filled.row.comment) for filled in back] == [
        (row.row_id, row.comment) for row in told
    ]
