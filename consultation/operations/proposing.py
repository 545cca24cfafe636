"""What becomes of provisions, proposed from their words where a draft comes as a file."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
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


_WORDS = re.compile(r"\w+")


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
    off one to one, then what is left is a part of another (split, merged), added or removed.
    """
    old_pairs, new_pairs = [_pairs(o) for o in olds], [_pairs(n) for n in news]
    shared = {
        (i, j): len(one & other)
        for i, one in enumerate(old_pairs)
        for j, other in enumerate(new_pairs)
    }
    likeness = {
        (i, j): count / max(len(old_pairs[i] | new_pairs[j]), 1) for (i, j), count in shared.items()
    }
    matched = _matched(olds, news, likeness)
    taken_old, taken_new = {i for i, _ in matched}, {j for _, j in matched}
    split = _parts(
        (j for j in range(len(news)) if j not in taken_new), range(len(olds)), new_pairs,
        lambda j, i: shared[i, j],
    )  # fmt: skip
    merged = _parts(
        (i for i in range(len(olds)) if i not in taken_old), range(len(news)), old_pairs,
        lambda i, j: shared[i, j],
    )  # fmt: skip
    together = {*matched, *((i, j) for j, i in split), *merged}
    return [
        *(Proposal(i, j, round(likeness[i, j], 3)) for i, j in sorted(together)),
        *(Proposal(i, None) for i in range(len(olds)) if i not in {o for o, _ in together}),
        *(Proposal(None, j) for j in range(len(news)) if j not in {n for _, n in together}),
    ]


def _pairs(said: Said) -> frozenset[tuple[str, str]]:
    words = ["", *_WORDS.findall(folded(f"{said.title} {plain(said.text)}")), ""]
    return frozenset(pairwise(words))


def _matched(
    olds: Sequence[Said], news: Sequence[Said], likeness: dict[tuple[int, int], float]
) -> list[tuple[int, int]]:
    """Pairs one to one, the most alike first; the order of the text decides between equals."""
    scores = {
        (i, j): alike + _same_name(olds[i], news[j])
        for (i, j), alike in likeness.items()
        if alike >= ENOUGH or _bear_one_name(olds[i], news[j])
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


def _bear_one_name(old: Said, new: Said) -> bool:
    """Whether the title says that they are one though the text is another."""
    return bool(old.title) and (old.kind, old.title.casefold()) == (new.kind, new.title.casefold())


def _parts(
    rest: Iterable[int],
    wholes: Sequence[int],
    pairs: Sequence[frozenset[tuple[str, str]]],
    shared: Callable[[int, int], int],
) -> Iterator[tuple[int, int]]:
    """Each of the rest with the whole that holds the most of its words, if that is enough."""
    for part in rest:
        best = max(wholes, key=lambda whole: shared(part, whole), default=None)
        if best is not None and shared(part, best) >= PART * max(len(pairs[part]), 1):
            yield part, best
