"""Where the parts of a text stand in papers, carried over when the text is edited."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

Pages = list[list[int]]
"""Offsets of a text, in order, each with its page and the paper's number; see `AnswerVersion`."""


def carried_over(pages: Pages | None, before: str, after: str) -> Pages | None:
    r"""The pages of a text that was edited: each begins at the first of its lines that is left.

    A page of which no line is left goes; where none of any is left, the new text stands for them
    all and keeps the first.

    >>> carried_over([[0, 4, 7], [5, 1, 8]], "Tea.\nMilk.\nSugar.", "Oh. \nTea.\nSugar.")
    [[5, 4, 7], [10, 1, 8]]
    >>> carried_over([[0, 4, 7], [5, 1, 8]], "Tea.\nMilk.", "Water.")
    [[0, 4, 7]]
    """
    if not pages or before == after:
        return pages
    places = _places_of_lines(after)
    ends = [*(start for start, *_ in pages[1:]), len(before)]
    kept: Pages = []
    at = 0
    for (start, *place), end in zip(pages, ends, strict=True):
        lines = [line for line in before[start:end].split("\n") if line.strip()]
        left = (_from(places.get(line, ()), at) for line in lines)
        begin = next((offset for offset in left if offset is not None), None)
        if begin is not None:
            kept.append([begin, *place])
            at = begin + 1
    return kept or [[0, *pages[0][1:]]]


def _places_of_lines(text: str) -> defaultdict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    start = 0
    for line in text.split("\n"):
        places[line].append(start)
        start += len(line) + 1
    return places


def _from(places: Sequence[int], at: int) -> int | None:
    """The first of some ascending places that is not before another."""
    number = bisect_left(places, at)
    return places[number] if number < len(places) else None
