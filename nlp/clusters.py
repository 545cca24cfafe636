"""Rows → groups: Ward's tree, cut at a readable number; rows that fit nowhere stay outside."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

from nlp.vectors import Rows, sample

_FEWEST, _MOST = 3, 20  # themes: fewer say nothing, more cannot be read aloud
_FITS = 0.4  # cosine to the middle of the group below which people agree no more than by chance
_OUTSIDE = 0.1  # at most this share fits nowhere
_ROUNDS = 3  # passes that send each row to the nearest middle
_ENOUGH_TO_JUDGE = 12  # rows below which none is called an outlier


@dataclass(frozen=True, eq=False)
class Grouping:
    """For each row its group, or -1, and its cosine to the middle of its group (rows,).

    Groups are numbered from 0 without gaps. `middles` (groups by dimensions) have length 1.
    """

    labels: NDArray[np.intp]
    fit: NDArray[np.float64]
    middles: Rows


def number_of_groups(count: int) -> int:
    """How many groups to make of a number of rows: 2 ln n, at most one for every three rows.

    New themes come ever more slowly as answers are read, as new words do in a text (Heaps 1978):
    about nine for 80 points, eleven for 250, twenty for 20,000.

    >>> [number_of_groups(count) for count in (1, 4, 12, 80, 250, 20_000)]
    [1, 1, 4, 9, 11, 20]
    """
    if count < 2 * _FEWEST:
        return 1
    return max(2, min(round(2 * math.log(count)), count // 3, _MOST))


def group(rows: Rows, *, themes: int | None = None, seed: int = 0) -> Grouping:
    """Group rows of length 1 by Ward's method (1963) into about `themes` groups.

    Each row then goes to the nearest middle, a few times over, which drains the mixtures that the
    tree leaves. Beyond `SAMPLE` rows a seeded sample makes the tree and the rest go to the nearest
    middle, so that time grows in proportion. A row far from every middle is outside, at most a
    tenth of them; a group of one is dissolved.

    >>> group(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]), themes=2).labels.tolist()
    [0, 1, 0]
    """
    if not len(rows):
        return Grouping(np.zeros(0, np.intp), np.zeros(0), np.zeros((0, rows.shape[1])))
    wanted = min(themes or number_of_groups(len(rows)), len(rows))
    frame = sample(len(rows), seed)
    labels = _cut(rows[frame], wanted)
    if themes is None:
        labels = _without_loners(rows[frame], labels)
    middles = middles_of(rows[frame], labels)
    for _ in range(_ROUNDS if wanted > 1 else 0):
        nearest = np.argmax(np.round(rows @ middles.T, 6), axis=1)
        labels = np.unique(nearest, return_inverse=True)[1]
        middles = middles_of(rows, labels)
    labels = labels if wanted > 1 else np.zeros(len(rows), np.intp)
    fit = np.round(np.einsum("ij,ij->i", rows, middles[labels]), 6)
    return _renumbered(rows, _fenced(labels, fit), fit)


def middles_of(rows: Rows, labels: NDArray[np.intp]) -> Rows:
    """The mean direction of each group (groups by dimensions), of length 1."""
    sums = np.zeros((labels.max() + 1, rows.shape[1]))
    np.add.at(sums, labels[labels >= 0], rows[labels >= 0])
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    return sums / np.where(norms > 1e-9, norms, 1.0)


def _cut(rows: Rows, wanted: int) -> NDArray[np.intp]:
    if len(rows) == 1:
        return np.zeros(1, np.intp)
    # Rounding keeps the last bit of a sum, which machines disagree on, from deciding a tie.
    tree = linkage(np.round(rows, 6), method="ward")
    return np.asarray(fcluster(tree, wanted, criterion="maxclust") - 1, dtype=np.intp)


def _without_loners(rows: Rows, labels: NDArray[np.intp]) -> NDArray[np.intp]:
    """Send the rows of groups of one to the nearest other group; the fence judges them there."""
    sizes = np.bincount(labels)
    if len(rows) < _ENOUGH_TO_JUDGE or sizes.min() > 1 or sizes.max() < 2:
        return labels
    alike = np.round(rows @ middles_of(rows, labels).T, 6)
    alike[:, sizes < 2] = -np.inf
    moved = np.where(sizes[labels] < 2, np.argmax(alike, axis=1), labels)
    return np.asarray(np.unique(moved, return_inverse=True)[1], dtype=np.intp)


def _fenced(labels: NDArray[np.intp], fit: NDArray[np.float64]) -> NDArray[np.intp]:
    if len(fit) < _ENOUGH_TO_JUDGE:
        return labels
    outside = np.flatnonzero(fit < _FITS)
    worst = outside[np.argsort(fit[outside], kind="stable")][: int(len(fit) * _OUTSIDE)]
    fenced = labels.copy()
    fenced[worst] = -1
    return fenced


def _renumbered(rows: Rows, labels: NDArray[np.intp], fit: NDArray[np.float64]) -> Grouping:
    """Number the groups from 0 in the order of their first rows, so that none is empty."""
    order = dict.fromkeys(label for label in labels.tolist() if label >= 0)
    number = {label: position for position, label in enumerate(order)} | {-1: -1}
    fresh = np.array([number[label] for label in labels.tolist()], dtype=np.intp)
    return Grouping(fresh, fit, middles_of(rows, fresh))
