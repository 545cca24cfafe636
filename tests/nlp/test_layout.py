"""The map: places between 0 and 1, the same each time, groups apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import Text, analyse
from nlp.layout import layout
from tests.operations.test_placing import FEES, STAFF, TEAS


@given(st.integers(0, 30), st.integers(1, 6), st.integers(0, 99))
def test_every_row_has_a_place_and_the_same_one_each_time(count, dimensions, seed):
    made = np.random.default_rng(seed)
    rows = made.normal(size=(count, dimensions)).astype(np.float32)
    labels = made.integers(-1, 3, size=count)
    places = layout(rows, labels)
    assert places.shape == (count, 2)
    assert ((places >= 0) & (places <= 1)).all()
    assert (layout(rows.copy(), labels) == places).all()


@pytest.mark.parametrize("rows", [[[1.0, 0.0]] * 4, [[0.0, 0.0]] * 2, [[1.0]]])
def test_rows_that_are_equal_lie_in_one_place(rows):
    places = layout(np.array(rows, np.float32), np.full(len(rows), -1))
    assert len({tuple(place) for place in places.tolist()}) == 1


def test_what_says_nearly_the_same_lies_nearer_than_what_does_not():
    texts = (*FEES, *STAFF, *TEAS)
    found = analyse([Text(str(n), text) for n, text in enumerate(texts)])
    places = np.array([fit.at for fit in found.fits if fit])
    fees, staff = places[: len(FEES)], places[len(FEES) : len(FEES) + len(STAFF)]
    within = np.linalg.norm(fees - fees.mean(axis=0), axis=1).mean()
    assert within < np.linalg.norm(fees.mean(axis=0) - staff.mean(axis=0)) / 2
