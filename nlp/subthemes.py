"""A large theme → its sub-themes: the next cut of the tree, for who wants to read more finely."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Unpack

import numpy as np

from nlp.clusters import Grouping, group
from nlp.neighbours import Rows
from nlp.themes import Asked, Theme, Voice, largest_first, points_of_groups, themes_of_groups

_ENOUGH = 24  # voices a theme must have to be cut again
_MOST = 6
_SAMPLE = 1_000  # voices among which the cut is sought


def number_of_parts(voices: int) -> int:
    """Into how many parts a theme is cut: about ln n, at least two.

    >>> [number_of_parts(voices) for voices in (6, 15, 24, 3_000)]
    [2, 3, 3, 6]
    """
    return max(2, min(round(math.log(voices)), _MOST))


def subthemes_of(
    themes: Sequence[Theme],
    voices: Sequence[Voice],
    rows: Rows,
    plain: Rows,
    grouping: Grouping,
    spoken_by: Mapping[int, int],
    *,
    seed: int = 0,
    **asked: Unpack[Asked],
) -> tuple[Theme, ...]:
    """The sub-themes of all themes with `_ENOUGH` voices, theme by theme, the largest first.

    Theme k is group k of the grouping, whose rows are grouped once more into about ln n parts. A
    point that fits none of them is in its theme alone. `parent` is an index into `themes`,
    `nearest` one into the result; titles differ from all others of the question.
    """
    found: list[Theme] = []
    taken = [theme.title for theme in themes]
    for parent in range(len(themes)):
        own = np.flatnonzero(grouping.labels == parent)
        if len(own) < _ENOUGH:
            continue
        own_voices = [voices[row] for row in own.tolist()]
        parts = _parts(own_voices, rows[own], plain[own], spoken_by, taken, seed, asked)
        offset = len(found)
        found.extend(
            replace(part, parent=parent, nearest=offset + (part.nearest or 0)) for part in parts
        )
        taken.extend(part.title for part in parts)
    return tuple(found)


def _parts(
    voices: Sequence[Voice],
    rows: Rows,
    plain: Rows,
    spoken_by: Mapping[int, int],
    taken: Sequence[str],
    seed: int,
    asked: Asked,
) -> tuple[Theme, ...]:
    parts = group(rows, themes=number_of_parts(len(voices)), most=_SAMPLE, seed=seed)
    if len(parts.middles) < 2:
        return ()
    parts, points = largest_first(parts, points_of_groups(voices, parts, spoken_by))
    return themes_of_groups(voices, rows, plain, parts, points, taken=taken, **asked)
