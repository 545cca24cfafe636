"""A group → quotes that represent it without repeating each other, from different authors."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.neighbours import Rows
from nlp.sides import Side, side_of

_MOST = 4
_VARIETY = 0.4  # the weight of not repeating a quote already chosen
_READABLE = range(8, 81)  # words in a passage that can be read aloud
_CLAIM = 0.1  # what a proposal or a concern is worth beyond a plain statement


def choose_quotes(
    rows: Rows,
    fit: NDArray[np.float64],
    words: Sequence[int],
    *,
    claims: Sequence[bool] | None = None,
    authors: Sequence[str | None],
    positions: Sequence[str | None],
    most: int = _MOST,
) -> tuple[int, ...]:
    """Indexes of at most `most` rows to quote, the best first.

    Maximal marginal relevance (Carbonell and Goldstein 1998): near the middle of the group (`fit`)
    and far from what is already quoted (`rows`). Passages that are too short or too long to be
    read aloud come last; `claims` says which make a proposal or a concern, and they are worth
    more. No author is quoted twice while another has not been. Where both support and opposition
    are among `positions`, the strongest of each side is quoted, by different authors if it can be.

    >>> rows = np.array([[1.0, 0.0], [0.99, 0.1], [0.7, 0.7]])
    >>> names = dict(authors=["a", "b", "c"], positions=[None] * 3)
    >>> choose_quotes(rows, np.array([0.9, 0.9, 0.8]), [12, 12, 12], most=2, **names)
    (0, 2)
    """
    worth = np.array([fit[row] - 0.5 * (words[row] not in _READABLE) for row in range(len(rows))])
    worth += _CLAIM * np.array(claims or [False] * len(rows))
    chosen = _sides(worth, authors, positions)[:most]
    while len(chosen) < min(most, len(rows)):
        chosen.append(_next(rows, worth, authors, chosen))
    return tuple(sorted(chosen, key=lambda row: (-worth[row], row)))


def _sides(
    worth: NDArray[np.float64], authors: Sequence[str | None], positions: Sequence[str | None]
) -> list[int]:
    """The strongest of each side, where both are taken; the second by another author."""
    first, second = (
        [row for row, position in enumerate(positions) if side_of(position) is side]
        for side in Side
    )
    if not (first and second):
        return []
    one = max(first, key=lambda row: (worth[row], -row))
    other = max(
        second,
        key=lambda row: (authors[row] is None or authors[row] != authors[one], worth[row], -row),
    )
    return [one, other]


def _next(
    rows: Rows, worth: NDArray[np.float64], authors: Sequence[str | None], chosen: Sequence[int]
) -> int:
    heard = {authors[row] for row in chosen} - {None}

    def marginal(row: int) -> tuple[bool, float, int]:
        repeats = max((float(rows[row] @ rows[other]) for other in chosen), default=0.0)
        value = (1 - _VARIETY) * worth[row] - _VARIETY * repeats
        return authors[row] not in heard, round(float(value), 6), -row

    return max((row for row in range(len(rows)) if row not in chosen), key=marginal)
