"""Points not coded, facet by facet, and that the counts of them agree with the table."""

import pytest

from consultation.db import session, transaction
from consultation.models import Point
from consultation.operations.coding import code_frames
from consultation.operations.coding.code_frames import CodeLine
from consultation.operations.coding.code_uses import Choice
from consultation.operations.desk.points import discard_point
from consultation.operations.desk.putting import place_seen
from consultation.queries.coding import uncoded
from consultation.queries.coding.code_table import code_table
from consultation.queries.coding.uncoded import uncoded_points
from consultation.queries.desk.cutting import following
from tests.conftest import NOW
from tests.operations.framed import coded, of


@pytest.fixture
def frame(world):
    with transaction():
        made = code_frames.begin_frame(world.consultation)
        lines = [CodeLine("type", "T1", "Escape"), CodeLine("source", "S1", "Weights")]
        code_frames.add_codes(made, lines, seen=0, by=world.secretariat, now=NOW)
    return made


def left(world, facet):
    return [line.point.point_text for line in uncoded_points(world.question, facet).points]


def agrees(world):
    """The list, the table of the question and that of the consultation say the same."""
    table = code_table(world.consultation, world.question)
    found = uncoded_points(world.question, "type")
    assert found.left == {f: coding.not_coded().points for f, coding in table.facets.items()}
    assert found.left == {facet: len(left(world, facet)) for facet in table.facets}
    whole = code_table(world.consultation)
    assert dict(whole.left).get(world.question, dict.fromkeys(found.left, 0)) == found.left
    for facet, coding in table.facets.items():
        held = [point for point in coding.points if coding.codes_of(point)]
        assert len(held) + found.left[facet] == found.of


def test_a_point_coded_in_one_facet_is_listed_in_the_other(world, frame):
    first, second, third = world.point, following(world.point), world.unplaced
    everything = [each.text for each in (first, second, third)]
    assert left(world, "type") == left(world, "source") == everything
    agrees(world)
    coded(world, Choice(frozenset({of(frame, "T1").id})), subject=second)
    assert left(world, "type") == [first.text, third.text]
    assert left(world, "source") == everything
    agrees(world)
    line = uncoded_points(world.question, "source").points[1]
    assert (line.theme, line.codes) == (world.second_theme.title, ("type T1 Escape",))


def test_what_fits_no_code_and_what_its_theme_is_coded_are_not_listed(world, frame):
    coded(world, Choice(none_fits=frozenset({"type"})), subject=world.unplaced)
    coded(world, Choice(frozenset({of(frame, "S1").id})), subject=world.theme)
    assert left(world, "type") == [world.point.text, following(world.point).text]
    assert left(world, "source") == [following(world.point).text, world.unplaced.text]
    agrees(world)


def test_filler_and_what_was_set_aside_is_not_listed(world, frame):
    with transaction():
        session.get_one(Point, world.unplaced.id).filler = True
        discard_point(world.point, reason="Tea.", seen=place_seen(world.point), by=world.chair,
                      now=NOW)  # fmt: skip
    assert left(world, "type") == [following(world.point).text]
    agrees(world)


def test_pages_hold_every_point_once(world, frame, monkeypatch):
    monkeypatch.setattr(uncoded, "PAGE_SIZE", 2)
    pages = [uncoded_points(world.question, "type", page) for page in (1, 2)]
    assert [found.pages for found in pages] == [2, 2]
    shown = [line.point.point_id for found in pages for line in found.points]
    assert shown == [world.point.id, following(world.point).id, world.unplaced.id]
    assert uncoded_points(world.question, "type", 9) == pages[1]


def test_a_facet_that_nobody_uses_any_more_is_not_asked_for(world, frame):
    code_frames.retire_code(of(frame, "S1"), seen=1, reason="x", by=world.secretariat, now=NOW)
    assert uncoded_points(world.question, "source").facet == "type"
    assert list(uncoded_points(world.question, "type").left) == ["type"]
    assert code_table(world.consultation).left[0][0] is world.question


def test_without_a_frame_nothing_is_left(world):
    assert uncoded_points(world.question, "").left == {}
