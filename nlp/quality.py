"""How far a grouping can be relied on: whether its themes come back when answers are left out."""

import numpy as np
from numpy.typing import NDArray

from nlp.clusters import Labels, cut, middles_of
from nlp.vectors import Rows

_TIMES = 8  # resamples
_SHARE = 0.8  # of the rows in each
_AT_MOST = 1_000  # rows looked at, which is plenty for a share


def stability(rows: Rows, labels: Labels, *, seed: int = 0) -> NDArray[np.float64]:
    """For each group how well it comes back, 0 to 1, when a fifth of the rows are left out.

    The mean, over `_TIMES` resamples, of the Jaccard index between the group and the likest new
    one (Hennig 2007): above .75 a group is stable, below .5 another reading would not find it.
    Rows with label -1 count as no group's.

    >>> rows = np.repeat(np.eye(2, dtype=np.float32), 10, axis=0)
    >>> stability(rows, np.repeat([0, 1], 10)).tolist()
    [1.0, 1.0]
    """
    count = int(labels.max(initial=-1)) + 1
    chance = np.random.default_rng(seed)
    every = np.arange(len(rows))
    if len(rows) > _AT_MOST:
        every = np.sort(chance.choice(every, _AT_MOST, replace=False))
    found = np.zeros((_TIMES, count))
    for time in range(_TIMES if count > 1 else 0):
        part = np.sort(chance.choice(every, round(_SHARE * len(every)), replace=False))
        again = cut(rows[part], count)
        again = np.argmax(np.round(rows[part] @ middles_of(rows[part], again).T, 5), axis=1)
        found[time] = _jaccard(labels[part], again, count)
    return np.round(found.mean(axis=0), 4) if count > 1 else np.ones(count)


def _jaccard(labels: Labels, again: Labels, count: int) -> NDArray[np.float64]:
    """For each group its highest Jaccard index with a new one; 1 where none of it was drawn."""
    both = np.zeros((count, int(again.max()) + 1))
    placed = labels >= 0
    np.add.at(both, (labels[placed], again[placed]), 1)
    own, new = both.sum(axis=1), np.bincount(again, minlength=both.shape[1])
    either = own[:, None] + new[None, :] - both
    best = (both / np.maximum(either, 1)).max(axis=1)
    return np.where(own > 0, best, 1.0)
