"""Rows to groups: each at its nearest middle or outside, whatever the rows."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlp.clusters import group

ROUNDING = 2e-5


def made_up(seed, count, dimensions, spread):
    """Rows of length 1 around a few directions, or around none where the spread is large."""
    chance = np.random.default_rng(seed)
    middles = chance.normal(size=(4, dimensions))
    rows = middles[chance.integers(4, size=count)] + spread * chance.normal(
        size=(count, dimensions)
    )
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@given(
    st.builds(
        made_up,
        st.integers(0, 10_000),
        st.integers(1, 120),
        st.integers(2, 12),
        st.sampled_from([0.1, 0.5, 2.0]),
    ),
    st.none() | st.integers(1, 12),
)
@example(made_up(25, 120, 8, 2.0), None)
def test_a_placed_row_is_in_the_group_whose_middle_is_nearest(rows, themes):
    found = group(rows, themes=themes)
    alike = rows @ found.middles.T
    assert found.fit == pytest.approx(alike.max(axis=1), abs=ROUNDING)
    assert (found.second <= found.fit).all() or len(found.middles) == 1
    placed = found.labels >= 0
    assert (found.labels == found.nearest)[placed].all()
    assert (found.runner_up != found.nearest).all()
    assert set(found.labels[placed].tolist()) == set(range(len(found.middles)))
