"""The page that puts themes in an order and nests some in others."""

import pytest

from consultation.db import session, transaction
from consultation.models import Person, Point, Theme
from consultation.operations.desk.points import move_to_new_theme
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.themes import rename_theme
from consultation.queries.desk.themes import themes_in_order
from tests.conftest import NOW
from tests.views.visiting import stored


@pytest.fixture
def address(world) -> str:
    """Where the three themes A, B and C of a question are arranged."""
    with transaction():
        session.get_one(Theme, world.theme.id).title = "A"
        session.get_one(Theme, world.second_theme.id).title = "B"
        point, chair = (
            session.get_one(Point, world.unplaced.id),
            session.get_one(Person, world.chair.id),
        )
        move_to_new_theme([point], "C", seen=place_seen(point), by=chair, now=NOW)
    return f"/questions/{world.question.id}/arrange"


def titles(world) -> list[str]:
    lines = themes_in_order(stored(world.question))
    return [("  " if line.parent_id else "") + line.title for line in lines]


def arrange(chair, address, page=None, **written):
    return chair.submit(page or chair.get(address), address, **written)


@pytest.mark.parametrize(
    ("numbers", "order"),
    [
        ((1, 2, 1), ["C", "A", "B"]),
        ((3, 2, 3), ["B", "C", "A"]),
        ((1, 3, 3), ["A", "C", "B"]),
        ((30, 20, 10), ["C", "B", "A"]),
    ],
    ids=["up over the first", "down over the last", "down over the last of two", "all anew"],
)
def test_a_number_written_over_puts_a_theme_there(chair, world, address, numbers, order):
    written = {f"places-{at}-number": str(number) for at, number in enumerate(numbers)}
    after = chair.follow(arrange(chair, address, **written))
    assert "The themes are in the order you gave them." in after.words
    assert titles(world) == order


def test_a_theme_is_nested_and_the_desk_says_so(chair, world, address):
    after = chair.follow(arrange(chair, address, **{"places-2-nested_in": str(world.theme.id)}))
    assert titles(world) == ["A", "  C", "B"]
    assert "Nested in the theme above: C" in after.words
    assert "With what is nested in it:" in after.words


def test_who_only_nests_leaves_the_order_to_the_sizes(chair, world, address):
    arrange(chair, address, **{"places-2-nested_in": str(world.theme.id)})
    assert {line.rank for line in themes_in_order(stored(world.question))} == {None}


def test_order_by_size_again(chair, world, address):
    arrange(chair, address, **{"places-2-number": "1"})
    page = chair.get(address)
    arrange(chair, address, page, by_size="y")
    assert titles(world) == ["A", "B", "C"]


def test_what_cannot_be_is_given_back_with_the_reason(chair, world, address):
    written = {
        "places-1-nested_in": str(world.theme.id),
        "places-2-nested_in": str(world.second_theme.id),
        "places-2-number": "1",
    }
    page = arrange(chair, address, **written)
    assert page.status_code == 409
    assert "one level deep" in page.words
    assert page.fields(address)["places-2-number"] == "1"
    assert page.fields(address)["places-2-nested_in"] == str(world.second_theme.id)
    assert titles(world) == ["A", "B", "C"]


@pytest.mark.parametrize("number", ["", "0", "-1", "many", str(2**40)])
def test_a_number_that_is_none_is_refused_beside_it(chair, world, address, number):
    page = arrange(chair, address, **{"places-1-number": number})
    assert page.status_code == 422
    assert page.find("p", class_="error")
    assert titles(world) == ["A", "B", "C"]


def test_another_order_meanwhile_is_not_written_over(chair, world, address):
    old = chair.get(address)
    arrange(chair, address, **{"places-2-number": "1"})
    page = arrange(chair, address, old, **{"places-1-number": "1"})
    assert page.status_code == 409
    assert "changed this meanwhile" in page.words
    assert titles(world) == ["C", "A", "B"]


def test_a_rename_meanwhile_is_no_hindrance(chair, world, address):
    old = chair.get(address)
    with transaction():
        theme = stored(world.second_theme)
        rename_theme(
            theme, "Z", seen=theme.version, by=session.get_one(Person, world.chair.id), now=NOW
        )
    arrange(chair, address, old, **{"places-1-number": "1"})
    assert titles(world) == ["Z", "A", "C"]
