"""Groups of passages → themes: a title, terms, quotes, and every point they stand for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.clusters import Grouping
from nlp.encoder import Memory
from nlp.quotes import choose_quotes
from nlp.terms import readable, weigh
from nlp.titles import titles
from nlp.vectors import Rows


@dataclass(frozen=True)
class Theme:
    """What several points say: indexes into the points, in their order; quotes best first.

    `terms` set it apart from the other themes. `parent` is the index of a wider theme.
    `cohesion` is the mean cosine of its points to their middle, 0 to 1.
    """

    title: str
    terms: tuple[str, ...]
    points: tuple[int, ...]
    quotes: tuple[int, ...]
    parent: int | None
    cohesion: float


@dataclass(frozen=True)
class Voice:
    """A point that speaks in the grouping, for itself or for a campaign's copies too."""

    point: int
    passage: str
    language: str
    author: str | None
    position: str | None


def themes_of_groups(
    voices: Sequence[Voice],
    rows: Rows,
    grouping: Grouping,
    spoken_by: Mapping[int, int],
    *,
    question: str = "",
    memory: Memory | None = None,
) -> tuple[Theme, ...]:
    """One theme for each group of voices, the one with most points first, ties by first point."""
    stands_for: dict[int, list[int]] = defaultdict(list)
    for point, speaker in spoken_by.items():
        stands_for[speaker].append(point)
    members = [
        np.flatnonzero(grouping.labels == label).tolist() for label in range(len(grouping.middles))
    ]
    points = [
        tuple(sorted(point for row in own for point in stands_for[voices[row].point]))
        for own in members
    ]
    order = sorted(range(len(members)), key=lambda label: (-len(points[label]), points[label]))
    passages = [
        [(voices[row].passage, voices[row].language) for row in members[label]] for label in order
    ]
    fits = [grouping.fit[members[label]] for label in order]
    named = titles(passages, [fit.tolist() for fit in fits], question=question, memory=memory)
    weights = weigh(passages, question=question)
    return tuple(
        Theme(
            title,
            readable(weight, own),
            points[label],
            _quotes(voices, rows, members[label], fit),
            None,
            round(float(np.clip(fit.mean(), 0.0, 1.0)), 4),
        )
        for label, title, weight, own, fit in zip(
            order, named, weights, passages, fits, strict=True
        )
    )


def _quotes(
    voices: Sequence[Voice], rows: Rows, members: Sequence[int], fit: NDArray[np.float64]
) -> tuple[int, ...]:
    own = [voices[row] for row in members]
    chosen = choose_quotes(
        rows[list(members)],
        fit,
        [len(voice.passage.split()) for voice in own],
        authors=[voice.author for voice in own],
        positions=[voice.position for voice in own],
    )
    return tuple(own[row].point for row in chosen)
