"""Rows → places on a plane: what says nearly the same lies near."""

import numpy as np
from numpy.typing import NDArray

from nlp.neighbours import Rows

Places = NDArray[np.float64]

_OWN = 0.35  # what a row's own words weigh beside the middle of its group
_DIGITS = 4


def layout(rows: Rows, labels: NDArray[np.intp]) -> Places:
    """A place (two numbers from 0 to 1) for each row; only nearness means anything.

    Principal components (Pearson 1901) of the rows, each drawn toward the middle of its group
    (`labels`; below zero it has none), so that groups lie apart where two numbers of hundreds would
    show them over each other. The axes are spread evenly by rank, half and half with the distances.

    >>> rows = np.eye(3, dtype=np.float32)[[0, 0, 1, 1, 2, 2]]
    >>> places = layout(rows, np.array([0, 0, 1, 1, 2, 2]))
    >>> bool(np.allclose(places[0], places[1])), bool(np.allclose(places[0], places[2]))
    (True, False)
    """
    if not len(rows):
        return np.zeros((0, 2))
    drawn = np.asarray(rows, dtype=np.float64).copy()
    for label in np.unique(labels[labels >= 0]):
        own = labels == label
        drawn[own] = _OWN * drawn[own] + (1 - _OWN) * drawn[own].mean(axis=0)
    drawn -= drawn.mean(axis=0)
    _, vectors = np.linalg.eigh(drawn.T @ drawn)
    axes = np.zeros((drawn.shape[1], 2))
    axes[:, : min(2, vectors.shape[1])] = vectors[:, ::-1][:, :2]
    # An eigenvector has no sign of its own: the coordinate that counts most is above zero.
    most = axes[np.abs(np.round(axes, 6)).argmax(axis=0), [0, 1]]
    places = np.round(drawn @ (axes * np.where(most < 0, -1.0, 1.0)), 6)
    return np.asarray(
        np.round(np.stack([_spread(axis) for axis in places.T], axis=1), _DIGITS), np.float64
    )


def _spread(axis: NDArray[np.float64]) -> NDArray[np.float64]:
    """Numbers from 0 to 1: half their distance, half their rank; equal ones stay equal."""
    values, rank = np.unique(axis, return_inverse=True)
    if len(values) == 1:
        return np.full(len(axis), 0.5)
    distance = (axis - values[0]) / (values[-1] - values[0])
    return np.asarray((distance + rank / (len(values) - 1)) / 2, dtype=np.float64)
