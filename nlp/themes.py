"""Groups of passages → themes: a title, terms, quotes, and every point they stand for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.clusters import Grouping
from nlp.encoder import Memory
from nlp.kinds import Kind, kind_of
from nlp.quotes import choose_quotes
from nlp.statements import CUT
from nlp.terms import terms
from nlp.titles import titles
from nlp.vectors import Rows

_NEAREST, _OF_SIDE = 120, 30  # voices among which quotes are sought
_CLAIMS = (Kind.PROPOSAL, Kind.CONCERN)


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
    """A point that speaks in the grouping, for itself or for a campaign's copies too.

    `cut`: its passage stops where the source was cut short.
    """

    point: int
    passage: str
    language: str
    author: str | None
    position: str | None
    cut: bool = False


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
        [(_passage(voices[row]), voices[row].language) for row in members[label]] for label in order
    ]
    fits = [grouping.fit[members[label]] for label in order]
    named = titles(passages, [fit.tolist() for fit in fits], question=question, memory=memory)
    apart = terms(passages, question=question)
    return tuple(
        Theme(
            title,
            words,
            points[label],
            _quotes(voices, rows, members[label], fit),
            None,
            round(float(np.clip(fit.mean(), 0.0, 1.0)), 4),
        )
        for label, title, words, fit in zip(order, named, apart, fits, strict=True)
    )


def _passage(voice: Voice) -> str:
    return voice.passage + CUT if voice.cut else voice.passage


def _quotes(
    voices: Sequence[Voice], rows: Rows, members: Sequence[int], fit: NDArray[np.float64]
) -> tuple[int, ...]:
    """The quotes of a group, chosen among its nearest voices and the nearest of each side."""
    order = np.argsort(-fit, kind="stable").tolist()
    sides = defaultdict(list)
    for index in order:
        sides[voices[members[index]].position].append(index)
    near = sorted({*order[:_NEAREST], *(each for own in sides.values() for each in own[:_OF_SIDE])})
    own = [voices[members[index]] for index in near]
    chosen = choose_quotes(
        rows[[members[index] for index in near]],
        fit[near],
        [0 if voice.cut else len(voice.passage.split()) for voice in own],
        claims=[kind_of(voice.passage, voice.language)[0] in _CLAIMS for voice in own],
        authors=[voice.author for voice in own],
        positions=[voice.position for voice in own],
    )
    return tuple(own[index].point for index in chosen)
