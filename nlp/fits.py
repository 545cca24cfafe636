"""How well points fit their themes, and which of its themes a text as a whole is nearest to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nlp.clusters import Grouping
from nlp.layout import layout
from nlp.neighbours import Rows, nearest, neighbours, sample
from nlp.points import Point


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a point fits: cosines to the middle of its theme and of the next nearest one.

    An unplaced point has no `score`; `runner_up` then is the theme it is nearest to. Where there is
    one theme only, nothing runs up. `at` is its place on the map of the question, 0 to 1 either
    way, where only nearness means anything.
    """

    score: float | None
    runner_up: int | None
    runner_up_score: float
    at: tuple[float, float] | None = None


def fits_of_points(
    points: Sequence[Point], row_of: Mapping[int, int], rows: Rows, grouping: Grouping
) -> tuple[Fit | None, ...]:
    """One fit for each point, None for filler; `row_of` leads from a point to the row it has."""
    places = layout(rows, grouping.labels).tolist()
    fits = [
        replace(_fit(grouping, row), at=(across, down)) for row, (across, down) in enumerate(places)
    ]
    return tuple(
        fits[row_of[number]] if number in row_of else None for number in range(len(points))
    )


def _fit(grouping: Grouping, row: int) -> Fit:
    fit, second = round(float(grouping.fit[row]), 4), round(float(grouping.second[row]), 4)
    if grouping.labels[row] < 0:
        return Fit(None, int(grouping.nearest[row]), fit)
    runner_up = int(grouping.runner_up[row])
    return Fit(fit, runner_up, second) if runner_up >= 0 else Fit(fit, None, 0.0)


def themes_of_texts(
    count: int,
    points: Sequence[Point],
    row_of: Mapping[int, int],
    plain: Rows,
    rows: Rows,
    grouping: Grouping,
    *,
    seed: int = 0,
) -> tuple[tuple[int, ...], ...]:
    """For each of `count` texts the themes of its points, the nearest to the whole text first.

    A text as a whole is the mean of its points' plain rows, weighted by their length and drawn once
    toward its nearest neighbours: a text that makes one argument in three points is read as one.
    """
    parts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, row in row_of.items():
        if grouping.labels[row] >= 0:
            point = points[number]
            parts[point.text].append((row, point.end - point.start))
    own = {text: {int(grouping.labels[row]) for row, _ in found} for text, found in parts.items()}
    several = sorted(text for text in own if len(own[text]) > 1)
    alike = _of_wholes([parts[text] for text in several], plain, rows, grouping, seed)
    ranked = {
        text: tuple(sorted(own[text], key=lambda theme: (-line[theme], theme)))
        for text, line in zip(several, alike, strict=True)
    }
    return tuple(ranked.get(text, tuple(own.get(text, ()))) for text in range(count))


def _of_wholes(
    parts: Sequence[Sequence[tuple[int, int]]],
    plain: Rows,
    rows: Rows,
    grouping: Grouping,
    seed: int,
) -> NDArray[np.float64]:
    """The cosine of each whole text to each theme (texts by themes)."""
    if not parts:
        return np.zeros((0, len(grouping.middles)))
    wholes = np.stack([_mean(plain, own) for own in parts])
    frame = sample(len(rows), seed)
    if near := neighbours(len(frame)):
        wholes = wholes + nearest(wholes, plain[frame], near) @ rows[frame]
    return np.round(wholes @ grouping.middles.T, 5)


def _mean(plain: Rows, own: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    weights = np.array([length for _, length in own], dtype=np.float32)
    mean = weights @ plain[[row for row, _ in own]]
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-6), dtype=np.float32)
