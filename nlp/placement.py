"""New passages → the themes that exist already, when they fit one of them confidently."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.language import language_of
from nlp.vectors import nearest, rows_of

_NEIGHBOURS = 10
_CONFIDENT = 0.5  # the share of the neighbours' votes that places a passage
_ALIKE = 0.15  # the cosine below which a neighbour says nothing


@dataclass(frozen=True)
class Placement:
    """Where a passage belongs: a theme, or None while nothing is certain.

    `confidence` is the best theme's share of the votes, 0 to 1; `runner_up` the second best theme.
    """

    theme: int | None
    confidence: float
    runner_up: int | None


def place(
    new: Sequence[str], frame: Sequence[Sequence[str]], *, question: str = "", seed: int = 0
) -> tuple[Placement, ...]:
    """Place each new passage in one of the themes of `frame`, or in none.

    `frame[k]` are the passages already in theme k. The nearest neighbours vote, each by its cosine
    (weighted k-nearest neighbours, Dudani 1976); a theme with half of the votes or more wins.

    >>> frame = [["Ban live face recognition.", "Face recognition must be banned."],
    ...          ["Lower the fees for small firms.", "Small firms cannot pay such fees."]]
    >>> [placement.theme for placement in place(["Fees ruin small firms."], frame)]
    [1]
    """
    known = [text for theme in frame for text in theme]
    if not new or not known:
        return tuple(Placement(None, 0.0, None) for _ in new)
    texts = [*known, *new]
    rows = rows_of(texts, [language_of(text, None) for text in texts], question=question, seed=seed)
    themes = np.repeat(np.arange(len(frame)), [len(theme) for theme in frame])
    old, fresh = rows[: len(known)], rows[len(known) :]
    near = nearest(fresh, old, min(_NEIGHBOURS, len(known)))
    return tuple(
        _vote(themes[neighbours], np.round(old[neighbours] @ row, 6), len(frame))
        for row, neighbours in zip(fresh, near, strict=True)
    )


def _vote(themes: NDArray[np.intp], alike: NDArray[np.float64], count: int) -> Placement:
    heard = np.where(alike >= _ALIKE, alike, 0.0)
    votes = np.bincount(themes, weights=heard, minlength=count)
    if not votes.sum():
        return Placement(None, 0.0, None)
    best, *others = np.argsort(-np.round(votes, 6), kind="stable").tolist()
    confidence = round(float(votes[best] / votes.sum()), 4)
    runner_up = others[0] if others and votes[others[0]] else None
    return Placement(best if confidence >= _CONFIDENT else None, confidence, runner_up)
