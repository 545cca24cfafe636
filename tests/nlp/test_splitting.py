"""A theme is split on demand: into parts that say different things, copies together."""

import pytest

import nlp
from nlp.splitting import FEWEST

FEES = [
    "The yearly fee for small firms must be halved.",
    "Small firms cannot pay the yearly fee.",
    "A lower yearly fee would help small firms.",
    "Charge small firms half of the yearly fee.",
]
LABELS = [
    "Every generated picture needs a visible label.",
    "Label all pictures that a machine made.",
    "Pictures made by machines must carry a label.",
    "A visible label on generated pictures is needed.",
]


def test_the_parts_say_different_things_and_each_has_a_title_of_its_own():
    parts = nlp.split([*FEES, *LABELS], languages=["en"] * 8)
    assert [part.points for part in parts] == [(0, 1, 2, 3), (4, 5, 6, 7)]
    assert "fee" in parts[0].title
    assert "label" in parts[1].title.casefold()


def test_copies_of_a_text_are_in_one_part_and_count():
    points = [*LABELS, *FEES, FEES[0], FEES[0]]
    assert [part.points for part in nlp.split(points)] == [(4, 5, 6, 7, 8, 9), (0, 1, 2, 3)]


def test_no_title_is_one_that_is_taken():
    points = [*FEES, *LABELS]
    before = [part.title for part in nlp.split(points)]
    after = [part.title for part in nlp.split(points, taken=before)]
    assert not set(before) & set(after)


@pytest.mark.parametrize("points", [[], ["One."], [FEES[0]] * 40, [*FEES, LABELS[0]]])
def test_too_few_wordings_make_no_parts(points):
    assert len(set(points)) < FEWEST
    assert nlp.split(points) == ()


def test_languages_are_as_many_as_points():
    with pytest.raises(ValueError, match="8 points but 1 languages"):
        nlp.split([*FEES, *LABELS], languages=["en"])


def test_the_same_points_give_the_same_parts_also_in_another_order():
    points = [*FEES, *LABELS]
    turned = nlp.split(points[::-1])
    assert nlp.split(points) == nlp.split(points)
    assert {frozenset(points[::-1][p] for p in part.points) for part in turned} == {
        frozenset(points[p] for p in part.points) for part in nlp.split(points)
    }
