"""How alike the points of one text are, and each point read beside the others of its text.

Some answers argue one thing throughout, some a different thing in every paragraph. Which of the two
a question got is measured, and what stands beside a point counts for as much.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.neighbours import Rows, nearest, neighbours, sample, unit

_ENOUGH = 8  # texts of several points below which nothing can be told


def kinship(rows: Rows, sources: Sequence[int], seed: int = 0) -> float:
    """How alike two points of one text are, 0 to 1, where nearest neighbours are at 1.

    Of points that have nothing in common but their author it is 0. `sources[k]` is the text that
    row k is of. Each text of several points counts once, and one standard error is taken off the
    mean, so that a few texts prove little.

    >>> rows = np.repeat(np.eye(9, dtype=np.float32), 4, axis=0)
    >>> kinship(rows, np.repeat(range(9), 4)), kinship(rows, np.tile(range(9), 4))
    (1.0, 0.0)
    """
    sums, own = _sums(rows, sources)
    sizes = np.bincount(own)
    several = sizes > 1
    if several.sum() < _ENOUGH:
        return 0.0
    lengths = np.bincount(own, (rows * rows).sum(axis=1))
    pairs = sizes[several] * (sizes[several] - 1)
    alike = ((sums[several] ** 2).sum(axis=1) - lengths[several]) / pairs
    surely = alike.mean() - alike.std() / np.sqrt(len(alike))
    usual = _of_nearest(rows[sample(len(rows), seed)])
    return float(np.clip(round(surely / max(usual, 1e-6), 4), 0.0, 1.0))


def beside(rows: Rows, sources: Sequence[int], weight: float) -> Rows:
    """Each row and, with a weight, the direction of the others of its text; all of length 1."""
    if not weight:
        return rows
    sums, own = _sums(rows, sources)
    return unit(rows + np.float32(weight) * unit(sums[own] - rows))


def _sums(rows: Rows, sources: Sequence[int]) -> tuple[Rows, NDArray[np.intp]]:
    """The sum of each text's rows, and the number of each row's text among those."""
    numbers, own = np.unique(np.asarray(sources, dtype=np.intp), return_inverse=True)
    sums = np.zeros((len(numbers), rows.shape[1]), np.float32)
    np.add.at(sums, own, rows)
    return sums, own


def _of_nearest(rows: Rows) -> float:
    """The mean cosine of a row to its nearest neighbours, itself left out."""
    count = max(neighbours(len(rows)), 1)
    drawn = nearest(rows, rows, count + 1) @ rows
    cosine = (rows * drawn).sum(axis=1, dtype=np.float64).mean()
    return float(((count + 1) * cosine - 1) / count)
