"""Suggestions, points like one and the map on pages: what is chosen, what agrees, what not."""

import subprocess
import sys

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.forms.chair import NEW
from consultation.models import Fit, Placement, Refusal
from consultation.operations.grouping import suggesting
from consultation.operations.grouping.suggesting import Suggestion, Suggestions
from consultation.queries.desk.points import points_in_context
from tests.views.visiting import links, sign, stored


def place_of(point) -> int | None:
    session.rollback()
    return session.scalar(select(Placement.theme_id).where(Placement.point_id == point.id))


def address(world) -> str:
    return f"/questions/{world.question.id}/suggestions"


@pytest.fixture
def two(world, monkeypatch):
    """Two suggestions, one nine in ten and one six in ten sure, whatever would be learnt."""

    def suggestions_of(question, *, least_sure_first):
        found = points_in_context(question, [world.unplaced.id, world.point.id])
        lines = tuple(
            Suggestion(point, seen, title, to.id, to.title, share, None, "")
            for point, seen, title, to, share in zip(
                found, (None, world.theme.id), ("", world.theme.title),
                (world.theme, world.second_theme), (0.91, 0.6), strict=True,
            )
        )  # fmt: skip
        return Suggestions(
            lines[:: -1 if least_sure_first else 1],
            0,
            decided=12,
            themes=2,
            read=3,
            points=3,
            moves=True,
        )

    monkeypatch.setattr(suggesting, "suggestions_of", suggestions_of)
    return world


def ticked(page) -> list[str]:
    boxes = page.find("input", name="chosen")
    return [box.get("value") for box in boxes if box.get("checked") is not None]


@pytest.mark.parametrize(
    ("sure", "chosen"), [("9", 1), ("7", 1), ("6", 2), ("x", 1), ("99", 1), ("1", 2)]
)
def test_from_the_threshold_on_suggestions_are_chosen_and_counted(chair, two, sure, chosen):
    page = chair.get(f"{address(two)}?sure={sure}")
    assert len(ticked(page)) == chosen
    assert f"2 suggestions, the surest first; {chosen} point" in page.words
    assert "very sure (9 in 10)" in page.words
    assert "Learnt from 12 points that people put under 2 themes" in page.words


def test_the_least_sure_come_first_where_that_is_asked_and_after_an_act_still(chair, two):
    page = chair.get(f"{address(two)}?sure=6")
    assert [box.get("value") for box in page.find("input", name="chosen")] == ticked(page)
    turned = chair.get(f"{address(two)}?sure=6&first=least")
    assert ticked(turned) == ticked(page)[::-1]
    assert "2 suggestions, the least sure first" in turned.words
    done = chair.submit(turned, f"{address(two)}?sure=6&first=least", act="refuse")
    assert "the least sure first" in chair.follow(done).words


def test_accepting_puts_what_is_chosen_and_nothing_else(chair, two):
    page = chair.get(address(two))
    done = chair.submit(page, address(two) + "?sure=7", act="accept")
    assert "Accepted 1 suggestion." in chair.follow(done).words
    assert place_of(two.unplaced) == two.theme.id
    assert place_of(two.point) == two.theme.id
    page = chair.get(f"/themes/{two.theme.id}")
    assert "acceptance of a suggestion, Chair" in page.words
    assert "placed by Chair" in page.words


def test_refusing_leaves_what_is_chosen_where_it_is(chair, two):
    page = chair.get(address(two))
    done = chair.submit(page, address(two) + "?sure=7", act="refuse")
    assert "the points stay where they are" in chair.follow(done).words
    assert place_of(two.unplaced) is None
    (refusal,) = session.scalars(select(Refusal))
    assert (refusal.point_id, refusal.refused_by_id) == (two.unplaced.id, two.chair.id)


@pytest.mark.parametrize(
    ("chosen", "act", "sentence"),
    [
        ([], "accept", "Choose at least one point"),
        (["1:2"], "accept", "Open the page again"),
        (["1:2:x"], "accept", "Open the page again"),
        (["1:2:3"], "swallow", "Accept or refuse."),
    ],
)
def test_what_is_no_choice_is_told(chair, two, chosen, act, sentence):
    page = chair.submit(chair.get(address(two)), address(two) + "?sure=7", chosen=chosen, act=act)
    assert page.status_code == 422
    assert sentence in page.words


