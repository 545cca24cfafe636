"""Rows → groups: Ward's tree, cut at a readable number; rows that fit nowhere stay outside.

What was tried instead, with figures, is in `tests/benchmarks/README.md`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from nlp.neighbours import SAMPLE, Rows, sample

_FEWEST, _MOST = 3, 20  # themes: fewer say nothing, more cannot be read aloud
_FITS = 0.3  # cosine to the middle of the group below which people agree no more than by chance
_OUTSIDE = 0.1  # at most this share fits nowhere
_ROUNDS = 3  # times the middles move to the rows nearest to them
_ENOUGH_TO_JUDGE = 12  # rows below which none is called an outlier

Labels = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Grouping:
    """For each row its group, or -1, and how near it is to the groups.

    Groups are numbered from 0 without gaps; `middles` (groups by dimensions) have length 1. A row
    is in the group of the middle nearest to it or outside, where it has a `nearest` group all the
    same; `fit` is the cosine to that middle. `runner_up` is the next nearest, -1 where there is
    one group only, and `second` the cosine to its middle.
    """

    labels: Labels
    middles: Rows
    nearest: Labels
    fit: NDArray[np.float64]
    runner_up: Labels
    second: NDArray[np.float64]

    def ordered(self, order: Sequence[int]) -> "Grouping":
        """The same groups, renumbered: group `order[k]` becomes group k."""
        number = np.empty(len(order) + 1, dtype=np.intp)
        number[list(order)] = np.arange(len(order))
        number[-1] = -1  # what is outside, or nothing that runs up, stays so
        return Grouping(
            number[self.labels],
            self.middles[list(order)],
            number[self.nearest],
            self.fit,
            number[self.runner_up],
            self.second,
        )


def number_of_groups(count: int) -> int:
    """How many groups to make of a number of rows: 2 ln n or 3/4 of √(n/2), whichever is more.

    New themes come ever more slowly as answers are read, as new words do in a text (Heaps 1978).
    At most one for every three rows, and never more than can be read aloud.

    >>> [number_of_groups(count) for count in (1, 4, 12, 80, 250, 1_500)]
    [1, 1, 4, 9, 11, 20]
    """
    if count < 2 * _FEWEST:
        return 1
    wanted = max(2 * math.log(count), 0.75 * math.sqrt(count / 2))
    return max(2, min(round(wanted), count // 3, _MOST))


def group(rows: Rows, *, themes: int | None = None, most: int = SAMPLE, seed: int = 0) -> Grouping:
    """Group rows of length 1 by Ward's method (1963) into about `themes` groups.

    Each row then goes to the nearest middle, a few times over, which drains the mixtures that the
    tree leaves. Beyond `most` rows a seeded sample makes the tree and the rest go to the nearest
    middle, so that time grows in proportion. A row far from every middle is outside, at most a
    tenth of them; a group of one is dissolved.

    >>> group(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]), themes=2).labels.tolist()
    [0, 1, 0]
    """
    if not len(rows):
        none, nothing = np.zeros(0, np.intp), np.zeros(0)
        return Grouping(none, rows, none, nothing, none, nothing)
    wanted = min(themes or number_of_groups(len(rows)), len(rows))
    frame = sample(len(rows), seed, most)
    labels = cut(rows[frame], wanted)
    if themes is None:
        labels = _without_loners(rows[frame], labels)
    middles = middles_of(rows[frame], labels)
    for _ in range(_ROUNDS):
        closest = np.argmax(_alike(rows, middles), axis=1)
        middles = middles_of(rows, np.unique(closest, return_inverse=True)[1])
    return _described(rows, middles)


def middles_of(rows: Rows, labels: Labels) -> Rows:
    """The mean direction of each group (groups by dimensions), of length 1."""
    sums = np.zeros((labels.max(initial=-1) + 1, rows.shape[1]))
    for label in range(len(sums)):
        sums[label] = rows[labels == label].sum(axis=0, dtype=np.float64)
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(norms > 1e-9, norms, 1.0), dtype=np.float32)


def cut(rows: Rows, wanted: int) -> Labels:
    """Ward's tree of rows of length 1, cut into at most `wanted` groups, numbered from 0."""
    if len(rows) == 1:
        return np.zeros(1, np.intp)
    alike = _alike(rows, rows)
    np.fill_diagonal(alike, 1.0)
    apart = squareform(np.sqrt(np.maximum(2.0 - 2.0 * alike, 0.0)), checks=False)
    return np.asarray(fcluster(linkage(apart, "ward"), wanted, "maxclust") - 1, dtype=np.intp)


def _alike(rows: Rows, others: Rows) -> NDArray[np.float64]:
    # Rounding keeps the last bit of a sum, which machines disagree on, from deciding a tie.
    return np.asarray(np.round((rows @ others.T).astype(np.float64), 5))


def _without_loners(rows: Rows, labels: Labels) -> Labels:
    """Send the rows of groups of one to the nearest other group; the fence judges them there."""
    sizes = np.bincount(labels)
    if len(rows) < _ENOUGH_TO_JUDGE or sizes.min() > 1 or sizes.max() < 2:
        return labels
    alike = _alike(rows, middles_of(rows, labels))
    alike[:, sizes < 2] = -np.inf
    moved = np.where(sizes[labels] < 2, np.argmax(alike, axis=1), labels)
    return np.asarray(np.unique(moved, return_inverse=True)[1], dtype=np.intp)


def _fenced(labels: Labels, fit: NDArray[np.float64]) -> Labels:
    if len(fit) < _ENOUGH_TO_JUDGE:
        return labels
    outside = np.flatnonzero(fit < _FITS)
    worst = outside[np.argsort(fit[outside], kind="stable")][: int(len(fit) * _OUTSIDE)]
    fenced = labels.copy()
    fenced[worst] = -1
    return fenced


def _described(rows: Rows, middles: Rows) -> Grouping:
    """Each row at its nearest middle or outside; a middle that is left alone makes no group.

    Groups are numbered in the order of their first rows.
    """
    lines = np.arange(len(rows))
    alike = _alike(rows, middles)
    closest = np.argmax(alike, axis=1)
    labels = _fenced(closest, alike[lines, closest])
    order = list(dict.fromkeys(labels[labels >= 0].tolist()))
    number = np.full(len(middles) + 1, -1, dtype=np.intp)
    number[order] = np.arange(len(order))
    labels, middles, alike = number[labels], middles[order], alike[:, order]
    nearest = np.where(labels >= 0, labels, np.argmax(alike, axis=1))
    fit = alike[lines, nearest].copy()
    fit[~rows.any(axis=1) & (labels >= 0)] = 1.0  # nothing sets such a row apart from its group
    if len(middles) < 2:
        none = np.full(len(rows), -1, dtype=np.intp)
        return Grouping(labels, middles, nearest, fit, none, np.zeros(len(rows)))
    alike[lines, nearest] = -np.inf
    runner_up = np.argmax(alike, axis=1)
    return Grouping(labels, middles, nearest, fit, runner_up, alike[lines, runner_up])
