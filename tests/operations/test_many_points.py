"""An act on many points asks as little of the database as one on a few, and tells of each."""

from functools import partial

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import (
    AuditEntry,
    MinorityNote,
    MinorityPoint,
    Placement,
    Point,
    Step,
    Theme,
)
from consultation.operations.audit import first_broken_entry
from consultation.operations.desk import points, reading, several
from consultation.operations.desk.several import Choice
from consultation.operations.desk.undoing import redo, undo
from consultation.queries.desk.steps import next_to_redo, next_to_undo
from tests import factories
from tests.conftest import NOW
from tests.operations.costs import costs

FEW, MANY = 8, 80
NOTE = "Few say it."


def themes(world):
    """Two new themes, so that nothing else is under them."""
    made = [Theme(question=world.question, title=title) for title in ("From", "To")]
    session.add_all(made)
    session.flush()
    return made


def several_points(world, number, home=None):
    """Points of answers of their own: under a theme by machine and by people, filler among them.

    Each is a minority point; without a `home` they are unplaced, and nobody has decided.
    """
    made = []
    for n in range(number):
        by = factories.stakeholder(consultation=world.consultation)
        point = factories.point(factories.answer(world.question, f"Word {n}.", by=by))
        point.filler = n % 4 == 3
        session.add(MinorityPoint(point=point, reason="one of few", rank=n + 1, theme=home))
        session.add(point)
        if home is not None:
            placed_by = world.vice_chair if n % 2 else None
            session.add(Placement(point=point, theme=home, placed_by=placed_by))
        made.append(point)
    session.flush()
    return made


def by_chair(world):
    return {"note": NOTE, "by": world.chair, "now": NOW}


def _points(numbers):
    """Points as the page has them that moves some."""
    return session.scalars(select(Point).where(Point.id.in_(numbers)).order_by(Point.id)).all()


def move(world, number):
    one, other = themes(world)
    moved = [point.id for point in several_points(world, number, one)]
    done = {"seen": f"theme {one.id}", **by_chair(world)}
    return lambda: points.move_points(_points(moved), other, **done)


def place(world, number):
    _, other = themes(world)
    moved = [point.id for point in several_points(world, number)]
    done = {"seen": "unplaced", **by_chair(world)}
    return lambda: points.move_points(_points(moved), other, **done)


def make_theme(world, number):
    one, _ = themes(world)
    moved = [point.id for point in several_points(world, number, one)]
    done = {"seen": f"theme {one.id}", **by_chair(world)}
    return lambda: points.move_to_new_theme(_points(moved), "New", **done)


def gather(world, number):
    """Move points of two places that alternate, half of them unplaced."""
    one, other = themes(world)
    found = [(p, one.id) for p in several_points(world, number // 2, one)]
    found += [(p, 0) for p in several_points(world, number // 2)]
    chosen = [Choice(p.id, seen) for p, seen in sorted(found, key=lambda each: each[0].text)]
    return partial(several.move_found, world.question, chosen, other, **by_chair(world))


def accept(world, number):
    homes = themes(world)
    chosen = [
        Choice(point.id, 0, homes[n % 2].id)
        for n, point in enumerate(several_points(world, number))
    ]
    return partial(several.accept_suggestions, world.question, chosen, **by_chair(world))


def refuse(world, number):
    one, _ = themes(world)
    chosen = [Choice(point.id, 0, one.id) for point in several_points(world, number)]
    done = {"by": world.chair, "now": NOW}
    return partial(several.refuse_suggestions, world.question, chosen, **done)


def mark(world, number):
    one, _ = themes(world)
    newest = max(point.answer_id for point in several_points(world, number, one))
    return partial(reading.mark_theme_read, one, until=newest, by=world.chair, now=NOW)


@pytest.mark.parametrize("act", [move, place, make_theme, gather, accept, refuse, mark])
def test_an_act_on_many_points_costs_no_more_statements_than_on_a_few(world, act):
    spent = []
    for prepared in (act(world, FEW), act(world, MANY)):
        spent.append(costs(prepared).statements)
        session.flush()
    assert spent[1] <= spent[0]


def test_undoing_and_doing_again_cost_as_many_statements_whatever_the_number(world):
    def turned(act, find):
        seen = find(world.question).id
        return costs(lambda: act(world.question, seen=seen, by=world.chair, now=NOW)).statements

    spent = []
    for number in (FEW, MANY):
        move(world, number)()
        spent.append((turned(undo, next_to_undo), turned(redo, next_to_redo)))
    assert spent[0] == spent[1]


def log_of(moved, action):
    """The entries of an action about some points, the oldest first."""
    asked = select(AuditEntry).where(AuditEntry.action == action, AuditEntry.subject == "point")
    entries = session.scalars(
        asked.where(AuditEntry.subject_id.in_([point.id for point in moved])).order_by(
            AuditEntry.id
        )
    )
    return [(entry.subject_id, entry.before, entry.after, entry.reason) for entry in entries]


def test_the_log_and_the_step_tell_of_every_point_of_many(world):
    with transaction():
        one, other = themes(world)
        moved = several_points(world, MANY, one)
        own = several_points(world, FEW)
    with transaction():
        chosen = [Choice(p.id, one.id) for p in moved] + [Choice(p.id, 0) for p in own]
        several.move_found(world.question, chosen, other, **by_chair(world))
    asked = [*moved, *own]
    assert log_of(asked, "move") == [
        (p.id, {"place": f"theme {one.id}" if p in moved else "unplaced"},
         {"place": f"theme {other.id}"}, "")
        for p in asked
    ]  # fmt: skip
    heard = {point.id for n, point in enumerate(moved) if n % 4 != 3}
    assert {number for number, *_ in log_of(moved, "note")} == heard
    assert {reason for *_, reason in log_of(moved, "note")} == {NOTE}
    assert first_broken_entry() is None
    last = session.scalars(select(Step).order_by(Step.id.desc())).first()
    assert last.before["placement"].keys() == {str(point.id) for point in moved}
    assert last.after["placement"] == {
        str(point.id): [other.id, world.chair.id, None] for point in asked
    }
    assert all(not point.filler for point in asked)


def test_undoing_many_puts_each_where_it_was_and_takes_its_note_away(world):
    with transaction():
        one, other = themes(world)
        moved = several_points(world, MANY, one)
    before = {point.id: (point.filler, point.placement.placed_by_id) for point in moved}
    with transaction():
        seen = f"theme {one.id}"
        points.move_points(moved, other, seen=seen, **by_chair(world))
        undo(world.question, seen=next_to_undo(world.question).id, by=world.chair, now=NOW)
    found = session.scalars(select(Point).where(Point.id.in_(before)))
    assert {p.id: (p.filler, p.placement.placed_by_id) for p in found} == before
    assert all(point.placement.theme_id == one.id for point in moved)
    assert session.scalars(select(MinorityNote)).all() == []
