"""What people cut and joined, and a reading that finds something else: the reading yields."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from consultation.db import begin_write, session, transaction
from consultation.models import Fit, Placement, Point, Refusal, Sample, SampledPoint
from consultation.operations.coding.code_frames import CodeLine, add_codes, begin_frame
from consultation.operations.coding.code_uses import Choice, code_by_hand
from consultation.operations.desk.cutting import cut_point, join_points, pair_seen, span_seen
from consultation.operations.desk.points import move_point
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.undoing import redo, undo
from consultation.operations.grouping import analysis
from consultation.operations.grouping.readings import points_of
from consultation.queries.desk.steps import next_to_redo, next_to_undo
from tests.conftest import NOW
from tests.operations.desk import act, check_spans, desk, readings
from tests.operations.fabricated import Cut, analysis_of, sentences

WHOLE = "Every change must be recorded."
REST = ["Small repairs need no new version.", "We like tea."]


def read(world, cut=None):
    """A reading that is not kept yet; one theme, a point a sentence, whatever people did."""
    gathered = analysis.gather(world.question)
    texts = [text.text for text in gathered.texts]
    return gathered, analysis_of(texts, cut or one_theme)


def one_theme(text) -> list[Cut]:
    spans = [(start + (text[start] == " "), end) for start, end in sentences(text)]
    return [Cut(start, end, 0) for start, end in spans]


def keep(kept) -> None:
    with transaction():
        analysis.keep(*kept, now=NOW)


def cut(world, at=6) -> Point:
    with transaction():
        return cut_point(
            world.point,
            world.point.start + at,
            seen=span_seen(world.point),
            by=world.chair,
            now=NOW,
        )


def join(world) -> None:
    with transaction():
        join_points(world.point, seen=pair_seen(world.point), by=world.chair, now=NOW)


def words(world) -> list[str]:
    found = points_of(world.question.id)
    check_spans(found)
    return [point.text for point in sorted(found, key=lambda point: point.start)]


def test_the_next_reading_is_told_what_people_cut_and_decided(world):
    keep(read(world))
    assert [text.spans for text in analysis.gather(world.question).texts] == [()]
    cut(world)
    with transaction():
        move_point(world.unplaced, None, seen=place_seen(world.unplaced), by=world.chair, now=NOW)
    (text,) = analysis.gather(world.question).texts
    assert [text.text[slice(*span)] for span in text.spans] == [
        "Every", "change must be recorded.", "We like tea.",
    ]  # fmt: skip


@pytest.mark.parametrize("when", ["before", "during"])
def test_what_a_person_cut_stays_cut(world, when):
    keep(read(world))
    reading = read(world) if when == "during" else None
    second = cut(world)
    keep(reading or read(world))
    assert words(world) == ["Every", "change must be recorded.", *REST]
    assert session.get(Point, second.id) is second


@pytest.mark.parametrize("when", ["before", "during"])
def test_what_a_person_joined_stays_joined(world, when):
    keep(read(world))
    reading = read(world) if when == "during" else None
    join(world)
    keep(reading or read(world))
    assert words(world) == [f"{WHOLE} {REST[0]}", REST[1]]


def test_a_cut_that_was_undone_while_a_reading_ran_is_found_as_it_was_told(world):
    keep(read(world))
    cut(world)
    reading = read(world)
    with transaction():
        undo(world.question, seen=next_to_undo(world.question).id, by=world.chair, now=NOW)
    keep(reading)
    assert words(world) == [WHOLE, *REST]


def test_what_is_found_across_what_people_cut_is_what_that_leaves_of_it(world):
    keep(read(world))
    cut(world)
    keep(read(world, lambda text: [Cut(0, len(text), 0)]))
    assert words(world) == ["Every", "change must be recorded.", " ".join(REST)]
    grouped = (
        select(Placement.theme_id).join(Point).where(Point.end == len(world.point.answer.text))
    )
    assert session.scalars(grouped).one() is not None


def test_what_is_found_on_both_sides_of_a_decision_is_two_points_of_which_none_is_lost(world):
    with transaction():
        (middle,) = (p for p in points_of(world.question.id) if p.text == REST[0])
        move_point(middle, None, seen=place_seen(middle), by=world.chair, now=NOW)
    for _ in range(2):
        keep(read(world, lambda text: [Cut(0, len(text), 0)]))
        assert words(world) == [WHOLE, *REST]
        assert len(session.scalars(select(Fit)).all()) == 1


def test_signs_that_are_left_beside_a_decision_are_filler(world):
    keep(read(world, lambda text: [Cut(0, 29), Cut(29, len(text))]))
    with transaction():
        (first,) = (p for p in points_of(world.question.id) if p.start == 0)
        move_point(first, None, seen=place_seen(first), by=world.chair, now=NOW)
        session.flush()
    keep(read(world, lambda text: [Cut(0, 30), Cut(31, len(text))]))
    assert words(world) == [WHOLE[:-1], ".", " ".join(REST)]
    assert [p.filler for p in points_of(world.question.id) if p.text == "."] == [True]


@pytest.mark.parametrize("does", [cut, join])
def test_a_cut_is_undone_after_a_reading_that_suggests_other_places(world, does):
    """What a reading suggests is nobody's decision, and blocks none."""
    keep(read(world))
    before = words(world)
    does(world)
    keep(read(world, lambda text: [replace(each, group=None) for each in one_theme(text)]))
    for turn, expected in ((undo, before), (redo, None), (undo, before)):
        step = (next_to_redo if turn is redo else next_to_undo)(world.question)
        with transaction():
            turn(world.question, seen=step.id, by=world.chair, now=NOW)
        assert expected is None or words(world) == expected
        assert {place_seen(point) for point in points_of(world.question.id)} == {"unplaced"}
    keep(read(world))
    assert words(world) == before


