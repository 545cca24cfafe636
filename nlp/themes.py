"""Groups of passages → themes: a title, terms, quotes, and every point they stand for."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from nlp.clusters import Grouping
from nlp.encoder import Memory
from nlp.kinds import CLAIMS, kind_of
from nlp.neighbours import Rows
from nlp.quality import cohesion
from nlp.quotes import choose_quotes
from nlp.statements import CUT
from nlp.terms import terms
from nlp.titles import titles

_NEAREST, _OF_SIDE = 120, 30  # voices among which quotes are sought


@dataclass(frozen=True, slots=True)
class Theme:
    """What several points say: indexes into the points, in their order; quotes best first.

    `terms` set it apart from the other themes. A theme of the question has no `parent`; a sub-theme
    has the index of its theme. `cohesion` is the mean cosine of its points to their middle and
    `stability` how well a theme comes back when answers are left out, both 0 to 1; of a sub-theme
    that is not asked. `nearest` is the index of the theme it could most easily be merged with.
    """

    title: str
    terms: tuple[str, ...]
    points: tuple[int, ...]
    quotes: tuple[int, ...]
    parent: int | None
    cohesion: float
    stability: float | None = None
    nearest: int | None = None


@dataclass(frozen=True, slots=True)
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


class Asked(TypedDict):
    """What the makers of themes are told beside the groups."""

    question: str
    encoder: bool
    memory: Memory | None


def themes_of_groups(
    voices: Sequence[Voice],
    rows: Rows,
    plain: Rows,
    grouping: Grouping,
    points: Sequence[tuple[int, ...]],
    *,
    question: str = "",
    encoder: bool = True,
    memory: Memory | None = None,
    taken: Collection[str] = (),
) -> tuple[Theme, ...]:
    """One theme for each group of voices; `points[k]` are all the points of group k.

    `plain` are the rows before they were drawn toward each other. No title is one of those `taken`.
    """
    members = _members(grouping)
    passages = [[(_passage(voices[row]), voices[row].language) for row in own] for own in members]
    fits = [grouping.fit[own] for own in members]
    named = titles(
        passages,
        [fit.tolist() for fit in fits],
        question=question,
        encoder=encoder,
        memory=memory,
        taken=taken,
    )
    apart = terms(passages, question=question)
    alike = cohesion(plain, grouping.labels)
    return tuple(
        Theme(
            named[label],
            apart[label],
            points[label],
            _quotes(voices, rows, members[label], fits[label]),
            None,
            float(alike[label]),
            nearest=_nearest(grouping, label),
        )
        for label in range(len(members))
    )


def points_of_groups(
    voices: Sequence[Voice], grouping: Grouping, spoken_by: Mapping[int, int]
) -> list[tuple[int, ...]]:
    """The points of each group: those of its voices, and all that they speak for, in order."""
    stands_for: dict[int, list[int]] = defaultdict(list)
    for point, speaker in spoken_by.items():
        stands_for[speaker].append(point)
    return [
        tuple(sorted(point for row in own for point in stands_for[voices[row].point]))
        for own in _members(grouping)
    ]


def largest_first(
    grouping: Grouping, points: Sequence[tuple[int, ...]]
) -> tuple[Grouping, list[tuple[int, ...]]]:
    """The groups renumbered: the one with most points first, ties by the first point."""
    order = sorted(range(len(points)), key=lambda label: (-len(points[label]), points[label]))
    return grouping.ordered(order), [points[label] for label in order]


def _members(grouping: Grouping) -> list[list[int]]:
    return [
        np.flatnonzero(grouping.labels == label).tolist() for label in range(len(grouping.middles))
    ]


def _nearest(grouping: Grouping, label: int) -> int | None:
    alike = np.round(grouping.middles @ grouping.middles[label], 5)
    alike[label] = -np.inf
    return int(np.argmax(alike)) if len(alike) > 1 else None


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
        claims=[kind_of(voice.passage, voice.language)[0] in CLAIMS for voice in own],
        authors=[voice.author for voice in own],
        positions=[voice.position for voice in own],
    )
    return tuple(own[index].point for index in chosen)
