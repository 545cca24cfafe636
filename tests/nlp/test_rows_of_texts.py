"""Texts to rows: what is near what, and what their words and letters are reduced to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.lexical import Counts
from nlp.neighbours import nearest
from nlp.vectors import plain_rows
from tests.benchmarks.sizes import made_up


def unit_rows(seed, count, dimensions):
    rows = np.random.default_rng(seed).normal(size=(count, dimensions))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@given(st.integers(0, 1_000), st.integers(1, 40), st.integers(1, 50))
def test_a_row_is_drawn_toward_those_nearest_and_those_as_near_as_the_last_of_them(
    seed, others, count
):
    rows, around = unit_rows(seed, 5, 3), unit_rows(seed + 1, others, 3)
    weights = nearest(rows, around, count).toarray()
    assert weights.sum(axis=1) == pytest.approx(1.0, abs=1e-5)
    alike = np.round(rows @ around.T, 5)
    for own, cosines in zip(weights, alike, strict=True):
        last = np.sort(cosines)[::-1][min(count, others) - 1]
        assert ((own > 0) == (cosines >= last)).all()


def test_no_rows_are_near_nothing():
    assert nearest(unit_rows(0, 0, 3), unit_rows(0, 4, 3), 2).shape == (0, 4)


@pytest.mark.parametrize("block", ["letters", "words"])
def test_the_rows_of_a_few_hundred_texts_do_not_hang_on_chance(block):
    texts = made_up(300)
    counts = Counts(texts, ["en"] * len(texts), "")
    one, other = (getattr(counts, block)(counts.passages(np.arange(300)), seed) for seed in (0, 1))
    assert one.shape == (300, 100)
    assert one @ one.T == pytest.approx(other @ other.T, abs=1e-6)


@pytest.mark.parametrize("count", [1, 40])
def test_rows_have_no_more_dimensions_than_there_are_texts(count):
    rows = plain_rows(made_up(count), ["en"] * count)
    assert rows.shape == (count, count)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(float(count > 1), abs=1e-5)


def test_texts_without_a_word_in_common_have_rows_too():
    counts = Counts([f"w{number}x" for number in range(20)], ["en"] * 20, "")
    rows = counts.words(counts.passages(np.arange(20)), 0)
    assert len(rows) == 20
    assert not rows.any()
