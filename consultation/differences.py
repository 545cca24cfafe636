"""What a proposed wording changes: two texts held against each other, word by word."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

LARGEST = 25_000_000
"""Words of one text times words of the other, up to which they are compared, within half a second
and 3 MB. Above that all of the one is said to be removed and all of the other added."""

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")

Piece = tuple[str, str]


def differences(old: str, new: str) -> list[Piece]:
    """A text against another, word by word: pieces that are "same", "removed" or "added".

    Without the removed pieces it is the new text, without the added ones the old.

    >>> differences("within 14 days", "within 21 days")
    [('same', 'within '), ('removed', '14'), ('added', '21'), ('same', ' days')]
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    begin = _common(before, after)
    end = _common(before[begin:][::-1], after[begin:][::-1])
    middle = _compared(before[begin : len(before) - end], after[begin : len(after) - end])
    pieces = [
        ("same", "".join(before[:begin])),
        *middle,
        ("same", "".join(before[len(before) - end :])),
    ]
    return [(kind, words) for kind, words in pieces if words]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    matched = _matched(before, after) if len(before) * len(after) <= LARGEST else []
    i = j = 0
    for k, m, size in [*_runs(matched, before), (len(before), len(after), 0)]:
        yield "removed", "".join(before[i:k])
        yield "added", "".join(after[j:m])
        yield "same", "".join(before[k : k + size])
        i, j = k + size, m + size


def _runs(
    matched: Sequence[tuple[int, int]], words: Sequence[str]
) -> Iterator[tuple[int, int, int]]:
    """Matched words that stand together; a space alone between two changes is part of them."""
    runs: list[list[int]] = []
    for i, j in matched:
        if runs and (i, j) == (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]):
            runs[-1][2] += 1
        else:
            runs.append([i, j, 1])
    return ((i, j, size) for i, j, size in runs if size > 1 or not words[i].isspace())


def _matched(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The longest common subsequence: indexes of words that stay, in order.

    Bits in parallel, after Hyyrö (2004), Bit-parallel LCS-length computation revisited: a row for
    each word of the shorter text holds a 0 where the subsequence grows by a word of the longer.
    """
    if len(before) < len(after):
        return [(i, j) for j, i in _matched(after, before)]
    rows = _rows(before, after)
    i, j = len(before) - 1, len(after) - 1
    found = []
    while i >= 0 and j >= 0:
        if _bit(rows[j], i):
            i -= 1
        elif j and not _bit(rows[j - 1], i):
            j -= 1
        else:
            found.append((i, j))
            i, j = i - 1, j - 1
    return found[::-1]


def _rows(before: Sequence[str], after: Sequence[str]) -> list[bytes]:
    size = len(before) // 8 + 1
    places: defaultdict[str, bytearray] = defaultdict(lambda: bytearray(size))
    wanted = set(after)
    for at, word in enumerate(before):
        if word in wanted:
            places[word][at >> 3] |= 1 << (at & 7)
    masks = {word: int.from_bytes(bits, "little") for word, bits in places.items()}
    full = (1 << 8 * size) - 1
    row, rows = full, []
    for word in after:
        grows = row & masks.get(word, 0)
        row = ((row + grows) | (row - grows)) & full
        rows.append(row.to_bytes(size, "little"))
    return rows


def _bit(row: bytes, at: int) -> int:
    return row[at >> 3] >> (at & 7) & 1
