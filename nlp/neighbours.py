"""Rows and those nearest to them: which they are, and rows drawn toward them."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Rows = NDArray[np.float32]

SAMPLE = 2_000  # rows beyond which neighbours and groups are sought among a sample
_FEWEST_NEIGHBOURS, _NEIGHBOURS, _ROUNDS = 8, 0.75, 4
_SLICE = 2_000  # rows compared with all others at once, so that memory stays linear


def unit(rows: NDArray[np.floating]) -> Rows:
    """The same directions, of length 1; nothing stays nothing."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms > 1e-6, norms, 1.0), dtype=np.float32)


def smoothed(rows: Rows, seed: int = 0) -> Rows:
    """Each row drawn toward its nearest neighbours, so that one odd wording does not stray.

    Beyond `SAMPLE` rows the neighbours are sought in a seeded sample, so that time stays in
    proportion to the number of rows.
    """
    frame = sample(len(rows), seed)
    count = neighbours(len(frame))
    if not count:
        return rows
    everyone = len(frame) == len(rows)
    middle = rows[frame]
    near = None if everyone else nearest(rows, middle, count)
    for _ in range(_ROUNDS):
        drawn = nearest(middle, middle, count + 1) @ middle
        rows = rows if near is None else unit((rows + near @ middle) / 2)
        middle = unit((middle + drawn) / 2)
    return middle if near is None else rows


def neighbours(count: int) -> int:
    """How many neighbours a row is drawn toward among `count`: about ¾·√n, at most a tenth."""
    return min(max(_FEWEST_NEIGHBOURS, round(_NEIGHBOURS * math.sqrt(count))), count // 10)


def sample(count: int, seed: int, most: int = SAMPLE) -> NDArray[np.intp]:
    """At most `most` of the indexes below `count`, in order; all of them where there are few."""
    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, size=most, replace=False))


def nearest(rows: Rows, others: Rows, count: int) -> sparse.csr_matrix:
    """Weights (rows by others) that make of `others` the mean of each row's nearest `count`.

    Nearest by cosine; those that are as near as the last of them are among them too.
    """
    found = [sparse.csr_matrix((0, len(others)), dtype=np.float32)]
    for first in range(0, len(rows), _SLICE):
        # Rounding keeps the last bit of a sum, which machines disagree on, from deciding a tie.
        alike = np.round(rows[first : first + _SLICE] @ others.T, 5)
        last = max(len(others) - count, 0)
        chosen = alike >= np.partition(alike, last, axis=1)[:, last, None]
        sizes = np.count_nonzero(chosen, axis=1)
        weights = np.repeat(np.float32(1) / sizes.astype(np.float32), sizes)
        ends = np.concatenate([[0], np.cumsum(sizes)])
        found.append(sparse.csr_matrix((weights, np.nonzero(chosen)[1], ends), shape=chosen.shape))
    return sparse.vstack(found, format="csr")
