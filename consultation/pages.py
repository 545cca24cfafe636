"""Where the parts of a text stand in papers, carried over when the text is edited."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

Pages = list[list[int]]
"""Offsets of a text, in order, each with its page and the paper's number; see `AnswerVersion`."""

LARGEST = 250_000
"""Lines of one text times lines of the other, up to which they are compared line by line."""

_Place = tuple[int, ...] | None


def carried_over(pages: Pages | None, before: str, after: str) -> Pages | None:
    r"""The pages of a text that was edited: each line that is left keeps its own.

    So it does where parts change places. A line that takes another's place takes its page; one
    that comes in has that of the line above it, since pages cannot say where own words begin
    again. What is gone takes its page along, and None is left where nothing taken is.

    >>> carried_over([[0, 4, 7], [5, 1, 8]], "Tea.\nMilk.\nSugar.", "Oh. \nTea.\nSugar.")
    [[5, 4, 7], [10, 1, 8]]
    >>> carried_over([[6, 4, 7]], "Mine.\nTea.", "Mine.") is None
    True
    """
    if not pages or before == after:
        return pages
    old, new = before.split("\n"), after.split("\n")
    places = _places(pages, old)
    carried: Pages = []
    starts = accumulate((len(line) + 1 for line in new), initial=0)
    for start, line, place in zip(starts, new, _moved(places, old, new), strict=False):
        if place is not None and line.strip() and (not carried or carried[-1][1:] != [*place]):
            carried.append([start, *place])
    return carried or None


def _places(pages: Pages, lines: Sequence[str]) -> list[_Place]:
    """For each line of a text the page and the paper it was taken from."""
    places: list[_Place] = []
    start, number = 0, -1
    for line in lines:
        while number + 1 < len(pages) and pages[number + 1][0] <= start:
            number += 1
        places.append(tuple(pages[number][1:]) if number >= 0 else None)
        start += len(line) + 1
    return places


def _moved(places: Sequence[_Place], old: Sequence[str], new: Sequence[str]) -> Iterator[_Place]:
    """For each new line the place of the old one that it is, or whose place it took."""
    sources: list[int | None] = []
    for kind, first, last, begin, end in _edits(old, new):
        if kind == "delete":
            _slide(sources, old, first, last, places)
        sources.extend(
            None if kind == "insert" else min(first + number, last - 1)
            for number in range(end - begin)
        )
    above: _Place = None
    for source in _anchored(sources, old, new):
        above = above if source is None else places[source]
        yield above


def _anchored(
    sources: Iterable[int | None], old: Sequence[str], new: Sequence[str]
) -> Iterator[int | None]:
    """The sources, where a line that the old text had once is that one wherever it stands now."""
    counted = Counter(old)
    only = {line: at for at, line in enumerate(old) if counted[line] == 1 and line.strip()}
    for source, line in zip(sources, new, strict=True):
        yield only.get(line, source)


def _slide(
    sources: list[int | None],
    old: Sequence[str],
    first: int,
    last: int,
    places: Sequence[_Place],
) -> None:
    """Let a part that went have begun with its page, where the lines around it tell no better.

    Two parts that begin with one heading leave it open which of the two headings is left.
    """
    for back in range(1, min(first, len(sources)) + 1):
        if old[first - back] != old[last - back] or sources[-back] != first - back:
            return
        begins = first - back == 0 or places[first - back - 1] != places[first - back]
        if begins:
            for number in range(1, back + 1):
                sources[-number] = last - number
            return


def _edits(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """What became of which lines, in the words of difflib; what is alike at both ends is cut off.

    Texts too long and too different for it are one replacement.
    """
    begin = _common(old, new)
    end = _common(old[begin:][::-1], new[begin:][::-1])
    middle_old, middle_new = old[begin : len(old) - end], new[begin : len(new) - end]
    if begin:
        yield "equal", 0, begin, 0, begin
    if len(middle_old) * len(middle_new) <= LARGEST:
        matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=False)
        for kind, first, last, start, stop in matcher.get_opcodes():
            yield kind, first + begin, last + begin, start + begin, stop + begin
    else:
        yield "replace", begin, len(old) - end, begin, len(new) - end
    if end:
        yield "equal", len(old) - end, len(old), len(new) - end, len(new)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
