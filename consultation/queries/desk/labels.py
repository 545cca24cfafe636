"""Labels on a picture, none over another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, inf, pi, sin

CHARACTER = 0.66
"""The width of a usual character beside its height."""

DOT = 7
"""How far a dot reaches around its place, with its rim."""

HIDING = 4
"""So many rings farther out a label stands rather than over one more dot."""

_TURNS, _RINGS = 16, 28
_LOOKED_AT = 300  # dots, so that a label finds its room in no time


@dataclass(frozen=True)
class Box:
    """Where a label stands: its left upper corner, its size, and its words."""

    left: float
    top: float
    width: float
    height: float
    words: str

    def holds(self, across: float, down: float) -> bool:
        """Whether any of a dot lies under the label."""
        return (
            -DOT <= across - self.left <= self.width + DOT
            and -DOT <= down - self.top <= self.height + DOT
        )

    def meets(self, other: "Box") -> bool:
        """Whether two boxes share any room."""
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )


def placed_labels(
    wanted: Sequence[tuple[float, float, Sequence[str]]],
    dots: Sequence[tuple[float, float]] = (),
    *,
    size: float,
    width: float,
    height: float,
) -> list[Box | None]:
    """A box for each label near the place it is wanted at, inside the picture, none over another.

    The free box that hides fewest dots is taken, the nearest among equals. Each label comes with
    its words from the longest to the shortest; shorter ones are taken where the longer find no
    room, and None where nothing does. The first come first.

    >>> [box.words for box in placed_labels([(5, 5, ["one"]), (5, 5, ["two"])],
    ...                                     size=10, width=90, height=60) if box]
    ['one', 'two']
    """
    boxes: list[Box | None] = []
    seen = dots[:: len(dots) // _LOOKED_AT + 1]
    for across, down, phrasings in wanted:
        taken = [box for box in boxes if box is not None]
        boxes.append(_best(across, down, phrasings, taken, seen, (size, width, height)))
    return boxes


def _best(
    across: float,
    down: float,
    phrasings: Sequence[str],
    taken: Sequence[Box],
    dots: Sequence[tuple[float, float]],
    frame: tuple[float, float, float],
) -> Box | None:
    for words in phrasings:
        around = _around(across, down, words, *frame)
        free = ((ring, box) for ring, box in around if not any(map(box.meets, taken)))
        if (best := _cheapest(free, dots)) is not None:
            return best
    return None


def _cheapest(boxes: Iterable[tuple[int, Box]], dots: Sequence[tuple[float, float]]) -> Box | None:
    """The box that hides fewest dots for its ring; what comes farther out can only cost more."""
    best, least = None, inf
    for ring, box in boxes:
        if ring >= least:
            break
        cost = ring + HIDING * sum(box.holds(*dot) for dot in dots)
        if cost < least:
            best, least = box, cost
    return best


def _around(
    across: float, down: float, words: str, size: float, width: float, height: float
) -> Iterator[tuple[int, Box]]:
    """Boxes for some words, the one in the middle first, then in wider and wider rings."""
    wide, high = len(words) * size * CHARACTER, size * 1.3
    if wide > width or high > height:
        return
    for ring in range(_RINGS):
        for turn in range(_TURNS if ring else 1):
            angle = 2 * pi * turn / _TURNS
            left = min(max(across + ring * size * cos(angle) - wide / 2, 0.0), width - wide)
            top = min(max(down + ring * size / 2 * sin(angle) - high / 2, 0.0), height - high)
            yield ring, Box(left, top, wide, high, words)
