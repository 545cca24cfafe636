"""Texts → the runs of three words that they share, compact enough for a million texts."""

import re
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"\w+(?:['’]\w+)*")
SHINGLE = 3  # words that must follow one another to count as copied

Integers = NDArray[np.int64]
Hashes = NDArray[np.uint64]

# The multipliers of SplitMix64 (Steele, Lea and Flood 2014).
_GOLDEN, _FIRST, _SECOND = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xBF58476D1CE4E5B9),
    np.uint64(0x94D049BB133111EB),
)


class _Vocabulary(dict[str, int]):
    """A number for each word, the same whatever its case; a word's hash hangs on nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.hashes = array("Q")

    def __missing__(self, word: str) -> int:
        folded = word.casefold()
        if folded != word:
            self[word] = number = self[folded]
            return number
        self[word] = number = len(self.hashes)
        digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        self.hashes.append(int.from_bytes(digest, "little"))
        return number


@dataclass(frozen=True, eq=False)
class Wordings:
    """Texts that differ in their words; case, space and punctuation do not make a wording.

    `texts[starts[k]:starts[k + 1]]` are the indexes of the texts in wording k. The wording of most
    texts comes first, then the shortest. Words and shingles are hashes of 64 bits: that two of a
    million differ and are taken for the same is a chance of one in ten million. `known` are the
    shingles, ascending, that are nobody's own.
    """

    texts: Integers
    starts: Integers
    words: Hashes
    word_starts: Integers
    known: Hashes

    def __len__(self) -> int:
        return len(self.starts) - 1

    def texts_of(self, wording: int) -> list[int]:
        """The indexes of the texts in this wording, in order."""
        found: list[int] = self.texts[self.starts[wording] : self.starts[wording + 1]].tolist()
        return found

    def runs_of(self, wording: int) -> Hashes:
        """The shingle that begins at each word but the last two."""
        first, last = self.word_starts[wording : wording + 2]
        return _runs(self.words[first:last])

    @cached_property
    def shared(self) -> "SharedShingles":
        """The shingles that more than one wording has."""
        return _shared(self)


@dataclass(frozen=True, eq=False)
class SharedShingles:
    """Which wording has which of the shingles that occur at least twice, without repeats.

    `numbers[starts[k]:starts[k + 1]]` are the shingles of wording k, ascending, as positions in
    `hashes`; `sizes[k]` counts all its different shingles, those of no other wording too, and
    `texts[k]` the texts in this wording.
    """

    numbers: NDArray[np.int32]
    starts: Integers
    sizes: Integers
    hashes: Hashes
    texts: Integers

    def of(self, wording: int) -> NDArray[np.int32]:
        """The shared shingles of one wording."""
        return self.numbers[self.starts[wording] : self.starts[wording + 1]]


def wordings(
    texts: Sequence[str], *, enough: Callable[[int, int], bool], known: Sequence[str] = ()
) -> Wordings:
    """The wordings of the texts that have `enough` words and characters.

    Shingles of the `known` texts are shared by nobody.

    >>> texts = ["Keep it open.", "No.", "Ban it.", "keep it: OPEN"]
    >>> found = wordings(texts, enough=lambda words, characters: words > 1)
    >>> [found.texts_of(wording) for wording in range(len(found))]
    [[0, 3], [2]]
    """
    numbers, lengths, vocabulary = array("I"), array("q"), _Vocabulary()
    quoted = [list(map(vocabulary.__getitem__, WORD.findall(text))) for text in known]
    rows: dict[str, int] = {}
    kept, source = array("q"), array("q")
    for index, text in enumerate(texts):
        if (row := rows.get(text)) is None:
            found = WORD.findall(text)
            row = len(lengths) if found and enough(len(found), len(text.strip())) else -1
            rows[text] = row
            if row >= 0:
                numbers.extend(map(vocabulary.__getitem__, found))
                lengths.append(len(found))
        if row >= 0:
            kept.append(index)
            source.append(row)
    hashes = np.array(vocabulary.hashes, dtype=np.uint64)
    nobodys = [_runs(hashes[np.array(words, dtype=np.uint32)]) for words in quoted]
    return _distinct(
        hashes[np.array(numbers, dtype=np.uint32)],
        np.array(lengths, dtype=np.int64),
        np.array(kept, dtype=np.int64),
        np.array(source, dtype=np.int64),
        np.unique(np.concatenate([hashes[:0], *nobodys])),
    )


def _distinct(
    spoken: Hashes, lengths: Integers, kept: Integers, source: Integers, known: Hashes
) -> Wordings:
    """One wording for the rows of words that are the same, in the order `Wordings` promises.

    Text `kept[k]` has the words of row `source[k]`; the rows stand one after another in `spoken`.
    """
    begins = offsets(lengths)
    place = ranges(np.zeros(len(lengths), dtype=np.int64), lengths)
    mixed = _mixed(spoken + _GOLDEN * (place + 1).astype(np.uint64))
    whole = np.add.reduceat(mixed, begins[:-1]) if len(lengths) else mixed
    _, first, same = np.unique(whole, return_index=True, return_inverse=True)
    counts = np.bincount(same[source], minlength=len(first))
    order = np.lexsort((whole[first], lengths[first], -counts))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    chosen = first[order]
    return Wordings(
        kept[np.argsort(rank[same[source]], kind="stable")],
        offsets(counts[order]),
        spoken[ranges(begins[chosen], lengths[chosen])],
        offsets(lengths[chosen]),
        known,
    )


def _shared(found: Wordings) -> SharedShingles:
    sizes = np.maximum(np.diff(found.word_starts) - SHINGLE + 1, 0)
    runs = _runs(found.words)[ranges(found.word_starts[:-1], sizes)]
    owner = np.repeat(np.arange(len(sizes)), sizes)
    if len(found.known):
        own = ~np.isin(runs, found.known)
        runs, owner = runs[own], owner[own]
    order = np.argsort(runs)
    ordered = runs[order]
    begins = first_of_each(ordered)
    alone = begins & np.append(begins[1:], True)[: len(ordered)]
    # Shingles in the order of their hashes, and of those that occur once none.
    numbered = np.cumsum(begins & ~alone) - 1
    hashes = ordered[begins & ~alone]
    del runs, ordered, begins
    singles = np.bincount(owner[order[alone]], minlength=len(sizes))
    # Sorting is several times faster than NumPy's own way to the unique values, and needs less.
    pairs = owner[order[~alone]] * len(hashes) + numbered[~alone]
    del owner, order, numbered, alone
    pairs.sort()
    pairs = pairs[first_of_each(pairs)]
    counts = np.bincount(pairs // max(len(hashes), 1), minlength=len(sizes))
    return SharedShingles(
        (pairs % max(len(hashes), 1)).astype(np.int32),
        offsets(counts),
        singles + counts,
        hashes,
        np.diff(found.starts),
    )


def _runs(words: Hashes) -> Hashes:
    """The hash of each run of three words; the caller leaves out those across two texts."""
    if len(words) < SHINGLE:
        return words[:0]
    return _mixed(_mixed(_mixed(words[:-2]) + words[1:-1]) + words[2:])


def _mixed(values: Hashes) -> Hashes:
    """SplitMix64's finaliser: every bit of a value moves about half the bits of the result."""
    values = (values ^ (values >> np.uint64(30))) * _FIRST
    values = (values ^ (values >> np.uint64(27))) * _SECOND
    return values ^ (values >> np.uint64(31))


def first_of_each(ordered: NDArray[Any]) -> NDArray[np.bool_]:
    """Where another value begins in an ordered array."""
    return np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]


def offsets(sizes: Integers) -> Integers:
    """Where each of several pieces laid end to end begins, and where the last one ends."""
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes, dtype=np.int64)])


def ranges(begins: Integers, sizes: Integers) -> Integers:
    """The positions `begins[k]` to `begins[k] + sizes[k]` of every k, end to end."""
    shift = np.repeat(begins - offsets(sizes)[:-1], sizes)
    shift += np.arange(len(shift))
    return shift
