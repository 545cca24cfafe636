"""Undoing and redoing take no minority point from where a reading has found it without a note."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from consultation.db import begin_write, session, transaction
from consultation.errors import NoteOwed
from consultation.models import Analysis, MinorityNote, MinorityPoint, Point
from consultation.operations.desk.cutting import cut_point, join_points, pair_seen, span_seen
from consultation.operations.desk.points import discard_point, move_point, move_to_new_theme
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.themes import discard_theme, merge_themes
from consultation.operations.desk.undoing import redo, undo
from consultation.operations.grouping.readings import points_of
from consultation.queries.audit import entries
from consultation.queries.desk.steps import next_to_redo, next_to_undo
from consultation.queries.grouping.minority import minority_of
from consultation.queries.plenary.signing import state_hash
from tests.conftest import NOW
from tests.operations.desk import act, desk, readings

NOTE, ALONE, FEW = "They said so in the session.", "A theme that only one author speaks to.", "Few."


def found(world, *points, reason=FEW):
    """As a reading that changes nothing else: these are the minority points, where they are."""
    with transaction():
        session.add(Analysis(question_id=world.question.id, finished_at=NOW, settings={}))
        session.execute(delete(MinorityPoint))
        for rank, point in enumerate(points, 1):
            session.refresh(point)
            theme = point.placement and point.placement.theme_id
            session.add(MinorityPoint(point_id=point.id, theme_id=theme, reason=reason, rank=rank))
    session.expire_all()


def by_chair(world):
    return {"by": world.chair, "now": NOW}


def move(point, theme, world, note=""):
    with transaction():
        seen = place_seen(point)
        move_point(point, theme, note=note, seen=seen, **by_chair(world))


def undone(world, note=""):
    with transaction():
        undo(world.question, note=note, seen=next_to_undo(world.question).id, **by_chair(world))
    session.expire_all()


def redone(world, note=""):
    with transaction():
        redo(world.question, note=note, seen=next_to_redo(world.question).id, **by_chair(world))
    session.expire_all()


def listed(world):
    return [
        (line.said.text, line.theme, line.since, line.note) for line in minority_of(world.question)
    ]


def notes():
    return session.scalars(select(MinorityNote.note)).all()


# Each moves the point of the first theme, which nobody had found to be a minority point.
ACTS = {
    "move": lambda w: move_point(
        w.point, w.second_theme, seen=place_seen(w.point), **by_chair(w)
    ),
    "move out": lambda w: move_point(w.point, None, seen=place_seen(w.point), **by_chair(w)),
    "make a theme of it": lambda w: move_to_new_theme(
        [w.point], "Records", seen=place_seen(w.point), **by_chair(w)
    ),
    "merge": lambda w: merge_themes(
        w.theme, w.second_theme, seen=w.theme.version, into_seen=w.second_theme.version,
        **by_chair(w),
    ),
    "discard its theme": lambda w: discard_theme(
        w.theme, reason="Not ours.", seen=w.theme.version, **by_chair(w)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_what_a_reading_found_since_is_not_undone_away_without_a_note(world, name):
    with transaction():
        ACTS[name](world)
    found(world, world.point)
    before, step = (state_hash(world.question), listed(world)), next_to_undo(world.question)
    with pytest.raises(NoteOwed, match="Write the note: “Every change must be recorded"):
        undone(world, "  ")
    assert (state_hash(world.question), listed(world)) == before
    assert next_to_undo(world.question) is step
    undone(world, f" {NOTE} ")
    ((said, theme, since, note),) = listed(world)
    assert (said, theme, note) == (world.point.text, world.theme.title, NOTE)
    assert since == "moved to"
    (told,) = [entry for entry in entries(world.question) if entry.action == "note"]
    assert (told.who, told.reason) == ("Chair", NOTE)


@pytest.mark.parametrize("name", ACTS)
def test_what_was_undone_with_a_note_is_done_again_and_undone_again_without_another(world, name):
    before = state_hash(world.question)
    with transaction():
        ACTS[name](world)
    found(world, world.point)
    done = state_hash(world.question), listed(world)
    undone(world, NOTE)
    back = listed(world)
    assert state_hash(world.question) == before
    for _ in range(2):
        redone(world)
        assert (state_hash(world.question), listed(world)) == done
        assert notes() == []
        undone(world)
        assert (state_hash(world.question), listed(world)) == (before, back)


def test_an_act_before_it_is_undone_too_and_the_note_stays(world):
    start = state_hash(world.question)
    move(world.point, world.second_theme, world)
    between = state_hash(world.question)
    move(world.point, None, world)
    found(world, world.point)
    end = state_hash(world.question)
    undone(world, NOTE)
    assert state_hash(world.question) == between
    undone(world)
    assert state_hash(world.question) == start
    assert listed(world) == [(world.point.text, world.theme.title, "moved to", NOTE)]
    redone(world)
    assert (state_hash(world.question), notes()) == (between, [NOTE])
    redone(world)
    assert (state_hash(world.question), notes()) == (end, [])
    assert listed(world) == [(world.point.text, "", "", "")]


def test_an_older_note_gives_way_to_the_new_one_back_to_the_act_that_it_was_of(world):
    start = state_hash(world.question)
    found(world, world.point, reason=ALONE)
    move(world.point, world.second_theme, world, "First.")
    with transaction():  # While its author had withdrawn it, it was in no list.
        world.submission.withdrawn_at = NOW
    move(world.point, None, world)
    with transaction():
        world.submission.withdrawn_at = None
    found(world, world.point)
    undone(world, NOTE)
    assert notes() == [NOTE]
    undone(world)
    assert (state_hash(world.question), notes()) == (start, [])
    assert listed(world) == [(world.point.text, world.theme.title, "", "")]
    redone(world)
    assert notes() == [NOTE]
    redone(world)
    assert notes() == ["First."]


def test_a_redo_asks_like_an_undo_and_what_is_done_again_next_still_is(world):
    start = state_hash(world.question)
    move(world.point, world.second_theme, world)
    between = state_hash(world.question)
    move(world.point, None, world)
    end = state_hash(world.question)
    undone(world)
    undone(world)
    found(world, world.point)
    with pytest.raises(NoteOwed):
        redone(world)
    assert state_hash(world.question) == start
    redone(world, NOTE)
    assert (state_hash(world.question), notes()) == (between, [NOTE])
    redone(world)
    assert (state_hash(world.question), notes()) == (end, [NOTE])
    undone(world)
    undone(world)
    assert (state_hash(world.question), notes()) == (start, [])
    assert listed(world) == [(world.point.text, world.theme.title, "", "")]


@pytest.mark.parametrize("anew", [False, True])
def test_ones_own_act_is_taken_back_without_a_note_whatever_was_read_since(world, anew):
    """The note goes with its act, and the point is found again where it had been found."""
    found(world, world.point, reason=ALONE)
    before = listed(world)
    move(world.point, world.second_theme, world, NOTE)
    found(world, *([world.point] if anew else []))
    after = listed(world)
    assert after[0][-1] == NOTE
    undone(world)
    assert (listed(world), notes()) == (before, [])
    assert [line.reason for line in minority_of(world.question)] == [ALONE]
    redone(world)
    assert [(line[1], line[3]) for line in listed(world)] == [(world.second_theme.title, NOTE)]
    undone(world)
    assert listed(world) == before


def test_what_is_found_where_it_was_before_is_undone_without_a_note(world):
    """It goes home: the reading found it where the act had taken it from."""
    found(world, world.point)
    move(world.point, world.second_theme, world, NOTE)
    undone(world)
    assert listed(world) == [(world.point.text, world.theme.title, "", "")]


def test_setting_aside_again_what_was_found_since_asks(world):
    with transaction():
        discard_point(world.unplaced, reason="Tea.", seen="unplaced", **by_chair(world))
    undone(world)
    found(world, world.unplaced)
    with pytest.raises(NoteOwed):
        redone(world)
    redone(world, NOTE)
    assert listed(world) == [(world.unplaced.text, "", "set aside", NOTE)]


@pytest.mark.parametrize("placed", [True, False])
def test_what_is_a_greeting_again_after_an_undo_stays_on_the_list_with_its_note(world, placed):
    with transaction():
        session.delete(world.point.placement)
        world.point.filler = True
    session.expire_all()
    move(world.point, world.theme if placed else None, world)
    assert not world.point.filler
    found(world, world.point)
    with pytest.raises(NoteOwed):
        undone(world)
    undone(world, NOTE)
    assert world.point.filler
    since = "taken out of all themes" if placed else ""
    assert listed(world) == [(world.point.text, "", since, NOTE)]


def cut(world):
    with transaction():
        return cut_point(
            world.point, world.point.start + 6, seen=span_seen(world.point), **by_chair(world)
        )


def test_a_cut_is_undone_with_a_note_where_a_reading_found_the_second_part_elsewhere(world):
    second = cut(world)
    with transaction():
        second.placement.theme_id, second.placement.placed_by_id = world.second_theme.id, None
        world.point.placement.placed_by_id = None
    found(world, second)
    number = second.id
    with pytest.raises(NoteOwed, match="change must be recorded"):
        undone(world)
    assert session.get(Point, number) is not None
    undone(world, NOTE)
    assert session.get(Point, number) is None
    assert listed(world) == [
        ("Every change must be recorded.", world.theme.title, "moved to", NOTE)
    ]
    redone(world)
    assert notes() == []
    assert "Every" in [line[0] for line in listed(world)]


def test_a_cut_is_undone_without_a_note_where_both_parts_are_in_one_place(world):
    second = cut(world)
    found(world, world.point, second)
    undone(world)
    assert listed(world) == [("Every change must be recorded.", world.theme.title, "", "")]


def test_a_join_is_undone_without_a_note_and_both_parts_are_heard_again(world):
    """After a reading that found the joined point no minority any more."""
    second = next(p for p in points_of(world.question.id) if p.text.startswith("Small"))
    found(world, second, reason=ALONE)
    with transaction():
        join_points(world.point, note=NOTE, seen=pair_seen(world.point), **by_chair(world))
    found(world)
    assert [line[3] for line in listed(world)] == [NOTE]
    undone(world)
    assert [(line[0], line[2], line[3]) for line in listed(world)] == [
        ("Every change must be recorded.", "", ""),
        ("Small repairs need no new version.", "", ""),
    ]


heard = st.lists(st.integers(0, 11), max_size=3)
turn = st.tuples(st.sampled_from(["undo", "redo"]), st.just(0), st.just(0))


@given(first=readings, alone=heard, acts=st.lists(act, max_size=10))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_without_a_reading_since_no_turn_owes_a_note_and_every_list_is_as_it_was(
    database, first, alone, acts
):
    begin_write()
    try:
        made = desk()
        made.analyse(first)
        made.find(alone)
        for each in acts:
            if each[0] != "withdraw":
                made.act(*each)
        states = [made.state()]
        while (step := next_to_undo(made.question)) is not None:
            undo(made.question, seen=step.id, by=made.chair, now=NOW)
            states.append(made.state())
        for expected in reversed(states[:-1]):
            seen = next_to_redo(made.question).id
            redo(made.question, seen=seen, by=made.chair, now=NOW)
            assert made.state() == expected
    finally:
        session.rollback()


@given(first=readings, history=st.lists(act | turn | turn | turn | heard, max_size=16))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_acts_and_turns_in_any_order_with_minority_points_found_between_lose_none(
    database, first, history
):
    """And at the end everything leads back and forth."""
    begin_write()
    try:
        made = desk()
        made.analyse(first)
        for each in history:
            if isinstance(each, list):
                made.find(each)
            elif each[0] != "withdraw":
                made.act(*each)
            made.check_points(points_of(made.question.id))
        states = [state_hash(made.question)]
        while next_to_undo(made.question) is not None:
            made.act("undo", 0, 0)
            states.append(state_hash(made.question))
        for expected in reversed(states[:-1]):
            made.act("redo", 0, 0)
            assert state_hash(made.question) == expected
    finally:
        session.rollback()
