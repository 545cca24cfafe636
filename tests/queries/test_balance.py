"""Who makes which point more often: counts that are the desk's, and tests with known answers."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.queries.counts import Counts, QuestionFigures, ThemeLine
from consultation.queries.desk.balance import FEWEST, balances, by_kind, by_position, fisher, holm
from consultation.queries.desk.themes import themes_in_order


def line(theme_id: int, *, kinds=(), positions=()) -> ThemeLine:
    answers = sum(count for _, count in kinds or positions)
    counts = Counts(answers, answers, answers, answers)
    return ThemeLine(
        theme_id, f"Theme {theme_id}", (), None, None, None, 1, counts, tuple(kinds),
        tuple(positions), (), None, "", None,
    )  # fmt: skip


def whole(*, kinds=(), positions=()) -> QuestionFigures:
    answers = sum(count for _, count in kinds or positions)
    counts = Counts(answers, answers, answers, answers)
    return QuestionFigures(counts, tuple(positions), tuple(kinds), ())


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ((3, 4, 4, 8), 0.485714),  # the lady tasting tea, Agresti 2002
        ((1, 10, 12, 24), 0.002759),  # dieting, by sex
        ((5, 5, 5, 10), 0.007937),  # two tables of 252 are as unlikely
        ((0, 0, 5, 10), 1.0),
        ((4, 4, 4, 4), 1.0),
    ],
)
def test_fishers_test_gives_what_is_printed_of_it(table, expected):
    assert fisher(*table) == pytest.approx(expected, abs=5e-7)


@given(st.integers(1, 60), st.data())
def test_fishers_test_is_a_sum_of_exact_shares(of_all, data):
    one, other = (data.draw(st.integers(0, of_all)) for _ in range(2))
    both = data.draw(st.integers(max(0, one + other - of_all), min(one, other)))
    ways = {
        overlap: comb(other, overlap) * comb(of_all - other, one - overlap)
        for overlap in range(max(0, one + other - of_all), min(one, other) + 1)
    }
    exact = sum(each for each in ways.values() if each <= ways[both]) / comb(of_all, one)
    assert fisher(both, one, other, of_all) == pytest.approx(exact, rel=1e-6)


@given(st.lists(st.floats(0, 1), max_size=20))
def test_corrected_chances_are_no_smaller_and_keep_their_order(chances):
    corrected = holm(chances)
    assert all(after >= before for before, after in zip(chances, corrected, strict=True))
    order = sorted(range(len(chances)), key=lambda number: chances[number])
    assert [corrected[n] for n in order] == sorted(corrected)
    assert all(0 <= each <= 1 for each in corrected)


def test_of_fewer_than_five_nothing_but_the_count_is_told():
    kinds = [("provider", 20), ("academia", 60)]
    table = by_kind(
        [line(1, kinds=[("provider", FEWEST), ("academia", FEWEST - 1)])], whole(kinds=kinds)
    )
    many, few = table.rows[0].cells
    assert (many.here, few.here) == (5, 4)
    assert many.lift == pytest.approx((5 / 9) / (20 / 80))
    assert (few.lift, few.p, few.corrected) == (None, None, None)


def test_what_one_kind_says_far_more_often_is_striking_and_which_way_is_told():
    kinds = [("provider", 40), ("academia", 60)]
    table = by_kind(
        [
            line(1, kinds=[("provider", 30), ("academia", 6)]),
            line(2, kinds=[("provider", 8), ("academia", 12)]),
        ],
        whole(kinds=kinds),
    )
    told = [(row.theme_id, cell.word, cell.is_more) for row, cell in table.striking]
    assert sorted(told) == [(1, "academia", False), (1, "provider", True)]
    assert table.compared == 4


def test_who_took_no_position_is_in_no_column():
    positions = [("support", 10), ("no position", 10)]
    table = by_position([line(1, positions=positions)], whole(positions=positions))
    assert table.columns == (("support", 10),)
    assert table.rows[0].answers == 20


def test_its_counts_are_those_of_the_desk(world):
    kinds, positions = balances(world.question)
    lines = themes_in_order(world.question)
    assert [row.answers for row in kinds.rows] == [each.counts.answers for each in lines]
    for table, shares in (
        (kinds, [dict(each.by_category) for each in lines]),
        (positions, [dict(each.by_position) for each in lines]),
    ):
        for row, own in zip(table.rows, shares, strict=True):
            assert {c.word: c.here for c in row.cells if c.here} == {
                word: count for word, count in own.items() if word != "no position"
            }
