"""What people cut and joined, and a reading that finds something else: the reading yields."""

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import Fit, Placement, Point
from consultation.operations import analysis
from consultation.operations.cutting import cut_point, join_points, pair_seen, span_seen
from consultation.operations.points import move_point, place_seen
from consultation.operations.readings import points_of
from consultation.operations.undoing import undo
from consultation.queries.steps import next_to_undo
from tests.conftest import NOW
from tests.operations.desk import check_spans
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
