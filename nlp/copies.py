"""Wordings → groups of near-identical ones, each of them near the group's template."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.shingles import SHINGLE, Integers, SharedShingles, first_of_each, offsets, ranges

_SAME_ENOUGH = 0.4  # Jaccard of the shingles: more than half of each, or every fifth word differs
_FEWEST = 6  # shingles that a copy shares: a turn of phrase is no copy of what quotes the same rule
_CONTAINED = 0.7  # the share of a longer template found in a text with much of its own
_EXCERPT, _OF_TEMPLATE = 0.8, 0.2  # the share of a text that is copied, from how much at least
_LONG_TEMPLATE = 25  # words from which containment says that it was copied
_HEADS = 4  # the first wordings with a shingle: the templates that it may be copied from
_TRIED = 6  # templates compared with one wording
_SHARED = 2  # shingles in common from which a comparison is worth while
_LONG, _KEPT = 128, 4  # of the shingles of longer wordings every fourth is looked up
_AT_ONCE = 2_000_000  # shingles looked up at once

Group = list[int]


def near_copies(shared: SharedShingles) -> list[Group]:
    """Groups of wordings, each with its template first; most groups have one wording alone.

    A wording joins the template it is nearest to, never another copy, so that no chain of small
    changes links two that differ. Likely templates are those that come first among the wordings
    with a shingle (leader clustering, Hartigan 1975, over an inverted index that keeps only the
    first few of each list): time grows with the number of wordings. The comparison is exact.
    """
    order = np.arange(len(shared.sizes))
    # Once the groups are known, the most typical wording of each leads, and all are tried again.
    elected = [_typical(shared, group) for group in _led(shared, order) if len(group) > 1]
    rest = np.ones(len(order), dtype=bool)
    rest[elected] = False
    return _led(shared, np.concatenate([np.array(elected, dtype=np.int64), order[rest]]))


def texts_with(
    numbers: NDArray[np.int32], shared: SharedShingles, group: Sequence[int]
) -> Integers:
    """In how many texts of a group each of some shared shingles is; `numbers` are ascending."""
    found = np.concatenate([shared.of(wording) for wording in group])
    places = np.minimum(np.searchsorted(numbers, found), len(numbers) - 1)
    sent = np.repeat(shared.texts[group], np.diff(shared.starts)[group])
    here = numbers[places] == found
    return np.bincount(places[here], sent[here], len(numbers)).astype(np.int64)


def _typical(shared: SharedShingles, group: Group) -> int:
    """The wording with most of what over half of the group's texts have, and least else.

    A wording counts as often as it was sent: what two add together is not what a thousand say.
    """
    sent, counts = shared.texts[group], np.diff(shared.starts)[group]
    texts = int(sent.sum())
    numbers = np.concatenate([shared.of(wording) for wording in group])
    _, places = np.unique(numbers, return_inverse=True)
    worth = 2 * np.bincount(places, np.repeat(sent, counts)).astype(np.int64)[places] - texts
    sums = offsets(worth)[offsets(counts)]
    alone = (shared.sizes[group] - counts) * (2 * sent - texts)
    return group[int(np.argmax(np.diff(sums) + alone))]


def _led(shared: SharedShingles, order: Integers) -> list[Group]:
    """The groups when wordings are taken in this order: each joins a template or becomes one."""
    home = np.full(len(order), -1, dtype=np.int64)
    marked = np.zeros(len(shared.hashes), dtype=bool)
    for wording, candidates in _candidates(shared, order):
        leaders = {int(home[each]) if home[each] >= 0 else each for each in candidates}
        own = shared.of(wording)
        marked[own] = True
        common = {each: int(np.count_nonzero(marked[shared.of(each)])) for each in leaders}
        marked[own] = False
        home[wording] = _nearest(shared.sizes, wording, common)
    groups: dict[int, Group] = {}
    for wording in order.tolist():
        groups.setdefault(int(home[wording]) if home[wording] >= 0 else wording, []).append(wording)
    return list(groups.values())


def _nearest(sizes: Integers, wording: int, common: dict[int, int]) -> int:
    """The template that the wording is nearest to of those it is near, or -1.

    `common` counts the shingles that the wording shares with each.
    """
    own = int(sizes[wording])
    ranked = sorted(
        (-shared / (own + int(sizes[template]) - shared), template)
        for template, shared in common.items()
    )
    near = (each for _, each in ranked if _is_copy(int(sizes[each]), own, common[each]))
    return next(near, -1)


def _is_copy(template: int, own: int, common: int) -> bool:
    """Whether one is a copy of the other, from the numbers of their shingles and those in common.

    A copy is nearly the same, or has most of a longer template, or is most of it taken from one.
    """
    if common < _FEWEST:
        return False
    if common >= _SAME_ENOUGH * (own + template - common):
        return True
    long = _LONG_TEMPLATE - SHINGLE + 1
    if template >= long and common >= _CONTAINED * template:
        return True
    return own >= long and common >= max(_EXCERPT * own, _OF_TEMPLATE * template)


def _candidates(shared: SharedShingles, order: Integers) -> Iterator[tuple[int, list[int]]]:
    """Wordings in this order with earlier ones that they share most with, as far as looked up."""
    numbers, ranks = _looked_up(shared, order)
    heads = _heads(numbers, ranks, len(shared.hashes))
    begin = 0
    while begin < len(numbers):
        # A wording's shingles are looked up together.
        end = int(np.searchsorted(ranks, ranks[min(begin + _AT_ONCE, len(ranks)) - 1], "right"))
        yield from _most_shared(order, heads[numbers[begin:end]], ranks[begin:end])
        begin = end


def _looked_up(
    shared: SharedShingles, order: Integers
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The shingles to look up, wording by wording in this order, and the place of the wording."""
    counts = np.diff(shared.starts)[order]
    numbers = shared.numbers[ranges(shared.starts[:-1][order], counts)]
    kept = shared.hashes % np.uint64(_KEPT) == 0
    chosen = np.repeat(counts <= _LONG, counts) | kept[numbers]
    return numbers[chosen], np.repeat(np.arange(len(order), dtype=np.int32), counts)[chosen]


