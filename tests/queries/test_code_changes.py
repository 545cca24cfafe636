"""What is told of codes before a merge, a discard or a move is what becomes of them."""

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import Placement, Point
from consultation.operations.coding import code_frames
from consultation.operations.coding.code_frames import CodeLine
from consultation.operations.coding.code_uses import Choice
from consultation.operations.desk.points import move_point
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.themes import discard_theme, merge_themes
from consultation.operations.desk.undoing import undo
from consultation.queries.coding.code_changes import CodeChange, code_changes
from consultation.queries.coding.code_counts import codings
from consultation.queries.desk.cutting import following
from consultation.queries.desk.previews import codes_lost_with, merge_preview, move_preview
from consultation.queries.desk.steps import next_to_undo
from tests import factories
from tests.conftest import NOW
from tests.operations.framed import coded, of


@pytest.fixture
def frame(world):
    """Two facets; the first theme has two points."""
    with transaction():
        made = code_frames.begin_frame(world.consultation)
        lines = [
            CodeLine("type", "T1", "Escape"),
            CodeLine("type", "T2", "Reach"),
            CodeLine("source", "S1", "Weights"),
        ]
        code_frames.add_codes(made, lines, seen=0, by=world.secretariat, now=NOW)
        by = factories.stakeholder(consultation=world.consultation)
        answer = factories.answer(world.question, "Record the small ones too.", by=by)
        session.add(Placement(point=factories.point(answer, 0, 26), theme=world.theme))
    return made


def code(world, frame, subject, *keys, none_fits=()):
    with transaction():
        codes = frozenset(of(frame, key).id for key in keys)
        coded(world, Choice(codes, frozenset(none_fits)), subject=subject)


def merge(world):
    with transaction():
        merge_themes(
            world.theme, world.second_theme, seen=world.theme.version,
            into_seen=world.second_theme.version, by=world.chair, now=NOW,
        )  # fmt: skip


def discard(world):
    with transaction():
        discard_theme(
            world.theme, reason="Not ours.", seen=world.theme.version, by=world.chair, now=NOW
        )


def points_in(theme):
    return session.scalars(select(Placement.point_id).where(Placement.theme == theme)).all()


def held(world, points):
    """What the table of codes says that these points have."""
    return {
        (facet, found.key if found else ""): sum(
            number in coding.codes_of(point) for point in coding.points if point.point_id in points
        )
        for facet, coding in codings(world.consultation, world.question).items()
        for number, found in coding.codes.items()
    }


def test_a_merge_loses_the_codes_of_the_theme_that_goes_and_joins_those_of_the_other(world, frame):
    code(world, frame, world.theme, "T1", "S1")
    code(world, frame, world.second_theme, "T2")
    assert merge_preview(world.theme, world.second_theme).codes == (
        CodeChange("type", "T1", "Escape", 2, 0),
        CodeChange("type", "T2", "Reach", 0, 2),
        CodeChange("source", "S1", "Weights", 2, 0),
        CodeChange("source", "", "Not coded", 0, 2),
    )


def test_a_code_that_both_themes_have_is_neither_lost_nor_joined(world, frame):
    code(world, frame, world.theme, "T1")
    code(world, frame, world.second_theme, "T1", "T2")
    assert merge_preview(world.theme, world.second_theme).codes == (
        CodeChange("type", "T2", "Reach", 0, 2),
    )


def test_a_point_keeps_the_codes_of_its_own(world, frame):
    code(world, frame, world.theme, "T1")
    code(world, frame, world.point, "T2")
    assert merge_preview(world.theme, world.second_theme).codes == (
        CodeChange("type", "T1", "Escape", 1, 0),
        CodeChange("type", "", "Not coded", 0, 1),
    )


def test_a_code_of_a_theme_is_told_though_no_point_hangs_on_it(world, frame):
    code(world, frame, world.theme, "T1")
    for number in points_in(world.theme):
        code(world, frame, session.get_one(Point, number), "T2")
    (lost,) = merge_preview(world.theme, world.second_theme).codes
    assert lost == CodeChange("type", "T1", "Escape", 0, 0)
    assert lost.is_lost
    assert codes_lost_with(world.theme) == (lost,)


def test_that_no_code_fits_is_lost_and_joined_like_a_code(world, frame):
    code(world, frame, world.theme, none_fits=["type"])
    code(world, frame, world.second_theme, "T1")
    assert merge_preview(world.theme, world.second_theme).codes == (
        CodeChange("type", "T1", "Escape", 0, 2),
        CodeChange("type", "", "Fits no code", 2, 0),
    )


@pytest.mark.parametrize("act", [merge, discard])
def test_it_is_then_as_it_was_told_and_undoing_brings_the_codes_back(world, frame, act):
    code(world, frame, world.theme, "T1", "S1")
    code(world, frame, world.point, "T2")
    code(world, frame, world.second_theme, "T2")
    points = points_in(world.theme)
    told = (
        merge_preview(world.theme, world.second_theme).codes
        if act is merge
        else codes_lost_with(world.theme)
    )
    before = held(world, points)
    assert {(each.facet, each.key): each.now for each in told if not each.is_uncoded}.items() <= (
        before.items()
    )
    act(world)
    after = held(world, points)
    changed = {
        (each.facet, each.key): each.then
        for each in told
        if not each.is_uncoded and each.now != each.then
    }
    gone = {key: after.get(key, 0) for key in before if after.get(key, 0) != before[key]}
    assert changed == gone
    with transaction():
        undo(world.question, seen=next_to_undo(world.question).id, by=world.chair, now=NOW)
    assert held(world, points) == before


def test_a_move_is_told_with_the_codes_that_change(world, frame):
    code(world, frame, world.theme, "T1")
    code(world, frame, world.second_theme, "T2")
    told = move_preview([world.point.id], world.theme, world.second_theme, "").codes
    assert told == (
        CodeChange("type", "T1", "Escape", 1, 0),
        CodeChange("type", "T2", "Reach", 0, 1),
    )
    with transaction():
        move_point(
            world.point, world.second_theme, seen=place_seen(world.point), by=world.chair, now=NOW
        )
    assert held(world, [world.point.id]) == {("type", "T1"): 0, ("type", "T2"): 1}


def test_without_a_frame_or_without_codes_nothing_is_told(world):
    assert codes_lost_with(world.theme) == ()
    with transaction():
        made = code_frames.begin_frame(world.consultation)
        line = CodeLine("type", "T1", "Escape")
        code_frames.add_codes(made, [line], seen=0, by=world.secretariat, now=NOW)
    assert codes_lost_with(world.theme) == ()
    assert code_changes(world.question, [following(world.point).id], None) == ()
