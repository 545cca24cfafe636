"""What runs on every page: headers, footers and page numbers, told from the text by repetition."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .lines import Line, body_size, is_larger, usual_step

EDGE = 2
"""Lines that a header or a footer may have."""

APART = 1.3
"""How many times further than the lines of a paragraph it stands from the text."""

MOST = 0.4
"""The share of pages on which it stands; left and right pages may have different ones."""

FEWEST = 3
_NUMBER = re.compile(r"\d+")

Pages = Sequence[Sequence[Line]]


def without_running(pages: Pages) -> tuple[list[list[Line]], tuple[str, ...]]:
    """The pages without what runs on most of them, and what that was.

    A running line stands apart at the top or the bottom of a page, in letters no larger than the
    text's, and is the same elsewhere, or the same but for a number that counts with the pages.
    """
    edges = [set(edge) for edge in _edges(pages)]
    seen = Counter(key for edge in edges for key in {key for line in edge for key in _keys(line)})
    needed = max(FEWEST, MOST * len(pages))
    running = {key: count for key, count in seen.items() if count >= needed}
    kept = [
        [line for line in page if line not in edge or not _runs(line, running)]
        for page, edge in zip(pages, edges, strict=True)
    ]
    gone = [line for edge in edges for line in edge if _runs(line, running)]
    return kept, _named(gone)


def _edges(pages: Pages) -> Iterator[list[Line]]:
    lines = [line for page in pages for line in page]
    body, step = body_size(lines), APART * usual_step(lines)
    for page in pages:
        down = sorted(page, key=lambda line: -line.top)
        edge = _edge(down, step) + _edge(down[::-1], step)
        yield [line for line in edge if not is_larger(line, body)]


def _edge(lines: Sequence[Line], step: float) -> list[Line]:
    """The first lines up to a wide gap, where there is one soon."""
    for count, (line, next_line) in enumerate(pairwise(lines[: EDGE + 2]), 1):
        if abs(line.top - next_line.top) > step * max(line.size, next_line.size):
            return list(lines[:count]) if count <= EDGE + 1 else []
    return list(lines) if len(lines) == 1 else []


def _keys(line: Line) -> Iterator[str]:
    """What a line has in common with others: its words, or its words but for the page's number."""
    yield line.text
    for number in _NUMBER.finditer(line.text):
        if len(number.group()) < 6:
            ahead = int(number.group()) - line.page
            yield f"{line.text[: number.start()]}#{ahead}#{line.text[number.end() :]}"


def _runs(line: Line, running: dict[str, int]) -> bool:
    return any(key in running for key in _keys(line))


def _named(gone: Sequence[Line]) -> tuple[str, ...]:
    words = Counter(_NUMBER.sub("…", line.text) for line in sorted(gone, key=lambda g: g.page))
    return tuple(
        f"“{text}” (on {count:,} pages)"
        if any(character.isalpha() for character in text)
        else f"page numbers (on {count:,} pages)"
        for text, count in words.items()
    )
