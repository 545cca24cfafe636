"""The map: every point in its theme's count, labels never over each other, the same each time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation import models
from consultation.db import session
from consultation.operations.desk.themes import discard_theme
from consultation.queries.contributions.whole_answers import passages
from consultation.queries.desk import point_map as maps
from consultation.queries.desk.labels import placed_labels
from consultation.queries.desk.point_map import HEIGHT, LABEL, WIDTH, point_map
from consultation.queries.desk.theme_signs import Sign, signs_of
from consultation.queries.desk.themes import theme_sizes
from tests import factories
from tests.conftest import NOW

places = st.tuples(
    st.floats(0, WIDTH),
    st.floats(0, HEIGHT),
    st.text(min_size=1, max_size=60).map(lambda t: [t, "7"]),
)


@given(st.lists(places, max_size=40), st.lists(st.tuples(st.floats(0, 1e3), st.floats(0, 640))))
def test_no_label_is_over_another_or_leaves_the_picture(wanted, dots):
    boxes = placed_labels(wanted, dots, size=LABEL, width=WIDTH, height=HEIGHT)
    assert len(boxes) == len(wanted)
    drawn = [box for box in boxes if box is not None]
    for number, box in enumerate(drawn):
        assert 0 <= box.left <= box.left + box.width <= WIDTH + 1e-6
        assert 0 <= box.top <= box.top + box.height <= HEIGHT + 1e-6
        assert not any(box.meets(other) for other in drawn[number + 1 :])


def test_a_label_keeps_off_the_dots_where_there_is_room():
    dots = [(500.0 + n, 320.0) for n in range(40)]
    (box,) = placed_labels([(500, 320, ["Here"])], dots, size=LABEL, width=WIDTH, height=HEIGHT)
    assert not any(box.holds(*dot) for dot in dots)


def test_a_label_hides_no_rim_of_a_dot_and_leaves_a_full_place_for_a_free_one():
    dots = [(x, y) for x in range(300, 701, 20) for y in range(220, 421, 20)]
    (box,) = placed_labels([(500, 320, ["Here"])], dots, size=LABEL, width=WIDTH, height=HEIGHT)
    assert not any(box.holds(x + dx, y + dy) for x, y in dots for dx in (-5, 5) for dy in (-5, 5))


def add(world, theme=None, at=(0.5, 0.5), **placement):
    by = factories.stakeholder(consultation=world.consultation)
    point = factories.point(factories.answer(world.question, "Record it.", by=by))
    session.add(point)
    if theme or placement:
        session.add(models.Placement(point=point, theme=theme, **placement))
    if at:
        session.add(models.Fit(point=point, across=at[0], down=at[1]))
    session.commit()
    return point


def test_every_point_that_counts_is_in_the_count_of_its_theme_or_unplaced(world):
    for n in range(4):
        add(world, world.theme, (n / 4, 0.1))
    add(world, world.second_theme, None)
    add(world, at=(0.9, 0.9))
    add(world, placed_by=world.chair, discarded_because="Tea.")
    gone = add(world, world.theme)
    gone.answer.submission.withdrawn_at = NOW
    session.commit()
    drawn = point_map(world.question)
    sizes = {theme_id: counts.points for theme_id, counts in theme_sizes(world.question).items()}
    assert {theme.theme_id: theme.points for theme in drawn.themes} == sizes
    assert sum(sizes.values()) + drawn.unplaced == drawn.points
    assert drawn.placed == len(drawn.dots) == 5
    assert gone.id not in {dot.point_id for dot in drawn.dots}


def test_a_theme_is_where_most_of_its_points_are_and_says_so(world):
    for at in ((0.1, 0.1), (0.2, 0.1), (0.1, 0.2), (0.9, 0.9)):
        add(world, world.theme, at)
    first, second = point_map(world.question).themes
    assert (first.theme_id, first.sign.rank, first.where) == (world.theme.id, 0, "upper left")
    assert first.label.words.startswith(f"{world.theme.id} Record")
    assert (second.where, second.label) == ("not on the map", None)


def test_dots_follow_people_and_colours_come_again_with_another_mark(world):
    point = add(world, world.theme)
    placement = session.get_one(models.Placement, point.placement.id)
    placement.theme, placement.placed_by = world.second_theme, world.chair
    session.commit()
    (dot,) = (dot for dot in point_map(world.question).dots if dot.point_id == point.id)
    assert dot.theme_id == world.second_theme.id
    assert len({(sign.colour, sign.mark) for sign in map(Sign, range(32))}) == 32


def test_a_theme_has_one_sign_on_the_map_and_in_an_answer_whatever_its_size(world):
    first = add(world, world.theme)
    second, _ = add(world, world.second_theme), add(world, world.second_theme)
    drawn = {theme.theme_id: theme.sign for theme in point_map(world.question).themes}
    assert drawn == signs_of(world.question)
    for point, theme in ((first, world.theme), (second, world.second_theme)):
        (passage,) = passages(point, drawn)
        assert passage.sign == drawn[theme.id]
        (dot,) = (dot for dot in point_map(world.question).dots if dot.point_id == point.id)
        assert (dot.sign, dot.title) == (drawn[theme.id], theme.title)
    discard_theme(world.theme, reason="Tea.", seen=world.theme.version, by=world.chair, now=NOW)
    assert signs_of(world.question) == drawn


def test_of_very_many_points_so_many_are_drawn_from_every_theme(world, monkeypatch):
    monkeypatch.setattr(maps, "DOTS_AT_MOST", 5)
    for n in range(12):
        add(world, world.theme if n % 3 else world.second_theme)
    drawn = point_map(world.question)
    assert (len(drawn.dots), drawn.placed) == (5, 12)
    assert {dot.theme_id for dot in drawn.dots} == {world.theme.id, world.second_theme.id}
    assert point_map(world.question) == drawn


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_question_with_hardly_a_point_has_a_map(world, count):
    for _ in range(count):
        add(world, world.theme)
    assert len(point_map(world.question).dots) == count