def test_what_somebody_decided_since_still_comes_first(world):
    keep(read(world))
    second = cut(world)
    with transaction():
        # As no step says that they did.
        session.add(Refusal(point_id=second.id, refused_by_id=world.vice_chair.id))
    with transaction():
        undo(world.question, seen=next_to_undo(world.question).id, by=world.chair, now=NOW)
    assert session.get(Point, second.id) is not None
    assert next_to_undo(world.question) is None


turn = st.tuples(st.sampled_from(["undo", "redo"]), st.just(0), st.just(0))
turns = st.lists(act | turn | readings, max_size=14)


@given(first=readings, history=turns)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_acts_readings_undoing_and_redoing_in_any_order_lose_no_word(database, first, history):
    begin_write()
    try:
        made = desk()
        made.analyse(first)
        for each in history:
            if isinstance(each, list):
                made.analyse(each)
            elif each[0] == "withdraw":
                continue
            else:
                made.act(*each)
            made.check_points(points_of(made.question.id))
    finally:
        session.rollback()


@pytest.mark.parametrize("how", ["in a sample", "coded with a frame", "refused a code"])
def test_a_point_that_people_coded_is_a_point_of_every_reading(world, how):
    with transaction():
        session.delete(world.point.placement)
        if how == "in a sample":
            drawn = Sample(
                question=world.question, drawn_by_id=world.chair.id, drawn_at=NOW, seed=1,
                first=world.chair, second=world.vice_chair,
                points=[SampledPoint(point_id=world.point.id, rank=1)],
            )  # fmt: skip
            session.add(drawn)
        else:
            frame = begin_frame(world.consultation)
            line = CodeLine("type", "T1", "Escape")
            (code,) = add_codes(frame, [line], seen=0, by=world.secretariat, now=NOW)
            choice = Choice(none_fits=frozenset({"type"}))
            if how == "refused a code":
                choice = Choice(refused=frozenset({code.id}))
            code_by_hand(world.point, choice, seen=(1, 0), by=world.chair, now=NOW)
    number, span = world.point.id, (world.point.start, world.point.end)
    gathered = analysis.gather(world.question)
    assert span in gathered.texts[0].spans
    keep(read(world, lambda text: [Cut(0, len(text), 0)]))
    kept = session.get(Point, number)
    assert kept is not None
    assert (kept.start, kept.end) == span
    check_spans(points_of(world.question.id))
