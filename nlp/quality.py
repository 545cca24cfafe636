"""How far a grouping can be relied on: how alike its points are, whether its themes come back.

Both are told of rows as the texts gave them. Drawn toward their neighbours rows are more alike
than what was said, and would come back because of neighbours that are left out.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.clusters import Labels, cut, middles_of
from nlp.neighbours import Rows, smoothed

_TIMES = 8  # resamples
_SHARE = 0.8  # of the rows in each
_AT_MOST = 1_000  # rows looked at: fewer are a harder test, more take longer


def cohesion(plain: Rows, labels: Labels) -> NDArray[np.float64]:
    """For each group the mean cosine of its rows to their middle, 0 to 1.

    >>> cohesion(np.eye(2, dtype=np.float32), np.array([0, 0])).round(2).tolist()
    [0.71]
    """
    placed = labels >= 0
    rows, own = plain[placed], labels[placed]
    alike = (rows * middles_of(plain, labels)[own]).sum(axis=1, dtype=np.float64)
    alike[~rows.any(axis=1)] = 1.0  # nothing sets such a row apart from its group
    means = np.bincount(own, alike) / np.bincount(own)
    return np.asarray(np.round(np.clip(means, 0.0, 1.0), 4))


def stability(
    plain: Rows, labels: Labels, *, sources: Sequence[int] = (), seed: int = 0
) -> NDArray[np.float64]:
    """For each group how well it comes back, 0 to 1, when a fifth of the answers are left out.

    `sources[k]` is the answer that row k is of; without them each row is an answer.

    The mean, over `_TIMES` resamples, of the Jaccard index between the group and the likest new
    one (Hennig 2007): above .75 a group is stable, below .5 another reading would not find it. Each
    resample is drawn together and grouped by itself. Rows with label -1 count as no group's. Of
    more than `_AT_MOST` rows a sample is looked at, which finds groups less stable than all rows
    would.

    >>> rows = np.repeat(np.eye(2, dtype=np.float32), 10, axis=0)
    >>> stability(rows, np.repeat([0, 1], 10)).tolist()
    [1.0, 1.0]
    """
    count = int(labels.max(initial=-1)) + 1
    chance = np.random.default_rng(seed)
    every = np.arange(len(plain))
    if len(plain) > _AT_MOST:
        every = np.sort(chance.choice(every, _AT_MOST, replace=False))
    answers = np.asarray(sources, np.intp)[every] if len(sources) else every
    distinct = np.unique(answers)
    found = np.zeros((_TIMES, count))
    for time in range(_TIMES if count > 1 else 0):
        kept = chance.choice(distinct, round(_SHARE * len(distinct)), replace=False)
        part = every[np.isin(answers, kept)]
        rows = smoothed(plain[part])
        again = cut(rows, count)
        again = np.argmax(np.round(rows @ middles_of(rows, again).T, 5), axis=1)
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
