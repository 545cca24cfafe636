"""A comment table that comes back: taken by its ids, a difference first, nothing lost or silent."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from consultation.db import begin_read, session, transaction
from consultation.errors import StaleEdit
from consultation.exports.comment_table import TABLE_FORMATS
from consultation.imports.comment_table import FilledRow, read_comment_table
from consultation.imports.observations import Difference, difference
from consultation.models import (
    Answer,
    AuditEntry,
    Observation,
    Outcome,
    OutcomeKind,
    Person,
    Round,
)
from consultation.operations.audit import first_broken_entry
from consultation.operations.plenary.observing import Verdict, drop_observation, write_observations
from consultation.queries.contributions.submissions import questions_in
from consultation.queries.plenary.observed_table import (
    BY_HAND,
    UNEXAMINED,
    UNSIGNED,
    Observed,
    observed,
    observed_rows,
)
from tests import factories
from tests.conftest import NOW
from tests.factories import World


@pytest.fixture
def world(database) -> World:
    """Three answers: one to the first question, two to another group's."""
    made = factories.world()
    with transaction():
        session.add_all(vars(made).values())
        for text in ("So be it.", "=1+1"):
            by = factories.stakeholder(consultation=made.consultation)
            session.add(factories.answer(made.other_question, text, by=by))
    return made


def here(world: World) -> list[Observed]:
    begin_read()
    round_ = session.get_one(Round, world.round.id)
    return [each for question in questions_in(round_) for each in observed(question)]


def taken_along(world: World, form: str = "xlsx") -> list[FilledRow]:
    """The table as a program reads it back."""
    begin_read()
    rows = observed_rows(session.get_one(Round, world.round.id))
    raw = TABLE_FORMATS[form].render(rows, "The Code")
    return read_comment_table(raw, name=f"table.{form}")


def edited(rows: list[FilledRow], **texts: str) -> list[FilledRow]:
    """The same rows with other observations, by their place: `_0="We agree."`."""
    return [
        replace(filled, row=replace(filled.row, observations=texts.get(f"_{at}", observation)))
        for at, filled in enumerate(rows)
        for observation in [filled.row.observations]
    ]


def compared(world: World, rows: list[FilledRow], *, only: bool = False) -> Difference:
    rows_here = here(world)
    mine = [world.question.id] if only else [each.question.id for each in rows_here]
    return difference(rows, rows_here, mine)


def take(world: World, rows: list[FilledRow]) -> int:
    found = compared(world, rows)
    with transaction():
        by = session.get_one(Person, world.secretariat.id)
        return write_observations(found.rows, by=by, now=NOW)


def verdicts(found: Difference) -> list[Verdict]:
    return [row.verdict for row in found.rows]


@pytest.mark.parametrize("form", TABLE_FORMATS)
def test_a_table_that_was_not_edited_changes_nothing(world, form):
    found = compared(world, taken_along(world, form))
    assert verdicts(found) == [Verdict.SAME] * 3
    assert (found.missing, found.meddled) == ((), [])


@pytest.mark.parametrize("form", TABLE_FORMATS)
def test_an_edited_observation_is_shown_then_kept_and_leaves_again_marked(world, form):
    rows = edited(taken_along(world, form), _1="- We agree,\nin two lines.")
    (row,) = compared(world, rows).changed
    assert (row.now, row.text) == (UNEXAMINED, "- We agree,\nin two lines.")
    assert session.scalars(select(Observation)).all() == []
    assert take(world, rows) == 1
    again = taken_along(world, form)
    assert again[1].row.observations == f"{UNSIGNED}{BY_HAND}- We agree,\nin two lines."
    assert compared(world, again).changed == []


def test_every_wording_is_kept_with_who_and_when_and_stands_in_the_log(world):
    take(world, edited(taken_along(world), _0="First."))
    take(world, edited(taken_along(world), _0="Second."))
    kept = session.scalars(select(Observation).order_by(Observation.number)).all()
    assert [(each.number, each.text, each.written_by_id) for each in kept] == [
        (1, "First.", world.secretariat.id),
        (2, "Second.", world.secretariat.id),
    ]
    entries = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.action == "write an observation")
        .order_by(AuditEntry.id)
    ).all()
    assert [entry.after["observation"] for entry in entries] == ["First.", "Second."]
    assert entries[1].before["observation"] == "First."
    assert entries[0].question_id == world.question.id
    assert first_broken_entry() is None


def test_what_changed_here_meanwhile_is_shown_and_not_overwritten(world):
    mine = edited(taken_along(world), _0="Mine.")
    take(world, edited(taken_along(world), _0="Theirs."))
    (row,) = compared(world, mine).stale
    assert (row.now, row.text) == ("Theirs.", "Mine.")
    assert take(world, mine) == 0


