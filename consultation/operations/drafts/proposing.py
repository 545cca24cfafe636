"""What becomes of provisions, proposed from their words where a draft comes as a file."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from consultation.plain import plain
from consultation.wording import folded

ENOUGH = 0.2
"""Likeness from which two provisions may be one; below it, only a title or a number tells."""

PART = 0.5
"""The share of a provision's words that stands in another, from which it is a part of it."""

_SAME_NAME = 0.15
"""What a same title adds to likeness, and a same kind and number."""

LOOKED_AT = 200
"""How many places of a provision's rarest pairs of words are looked at, the rarest first."""

COMPARED = 20
"""With how many others, those found most often there, it is then compared whole."""

_WORDS = re.compile(r"\w+")

Pairs = frozenset[tuple[str, str]]


class Said(NamedTuple):
    """A provision as it is compared."""

    kind: str
    number: str
    title: str
    text: str


@dataclass(frozen=True)
class Proposal:
    """Places of an old and a new provision, None for none; `likeness` of their words, 0 to 1."""

    old: int | None
    new: int | None
    likeness: float | None = None


def proposals(olds: Sequence[Said], news: Sequence[Said]) -> list[Proposal]:
    """Which old provision goes on in which new one; each is in at least one proposal.

    Pairs of two words are compared (shingles, after Broder 1997): first the most alike are paired
    off one to one, then what is left is a part of another (split, merged), added or removed. Only
    those are compared that share a title or some of their rarest pairs, since two long drafts have
    millions of others.
    """
    old_pairs, new_pairs = [pairs_of(o) for o in olds], [pairs_of(n) for n in news]
    shared = {
        (i, j): len(old_pairs[i] & new_pairs[j])
        for i, j in comparable(olds, news, old_pairs, new_pairs)
    }
    likeness = {
        (i, j): count / max(len(old_pairs[i]) + len(new_pairs[j]) - count, 1)
        for (i, j), count in shared.items()
    }
    matched = _matched(olds, news, likeness)
    split = _parts(_rest(news, {j for _, j in matched}), _turned(shared), new_pairs)
    merged = _parts(_rest(olds, {i for i, _ in matched}), shared, old_pairs)
    together = {*matched, *((i, j) for j, i in split), *merged}
    return [
        *(Proposal(i, j, round(likeness[i, j], 3)) for i, j in sorted(together)),
        *(Proposal(i, None) for i in _rest(olds, {o for o, _ in together})),
        *(Proposal(None, j) for j in _rest(news, {n for _, n in together})),
    ]


def comparable(
    olds: Sequence[Said],
    news: Sequence[Said],
    old_pairs: Sequence[Pairs],
    new_pairs: Sequence[Pairs],
) -> set[tuple[int, int]]:
    """Places of an old and a new provision that may be one, or one a part of the other."""
    by_title = _near_of([_name(old) for old in olds], [_name(new) for new in news])
    found = {*by_title, *_sharing(old_pairs, new_pairs)}
    return found | {(i, j) for j, i in _sharing(new_pairs, old_pairs)}


def _near_of(
    names: Sequence[tuple[str, str] | None], others: Sequence[tuple[str, str] | None]
) -> Iterator[tuple[int, int]]:
    """Each with those others that bear its name, the nearest in the text where they are many."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, name in enumerate(others):
        if name is not None:
            places[name].append(at)
    for at, name in enumerate(names):
        if name is not None:
            yield from ((at, other) for other in _nearest(places.get(name, []), at, COMPARED))


def _sharing(texts: Sequence[Pairs], others: Sequence[Pairs]) -> Iterator[tuple[int, int]]:
    """Each with the others that share the most of its rarest pairs of words."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, pairs in enumerate(others):
        for pair in pairs:
            places[pair].append(at)
    for at, pairs in enumerate(texts):
        yield from ((at, other) for other in _most_sharing(at, pairs, places))


def _most_sharing(
    at: int, pairs: Pairs, places: Mapping[tuple[str, str], Sequence[int]]
) -> list[int]:
    known = sorted((p for p in pairs if p in places), key=lambda pair: (len(places[pair]), pair))
    found: Counter[int] = Counter()
    for pair in known:
        found.update(_nearest(places[pair], at, LOOKED_AT))
        if found.total() >= LOOKED_AT:
            break
    return sorted(found, key=lambda other: (-found[other], abs(at - other), other))[:COMPARED]


def _nearest(places: Sequence[int], at: int, most: int) -> Sequence[int]:
    """As many of some places in order as `most`, around one."""
    if len(places) <= most:
        return places
    first = max(0, min(bisect_left(places, at) - most // 2, len(places) - most))
    return places[first : first + most]


def _rest(every: Sequence[Said], taken: Container[int]) -> list[int]:
    return [at for at in range(len(every)) if at not in taken]


def _turned(shared: Mapping[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    return {(j, i): count for (i, j), count in shared.items()}


def pairs_of(said: Said) -> Pairs:
    """The pairs of words that follow each other in its title and text."""
    words = ["", *_WORDS.findall(folded(f"{said.title} {plain(said.text)}")), ""]
    return frozenset(pairwise(words))


def _matched(
    olds: Sequence[Said], news: Sequence[Said], likeness: dict[tuple[int, int], float]
) -> list[tuple[int, int]]:
    """Pairs one to one, the most alike first; the order of the text decides between equals."""
    scores = {
        (i, j): alike + _same_name(olds[i], news[j])
        for (i, j), alike in likeness.items()
        if alike >= ENOUGH or _name(olds[i]) == _name(news[j]) is not None
    }
    found: list[tuple[int, int]] = []
    gone_old: set[int] = set()
    gone_new: set[int] = set()
    for i, j in sorted(scores, key=lambda pair: (-scores[pair], abs(pair[0] - pair[1]), pair)):
        if i not in gone_old and j not in gone_new:
            found.append((i, j))
            gone_old.add(i)
            gone_new.add(j)
    return found


def _same_name(old: Said, new: Said) -> float:
    same_title = bool(old.title) and old.title.casefold() == new.title.casefold()
    same_number = bool(old.number) and (old.kind, old.number) == (new.kind, new.number)
    return _SAME_NAME * (same_title + same_number)


def _name(said: Said) -> tuple[str, str] | None:
    """What says that two are one though their texts are others; None without a title."""
    return (said.kind, said.title.casefold()) if said.title else None


def _parts(
    rest: Sequence[int], shared: Mapping[tuple[int, int], int], pairs: Sequence[Pairs]
) -> Iterator[tuple[int, int]]:
    """Each of the rest with the whole that holds the most of its words, if that is enough."""
    wholes: dict[int, list[int]] = defaultdict(list)
    for part, whole in sorted(shared):
        wholes[part].append(whole)
    for part in rest:
        best = max(wholes[part], key=lambda whole: shared[part, whole], default=None)
        if best is not None and shared[part, best] >= PART * max(len(pairs[part]), 1):
            yield part, best
