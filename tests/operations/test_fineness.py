"""Fewer or more themes: as long as nobody has edited them, and for every later analysis."""

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, SignedOff
from consultation.models import (
    AuditEntry,
    Job,
    OpenQuestion,
    Person,
    Placement,
    Quote,
    SignOff,
    Theme,
)
from consultation.operations.desk import undoing
from consultation.operations.desk.themes import rename_theme
from consultation.operations.grouping import analysis
from consultation.operations.grouping.fineness import choose_fineness
from consultation.queries.desk.steps import next_to_undo
from consultation.queries.grouping.fineness import is_edited
from tests import factories
from tests.conftest import NOW

SENTENCES = [
    f"{what} must be {how} by the developer."
    for what in ("The register", "The audit", "The model", "The fee", "The deadline", "The list")
    for how in ("published", "checked", "kept", "changed", "shown", "dropped")
]


@pytest.fixture
def question(world) -> OpenQuestion:
    """A question with answers that nobody has worked on."""
    made = factories.question(draft=world.draft, working_group=world.group, number="Q9")
    session.add(made)
    for text in SENTENCES:
        by = factories.stakeholder(consultation=world.consultation)
        session.add(factories.answer(made, text, by=by))
    session.commit()
    analysis.analyse_question(made, now=NOW)
    session.commit()
    return made


def choose(world, question, themes) -> None:
    with transaction():
        person = session.get_one(Person, world.chair.id)
        choose_fineness(session.get_one(OpenQuestion, question.id), themes, by=person, now=NOW)


def test_the_wish_is_kept_logged_and_read_by_the_next_analysis_and_all_after_it(world, question):
    choose(world, question, 2)
    assert session.scalars(select(Job).where(Job.question_id == question.id)).one().is_pending
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.after) == ("choose how many themes", {"themes": 2})
    counts = []
    for wanted in (2, 6, None):
        question.themes_wanted = wanted
        kept = analysis.analyse_question(question, now=NOW)
        assert ("themes" in kept.settings) is (wanted is not None)
        counts.append(len(session.scalars(select(Theme).where(Theme.question == question)).all()))
    assert counts[0] < counts[1]


EDITS = {
    "a title": lambda world, theme, point: rename_theme(
        theme, "Mine", seen=theme.version, by=session.get_one(Person, world.chair.id), now=NOW
    ),
    "a place": lambda world, _theme, point: setattr(
        session.scalars(select(Placement).where(Placement.point_id == point)).one(),
        "placed_by_id", world.chair.id,
    ),
    "a quote": lambda world, _theme, _point: setattr(
        session.scalars(select(Quote).order_by(Quote.id.desc())).first(),
        "marked_by_id", world.chair.id,
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_after_the_first_edit_it_is_refused_and_the_sentence_says_what_to_do(world, question, edit):
    assert not is_edited(question)
    theme = session.scalars(select(Theme).where(Theme.question == question)).first()
    point = session.scalars(
        select(Placement.point_id).where(Placement.theme_id == theme.id)
    ).first()
    with transaction():
        EDITS[edit](world, session.get_one(Theme, theme.id), point)
    with pytest.raises(NotAllowedYet, match="Merge themes to have fewer"):
        choose(world, question, 5)
    assert session.get_one(OpenQuestion, question.id).themes_wanted is None


def test_an_edit_that_was_undone_is_none(world, question):
    theme = session.scalars(select(Theme).where(Theme.question == question)).first()
    with transaction():
        EDITS["a title"](world, session.get_one(Theme, theme.id), None)
    with transaction():
        again = session.get_one(OpenQuestion, question.id)
        person = session.get_one(Person, world.chair.id)
        undoing.undo(again, seen=next_to_undo(again).id, by=person, now=NOW)
    choose(world, question, 5)
    assert session.get_one(OpenQuestion, question.id).themes_wanted == 5


def test_under_a_signature_it_is_refused(world):
    session.add(
        SignOff(
            question_id=world.question.id,
            chair_id=world.chair.id,
            signed_at=NOW,
            state_hash="0" * 64,
        )
    )
    session.commit()
    with pytest.raises(SignedOff):
        choose(world, world.question, 5)
