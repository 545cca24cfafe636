"""Kappa, its interval and F1 against worked examples and against their definitions."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.queries.coding.agreement import NORMAL, agreement

placed = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1)


def of_table(table: dict[tuple[str, str], int]):
    pairs = [pair for pair, count in table.items() for _ in range(count)]
    return agreement(*zip(*pairs, strict=True))


def test_kappa_of_the_textbook_s_table_of_fifty_proposals():
    """Two readers of grant proposals: 20 yes by both, 15 no by both, 5 and 10 between."""
    found = of_table({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15})
    assert (found.n, found.same) == (50, 35)
    assert found.kappa == pytest.approx(0.4)
    assert found.words == "fair"


def test_the_interval_is_that_of_the_delta_method():
    table = {("a", "a"): 14, ("a", "b"): 3, ("b", "b"): 22, ("b", "c"): 4, ("c", "c"): 9,
             ("c", "a"): 2}  # fmt: skip
    n, found = sum(table.values()), of_table(table)

    def kappa(shares):
        rows = {t: sum(p for (a, _), p in shares.items() if a == t) for t in "abc"}
        columns = {t: sum(p for (_, b), p in shares.items() if b == t) for t in "abc"}
        expected = sum(rows[t] * columns[t] for t in "abc")
        return (sum(p for (a, b), p in shares.items() if a == b) - expected) / (1 - expected)

    shares = {cell: count / n for cell, count in table.items()}
    step = 1e-6
    slopes = {c: (kappa(shares | {c: p + step}) - kappa(shares)) / step for c, p in shares.items()}
    mean = sum(p * slopes[c] for c, p in shares.items())
    error = sqrt((sum(p * slopes[c] ** 2 for c, p in shares.items()) - mean**2) / n)
    assert found.high - found.kappa == pytest.approx(NORMAL * error, rel=1e-3)


def test_f1_counts_a_theme_that_one_alone_used():
    found = agreement("aab", "aac")
    assert {t: f1 for t, _, f1 in found.by_theme} == {"a": 1.0, "b": 0.0, "c": 0.0}
    assert (found.macro, found.weighted) == (pytest.approx(1 / 3), pytest.approx(2 / 3))


def test_where_both_saw_one_theme_alone_there_is_no_kappa():
    found = agreement("aaa", "aaa")
    assert (found.kappa, found.words, found.same) == (None, "", 3)


@given(placed)
def test_whoever_is_named_first_they_agree_as_far(pairs):
    one, other = zip(*pairs, strict=True)
    found, turned = agreement(one, other), agreement(other, one)
    assert (found.same, found.macro) == (turned.same, pytest.approx(turned.macro))
    assert found.kappa == (None if turned.kappa is None else pytest.approx(turned.kappa))
