"""How a document looks, in Word and in OpenDocument: every paragraph style, in one table."""

from dataclasses import dataclass

from consultation.exports.document.blocks import Role

SERIF, SANS, MONO = "Cambria", "Calibri", "Consolas"
INK, MUTED, ACCENT, DANGER = "1B1F24", "5B636E", "1D4F91", "A4262C"


@dataclass(frozen=True)
class Look:
    """One paragraph style: sizes and spaces in points, indents in centimetres."""

    size: float = 10.5
    font: str = SERIF
    bold: bool = False
    italic: bool = False
    colour: str = INK
    before: float = 0
    after: float = 6
    indent: float = 0
    lines: float = 1.15
    right: bool = False
    with_next: bool = False
    together: bool = False
    new_page: bool = False
    bar: str = ""
    level: int | None = None


def _heading(size: float, before: float, level: int, *, new_page: bool = False) -> Look:
    colour = ACCENT if level < 2 else INK
    return Look(
        size, SANS, bold=True, colour=colour, before=before, after=4, lines=1.05,
        with_next=True, together=True, new_page=new_page, level=level,
    )  # fmt: skip


_LOWEST = {f"Heading {level}": _heading(10.5, 8, level - 1) for level in range(5, 10)}

LOOKS = {
    "Normal": Look(),
    "Title": Look(26, SANS, bold=True, colour=ACCENT, before=72, after=6, lines=1.0),
    "Subtitle": Look(14, SANS, colour=MUTED, after=24),
    "Heading 1": _heading(18, 0, 0, new_page=True),
    "Heading 2": _heading(14, 22, 1),
    "Heading 3": _heading(12, 14, 2),
    "Heading 4": _heading(10.5, 10, 3),
    **_LOWEST,
    "Caption": Look(9.5, SANS, bold=True, colour=MUTED, before=8, after=3, with_next=True),
    "Header": Look(8.5, SANS, colour=MUTED, after=0),
    "Footer": Look(8.5, SANS, colour=MUTED, after=0),
    "Plenary Contents 1": Look(10.5, SANS, bold=True, before=6, after=2),
    "Plenary Contents 2": Look(10, SANS, after=2, indent=0.6),
    "Plenary Fact": Look(10.5, SANS, after=3),
    "Plenary State": Look(12, SANS, bold=True, before=18, after=4, indent=0.3, bar="single"),
    "Plenary Draft": Look(
        12, SANS, bold=True, colour=DANGER, before=18, after=4, indent=0.3, bar="single"
    ),
    "Plenary Suggested": Look(
        9.5, SANS, colour=MUTED, indent=0.3, after=4, with_next=True, bar="dashed"
    ),
    "Plenary Decided": Look(9.5, SANS, indent=0.3, after=4, with_next=True, bar="single"),
    "Plenary Unsigned": Look(
        9.5, SANS, bold=True, colour=DANGER, indent=0.3, after=4, bar="dashed"
    ),
    "Plenary Line": Look(9.5, SANS, after=3),
    "Plenary After Table": Look(9.5, SANS, before=5),
    "Plenary Outcome": Look(9.5, SANS, before=2, after=5, with_next=True),
    "Plenary Quote": Look(10, italic=True, lines=1.1, before=5, after=1, indent=0.8),
    "Plenary Attribution": Look(9, SANS, colour=MUTED, after=6, indent=0.8),
    "Plenary Template": Look(10, before=3, after=4, indent=0.8, bar="dotted"),
    "Plenary Empty": Look(10.5, SANS, italic=True, colour=MUTED),
    "Plenary List": Look(after=3),
    "Plenary Indent": Look(indent=0.8, colour=MUTED),
    "Plenary Code": Look(9, MONO, indent=0.4, lines=1.0),
    "Plenary Table Head": Look(9, SANS, bold=True, after=1, before=1, lines=1.0, with_next=True),
    "Plenary Table Text": Look(9, SANS, after=1, before=1, lines=1.05),
    "Plenary Table Figure": Look(9, SANS, after=1, before=1, lines=1.05, right=True),
    "Plenary Table Head Figure": Look(
        9, SANS, bold=True, after=1, before=1, lines=1.0, right=True, with_next=True
    ),
}  # fmt: skip

STYLES: dict[Role, str] = {role: f"Plenary {role.capitalize()}" for role in Role} | {
    Role.TEXT: "Normal",
    Role.TITLE: "Title",
    Role.SUBTITLE: "Subtitle",
    Role.NOTE: "Plenary After Table",
}
"""Which style a paragraph has for what it is there for."""


def cell_style(*, header: bool, figure: bool) -> str:
    """Which style the words of a cell have."""
    kind = "Head" if header else "Figure" if figure else "Text"
    return f"Plenary Table {kind}{' Figure' if header and figure else ''}"