def test_a_point_that_is_chosen_twice_is_refused_with_a_sentence(chair, two):
    page = chair.get(address(two))
    chosen = page.find("input", name="chosen")[0].get("value")
    twice = chair.submit(page, address(two) + "?sure=7", chosen=[chosen, chosen], act="refuse")
    assert twice.status_code == 409
    assert "A point was chosen twice." in twice.words


def test_what_somebody_decided_meanwhile_is_not_decided_again(chair, vice_chair, two):
    page = chair.get(address(two))
    vice_chair.submit(vice_chair.get(address(two)), address(two) + "?sure=7", act="refuse")
    late = chair.submit(page, address(two) + "?sure=7", act="accept")
    assert late.status_code == 409
    assert "Vice Chair" in late.words
    assert place_of(two.unplaced) is None


def test_the_page_learns_from_the_world_as_it_is(chair, world):
    page = chair.get(address(world))
    assert "Nobody has put a point under a theme yet" in page.words
    assert "1 suggestion, the surest first; 0 points chosen." in page.words
    with transaction():
        session.add(Placement(point_id=world.unplaced.id, placed_by_id=world.chair.id))
    assert "Nothing to suggest" in chair.get(address(world)).words


def test_who_may_only_read_is_offered_nothing_to_press(secretariat, chair, two):
    page = secretariat.get(address(two))
    assert not page.find("input", name="chosen")
    sign(two, "All is said.")
    page = chair.get(address(two))
    assert not page.find("input", name="chosen")


def test_points_like_one_are_read_with_their_themes_and_moved_together(chair, world):
    like = f"/points/{world.point.id}/alike"
    assert like in links(chair.get(f"/themes/{world.theme.id}"))
    page = chair.get(like)
    boxes = {box.get("value") for box in page.find("input", name="chosen")}
    assert f"{world.unplaced.id}:0" in boxes
    assert not any(value.startswith(f"{world.point.id}:") for value in boxes)
    done = chair.submit(page, like, chosen=[f"{world.unplaced.id}:0"], theme=str(world.theme.id))
    assert "Moved 1 point to “Record every change”." in chair.follow(done).words
    assert place_of(world.unplaced) == world.theme.id


def test_a_phrase_finds_points_and_makes_a_theme_of_them(chair, world):
    empty = chair.get(f"/questions/{world.question.id}/alike")
    assert "Find" in empty.words
    assert not empty.find("input", name="chosen")
    page = chair.get(f"/questions/{world.question.id}/alike?text=tea+is+liked+by+us")
    first, *_ = page.find("input", name="chosen")
    assert first.get("value") == f"{world.unplaced.id}:0"
    action = f"/questions/{world.question.id}/alike?text=tea+is+liked+by+us"
    nameless = chair.submit(page, action, chosen=[first.get("value")], theme=str(NEW))
    assert (nameless.status_code, "Write the title" in nameless.words) == (422, True)
    done = chair.submit(
        page, action, chosen=[first.get("value")], theme=str(NEW), title="Tea is liked"
    )
    assert "Moved 1 point to “Tea is liked”." in chair.follow(done).words


def test_the_map_draws_each_point_as_a_way_to_it_and_says_the_same_as_a_table(chair, world):
    with transaction():
        session.add_all(
            Fit(point_id=point.id, across=0.2, down=0.8) for point in (world.point, world.unplaced)
        )
    page = chair.get(f"/questions/{world.question.id}/map")
    assert (
        f'href="/themes/{world.theme.id}?point={world.point.id}#point-{world.point.id}"'
        in page.text
    )
    assert (
        f'href="/questions/{world.question.id}/unplaced?point={world.unplaced.id}#point-{world.unplaced.id}"'
        in page.text
    )
    assert "3 points that count; 1 point not on the map" in page.words
    (table,) = page.find("table")
    rows = [" ".join("".join(row.itertext()).split()) for row in table[2]]
    assert rows == [
        "1 Record every change1lower left",
        "2 Leave small repairs out1not on the map",
        "unplaced1here and there",
    ]


def test_before_an_analysis_kept_where_points_lie_the_map_says_so(chair, world):
    assert (
        "The next analysis draws the map" in chair.get(f"/questions/{world.question.id}/map").words
    )
    assert stored(world.point).fit is None


def test_a_web_process_starts_without_what_learning_needs():
    """Importing it takes seconds: who looks at suggestions first pays them, not who starts."""
    code = "import sys, consultation.views.chair; print({'nlp', 'sklearn'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
