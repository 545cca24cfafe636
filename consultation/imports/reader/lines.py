"""A line of a page with its looks, and what is usual among lines."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles

LARGER = 1.08
"""Letters that are so many times the usual size make a heading."""


@dataclass(frozen=True)
class Line:
    """A line with its looks; lengths in points, `top` and `left` from the page's lower left."""

    text: str
    page: int
    size: float = 12.0
    bold: bool = False
    left: float = 72.0
    right: float = 520.0
    top: float = 0.0


def body_size(lines: Sequence[Line]) -> float:
    """The size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def usual_step(lines: Sequence[Line]) -> float:
    """The distance between the lines of a paragraph, in sizes of their letters."""
    steps = [
        (above.top - below.top) / below.size
        for above, below in pairwise(lines)
        if above.page == below.page and above.size == below.size
        and above.top > below.top and below.size > 0
    ]  # fmt: skip
    return quantiles(steps, n=4)[0] if len(steps) > 1 else 1.2


def is_larger(line: Line, body: float) -> bool:
    """Whether a line is set larger than the text."""
    return line.size > LARGER * body
