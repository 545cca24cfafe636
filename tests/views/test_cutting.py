"""Cutting and joining on their pages: what is chosen, what is typed, and what is refused."""

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import Point
from consultation.operations.desk.points import discard_point
from consultation.operations.desk.putting import place_seen
from tests.conftest import NOW
from tests.views.visiting import change, given_back, links, sign

WHOLE = "Every change must be recorded."
SECOND, THIRD = "Small repairs need no new version.", "We like tea."


def cutting(world, point=None) -> str:
    return f"/points/{(point or world.point).id}/cut"


def joining(world, point=None) -> str:
    return f"/points/{(point or world.point).id}/join"


def words() -> list[str]:
    session.rollback()
    return [point.text for point in session.scalars(select(Point).order_by(Point.start))]


def whole(world) -> None:
    """One point of all that was written."""
    with transaction():
        point = session.get_one(Point, world.unplaced.id)
        point.start = 31
        for each in session.scalars(select(Point).where(Point.start == 31, Point.end == 65)):
            session.delete(each.placement)
            session.delete(each)


def places(page) -> list[tuple[str, str]]:
    """The places to cut at: the value of each, and its words."""
    labels = {label.get("for"): " ".join(label.itertext()) for label in page.find("label")}
    return [
        (box.get("value"), " ".join(labels[box.get("id")].split()))
        for box in page.find("input")
        if box.get("type") == "radio"
    ]


def test_the_desk_leads_from_the_open_point_to_both_and_so_does_the_page_that_moves(chair, world):
    desk = chair.get(f"/themes/{world.theme.id}?point={world.point.id}")
    moving = chair.get(f"/points/{world.point.id}/move")
    for page in (desk, moving):
        assert {cutting(world), joining(world)} <= set(links(page))


def test_a_point_is_cut_where_a_sentence_begins(chair, world):
    whole(world)
    page = chair.get(cutting(world, world.unplaced))
    ((place, told),) = places(page)
    assert told == f"{SECOND} | cut here: {THIRD}"
    done = chair.follow(chair.submit(page, None, at=place))
    assert "The point is two now; both are where it was." in done.words
    assert words() == [WHOLE, SECOND, THIRD]
    assert "cut or joined by Chair" in done.words


def test_a_point_is_cut_before_the_words_that_are_typed(chair, world):
    page = chair.get(cutting(world))
    assert places(page) == []
    chair.submit(page, None, words="must  be")
    assert words() == ["Every change", "must be recorded.", SECOND, THIRD]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Choose a place, or write the words"),
        ("tea", "These words do not stand in the point."),
        ("e", "These words do not stand in the point."),
        ("Every", "Both parts have to say something."),
        ("x" * 501, "At most 500 characters."),
    ],
)
def test_words_that_say_no_place_are_refused_and_stay_in_the_form(chair, world, typed, sentence):
    page = chair.submit(chair.get(cutting(world)), None, words=typed)
    assert page.status_code == 422
    assert sentence in page.words
    assert page.fields()["words"] == typed
    assert words() == [WHOLE, SECOND, THIRD]


def test_two_points_are_joined_and_the_act_is_undone_by_the_button_that_names_it(chair, world):
    page = chair.get(joining(world))
    for text in (WHOLE, SECOND, "In “ Record every change ”, suggested.", "where the first is"):
        assert text in page.words
    done = chair.follow(chair.submit(page))
    assert "The two points are one now." in done.words
    assert words() == [f"{WHOLE} {SECOND}", THIRD]
    assert "joining of two points, Chair" in done.words
    chair.submit(done, f"/questions/{world.question.id}/undo")
    assert words() == [WHOLE, SECOND, THIRD]


def test_where_there_is_nothing_to_join_or_it_was_set_aside_the_page_says_so(chair, world):
    page = chair.get(joining(world, world.unplaced))
    assert "No point follows this one in its answer." in page.words
    assert not [button for button in page.find("button") if "Join" in button.text]
    page = chair.get(joining(world))
    with transaction():
        point = session.get_one(Point, world.point.id)
        discard_point(point, reason="Tea.", seen=place_seen(point), by=world.vice_chair, now=NOW)
    assert "One of the two was set aside" in chair.get(joining(world)).words
    late = chair.submit(page)
    assert late.status_code == 409
    assert "Vice Chair changed this meanwhile (discarding of a point" in late.words


def test_whoever_cuts_too_late_is_told_and_gets_back_what_they_typed(chair, vice_chair, world):
    late, joined = chair.get(cutting(world)), chair.get(joining(world))
    vice_chair.submit(vice_chair.get(cutting(world)), None, words="change")
    for page, typed in ((late, {"words": "recorded"}), (joined, {})):
        refused = chair.submit(page, None, **typed)
        assert refused.status_code == 409
        assert "Vice Chair changed this meanwhile (cut of a point in two" in refused.words
        assert given_back(refused) == typed
    assert words() == ["Every", "change must be recorded.", SECOND, THIRD]


def test_whoever_cuts_what_was_joined_away_gets_back_what_they_typed(chair, vice_chair, world):
    second = session.scalars(select(Point).where(Point.start == 31)).one()
    session.remove()
    page = chair.get(cutting(world, second))
    vice_chair.submit(vice_chair.get(joining(world)))
    gone = chair.submit(page, None, words="need")
    assert gone.status_code == 404
    assert given_back(gone) == {"words": "need"}


def test_under_a_signature_both_are_refused(chair, world):
    pages = [chair.get(address(world)) for address in (cutting, joining)]
    sign(world, "Record it.")
    for page, typed in zip(pages, ({"words": "must"}, {}), strict=True):
        assert chair.submit(page, None, **typed).status_code == 409
    desk = chair.get(f"/themes/{world.theme.id}?point={world.point.id}")
    assert cutting(world) not in links(desk)
    assert words() == [WHOLE, SECOND, THIRD]


def test_the_log_says_who_cut_and_who_joined(chair, world):
    chair.submit(chair.get(cutting(world)), None, words="must")
    chair.submit(chair.get(joining(world)))
    log = chair.get(f"/questions/{world.question.id}/log")
    for text in ("cut", "characters: 1 to 12 and 14 to 30", "join", "characters: 1 to 30"):
        assert text in log.words


def test_filler_that_was_joined_is_where_the_next_is(chair, world):
    with transaction():
        point = session.get_one(Point, world.point.id)
        session.delete(point.quote)
        session.delete(point.placement)
    change(world.point, filler=True)
    page = chair.get(joining(world))
    assert "Read as a greeting or the like" in page.words
    assert "where the next is" in page.words
    done = chair.follow(chair.submit(page))
    assert done.path == f"/themes/{world.second_theme.id}"