def test_an_outcome_that_was_decided_meanwhile_makes_a_row_stale_too(world):
    mine = edited(taken_along(world), _0="Mine.")
    with transaction():
        chair = session.get_one(Person, world.chair.id)
        session.add(
            Outcome(
                theme_id=world.theme.id, kind=OutcomeKind.DEFERRED, reason="Later.",
                decided_by=chair, decided_at=NOW,
            )
        )  # fmt: skip
    assert verdicts(compared(world, mine))[0] is Verdict.STALE


def test_what_was_not_edited_follows_what_changed_here(world):
    untouched = taken_along(world)
    take(world, edited(taken_along(world), _0="Theirs."))
    assert verdicts(compared(world, untouched)) == [Verdict.SAME] * 3


def test_rows_may_be_in_another_order_or_left_out_and_those_are_counted(world):
    rows = edited(taken_along(world), _2="Last.")
    found = compared(world, [rows[2], rows[0]])
    assert verdicts(found) == [Verdict.CHANGED, Verdict.SAME]
    assert found.missing == (here(world)[1].row.row_id.rsplit("|", 2)[0],)


def test_an_empty_cell_takes_nothing_away(world):
    take(world, edited(taken_along(world), _0="Mine."))
    rows = edited(taken_along(world), _0="  ")
    assert verdicts(compared(world, rows))[0] is Verdict.EMPTIED
    assert take(world, rows) == 0


def test_ids_that_are_unknown_or_there_twice_are_named(world):
    rows = taken_along(world)
    odd = [
        replace(rows[0], row=replace(rows[0].row, row_id=row_id, observations="Mine."))
        for row_id in ("", "Q01|0", "A9|1|0123456789", "999999|0123456789", rows[0].row.row_id)
    ]
    found = compared(world, [*odd, rows[0]])
    assert verdicts(found) == [*[Verdict.UNKNOWN] * 4, *[Verdict.TWICE] * 2]
    assert all(row.why for row in found.refused)


def test_columns_that_are_not_theirs_to_change_are_named_and_not_taken(world):
    rows = taken_along(world)
    rows[0] = replace(rows[0], row=replace(rows[0].row, comment="I never said so."))
    rows = edited(rows, _0="Mine.")
    (row,) = compared(world, rows).meddled
    assert row.meddled == ("6 Comments",)
    assert take(world, rows) == 1
    assert session.get_one(Answer, row.answer_id).text.startswith("Every change must be recorded.")


def test_spaces_that_a_program_loses_are_no_change(world):
    """LibreOffice loses tabs, and some programs the ends of lines."""
    take(world, edited(taken_along(world), _0="One.\n\tTwo."))
    rows = edited(taken_along(world), _0="One.Two.")
    rows[1] = replace(rows[1], row=replace(rows[1].row, comment="So  be\nit."))
    found = compared(world, rows)
    assert verdicts(found) == [Verdict.SAME] * 3
    assert found.meddled == []


def test_a_chair_changes_the_rows_of_their_own_group_alone(world):
    rows = edited(taken_along(world), _0="Mine.", _1="Not mine.")
    found = compared(world, rows, only=True)
    assert verdicts(found) == [Verdict.CHANGED, Verdict.NOT_YOURS, Verdict.NOT_YOURS]
    assert found.missing == ()
    assert "So be it." not in repr(found)


def test_a_formula_is_named_and_not_taken(world):
    rows = taken_along(world)
    rows[0] = replace(rows[0], unread={"observations": "=A1"})
    assert verdicts(compared(world, rows))[0] is Verdict.UNREAD


def test_marks_are_the_table_s_own_and_never_kept(world):
    rows = edited(taken_along(world), _0=f"{UNSIGNED}{BY_HAND}Mine.")
    take(world, rows)
    assert session.scalars(select(Observation.text)).all() == ["Mine."]
    without = edited(taken_along(world), _0="Mine.")
    assert verdicts(compared(world, without))[0] is Verdict.SAME


def test_an_observation_is_composed_again_and_what_was_written_stays(world):
    take(world, edited(taken_along(world), _0="Mine."))
    for seen in (7, 1):
        with transaction():
            answer = session.scalars(select(Observation)).first().answer
            by = session.get_one(Person, world.chair.id)
            if seen == 7:
                with pytest.raises(StaleEdit):
                    drop_observation(answer, seen=seen, by=by, now=NOW)
            else:
                drop_observation(answer, seen=seen, by=by, now=NOW)
    assert BY_HAND not in taken_along(world)[0].row.observations
    assert session.scalars(select(Observation.text).order_by(Observation.number)).all() == [
        "Mine.", "",
    ]  # fmt: skip
