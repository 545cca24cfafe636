"""The colour and the mark of each theme: the same at the desk, in an answer and on the map."""

from collections.abc import Iterable
from dataclasses import dataclass

from consultation.models import Theme

COLOURS = 8
MARKS = ("circle", "square", "triangle", "diamond")


@dataclass(frozen=True)
class Sign:
    """What a theme is drawn with; `number` counts from 1 in the order themes were made.

    Neither a filter nor another arrangement changes it.
    """

    number: int

    @property
    def colour(self) -> int:
        return (self.number - 1) % COLOURS

    @property
    def mark(self) -> str:
        """Colours come again from the ninth theme on, and then with another mark.

        >>> [(Sign(number).colour, Sign(number).mark) for number in (1, 8, 9)]
        [(0, 'circle'), (7, 'circle'), (0, 'square')]
        """
        return MARKS[(self.number - 1) // COLOURS % len(MARKS)]

    @property
    def is_again(self) -> bool:
        """Whether another theme has the colour before it."""
        return self.number > COLOURS


def signs_of(themes: Iterable[Theme]) -> dict[int, Sign]:
    """The sign of each current theme of a question, by its id; `themes` in the order of making."""
    return {theme.id: Sign(number) for number, theme in enumerate(themes, 1)}
