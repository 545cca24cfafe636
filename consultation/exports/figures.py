"""Bars: their colours, and how they are drawn as a picture."""

from dataclasses import dataclass

from consultation.exports.document.blocks import Bar
from consultation.models.answer import Position

BAR_TITLE = "Bar"
FILLED = 0.88
"""How much of its column the longest bar fills in a table of a document."""

HEIGHT = 10
"""Units that a bar is high, where the longest is a hundred wide."""


@dataclass(frozen=True)
class Colour:
    """How a part of a bar is filled: hatched with `ink` on `ground`, or plainly with `ground`."""

    ground: str
    ink: str = "auto"
    hatched: bool = False


PLAIN = Colour("1D4F91")
COLOURS = {
    str(Position.SUPPORT): Colour("1B7F79"),
    str(Position.CHANGES): Colour("CFE5E3", "1B7F79", hatched=True),
    str(Position.OPPOSE): Colour("B8500F"),
    str(Position.NONE): Colour("8A8F98"),
}


def colour_of(kind: str) -> Colour:
    """The colour of a position; what is none has that of a plain bar."""
    return COLOURS.get(kind, PLAIN)


_EM, _QUARTER = "\u2003", "\u2005"
_EM_WIDTH = 0.3175
"""Centimetres that a space of one em is wide where letters have nine points, in every font."""


def blanks(width: float) -> str:
    """Spaces of nine points that are together about so many centimetres wide: a bar when shaded.

    What is drawn with spaces is never read out nor taken for a text.
    """
    quarters = round(4 * width / _EM_WIDTH)
    return _EM * (quarters // 4) + _QUARTER * (quarters % 4)


def bar_picture(bar: Bar, most: int) -> str:
    """A bar as SVG, a hundred units wide where it counts `most`; no word is in it."""
    across, parts = 0.0, []
    for kind, count in bar:
        width = 100 * count / most if most else 0.0
        parts += _part(colour_of(kind), across, width) if count else []
        across += width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 {HEIGHT}" '
        f'width="100" height="{HEIGHT}" preserveAspectRatio="none">{"".join(parts)}</svg>'
    )


def _part(colour: Colour, across: float, width: float) -> list[str]:
    plain = (
        f'<rect x="{across:.2f}" y="1" width="{width:.2f}" height="{HEIGHT - 2}" '
        f'fill="#{colour.ground}"/>'
    )
    if not colour.hatched:
        return [plain]
    lines = " ".join(
        f"M{max(at - 8, across):.2f} {9 - max(0.0, across - at + 8):.2f}"
        f"L{min(at, across + width):.2f} {1 + max(0.0, at - across - width):.2f}"
        for at in _steps(across, width)
    )
    return [plain, f'<path d="{lines}" stroke="#{colour.ink}" stroke-width="0.8"/>']


def _steps(across: float, width: float) -> list[float]:
    """Where the hatching's lines end, all within the part."""
    return [across + step for step in range(2, int(width + 8), 3) if step < width + 6]