def _heads(
    numbers: NDArray[np.int32], ranks: NDArray[np.int32], shingles: int
) -> NDArray[np.int32]:
    """For each shingle the places of the first wordings with it, in a row filled up with -1."""
    width = int(ranks[-1]) + 1 if len(ranks) else 1
    keys = np.sort(numbers.astype(np.int64) * width + ranks)
    owners = keys // width
    position = np.arange(len(keys)) - np.searchsorted(owners, np.arange(shingles))[owners]
    first = position < _HEADS
    heads = np.full((shingles, _HEADS), -1, dtype=np.int32)
    heads[owners[first], position[first]] = keys[first] % width
    return heads


def _most_shared(
    order: Integers, heads: NDArray[np.int32], ranks: NDArray[np.int32]
) -> Iterator[tuple[int, list[int]]]:
    earlier = (heads >= 0) & (heads < ranks[:, None])
    pairs = (ranks.astype(np.int64)[:, None] * len(order) + heads)[earlier]
    pairs.sort()
    begins = np.flatnonzero(first_of_each(pairs))
    pairs, hits = pairs[begins], np.diff(np.append(begins, len(pairs)))
    pairs, hits = pairs[hits >= _SHARED], hits[hits >= _SHARED]
    own, other = np.divmod(pairs, len(order))
    best = np.lexsort((other, -hits, own))
    own, other = own[best], other[best]
    begins = np.flatnonzero(first_of_each(own))
    ends = np.append(begins[1:], len(own))[: len(begins)]  # none where nobody shares enough
    wordings, candidates = order[own[begins]].tolist(), order[other].tolist()
    for wording, begin, end in zip(wordings, begins.tolist(), ends.tolist(), strict=True):
        yield wording, candidates[begin : min(end, begin + _TRIED)]
