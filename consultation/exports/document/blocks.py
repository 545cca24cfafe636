"""The pieces that the document of a pack is made of: plain data that every writer can set."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from consultation.exports.text import one_line


class Role(StrEnum):
    """What a paragraph is there for; a writer gives each a look of its own."""

    TEXT = "text"
    TITLE = "title"
    SUBTITLE = "subtitle"
    FACT = "fact"
    STATE = "state"
    DRAFT = "draft"
    SUGGESTED = "suggested"
    DECIDED = "decided"
    UNSIGNED = "unsigned"
    LINE = "line"
    NOTE = "note"
    OUTCOME = "outcome"
    TEMPLATE = "template"
    EMPTY = "empty"
    CODE = "code"


@dataclass(frozen=True)
class Run:
    """Words in one look."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading; `anchor` lets the contents lead to it."""

    runs: tuple[Run, ...]
    level: int
    anchor: str = ""
    new_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Words of one role, on the page of what follows if `keep`."""

    runs: tuple[Run, ...]
    role: Role = Role.TEXT
    keep: bool = False


@dataclass(frozen=True)
class Listing:
    """A list with bullets, or with numbers from `start` on; each item is made of blocks."""

    items: tuple[tuple["Block", ...], ...]
    start: int | None = None


@dataclass(frozen=True)
class Indented:
    """What an author quotes in a text of their own."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class Link:
    """Text in a cell that leads to an anchor of the document."""

    text: str
    anchor: str


Cell = str | int | Link


@dataclass(frozen=True)
class Table:
    """A captioned table with one header row; widths in centimetres.

    A table kept `together` moves to the next page whole; one longer than a page breaks all the
    same.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    together: bool = False

    @property
    def figures(self) -> tuple[bool, ...]:
        """Which columns hold figures."""
        first = self.rows[0] if self.rows else ("",) * len(self.header)
        return tuple(isinstance(cell, int) for cell in first)


Bar = tuple[tuple[str, int], ...]
"""What a bar is made of: kinds (a position, or nothing in particular) with how many of each."""


@dataclass(frozen=True)
class Chart:
    """A table with a bar for each of its rows, `width` centimetres long where the most is."""

    table: Table
    bars: tuple[Bar, ...]
    told: str
    width: float = 4.0

    @property
    def most(self) -> int:
        """How much the longest bar counts."""
        return max((sum(count for _, count in bar) for bar in self.bars), default=0)


@dataclass(frozen=True)
class Quote:
    """A point word for word, and below it whose words they are and its number."""

    words: str
    by: str
    point_id: int
    language: str


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    text: str
    level: int
    anchor: str


@dataclass(frozen=True)
class Contents:
    """What is in the document, each with the page it begins on where there are pages."""

    entries: tuple[Entry, ...]


Block = Heading | Paragraph | Listing | Indented | Table | Chart | Quote | Contents


def heading(text: str, level: int, *, anchor: str = "", new_page: bool | None = None) -> Heading:
    """A heading; one of the first level begins a page unless told otherwise."""
    starts = level == 1 if new_page is None else new_page
    return Heading((Run(one_line(text)),), level, anchor, starts)


def said(text: str, role: Role = Role.TEXT, *, keep: bool = False) -> Paragraph:
    """A paragraph; line breaks in the text stay line breaks."""
    return Paragraph((Run(text),), role, keep)


def fact(label: str, text: str, role: Role = Role.LINE, *, keep: bool = False) -> Paragraph:
    """A line that begins with what it is about: "Outcome: adopted"."""
    return Paragraph((Run(f"{label}: ", bold=True), Run(text)), role, keep)


def table(
    caption: str,
    header: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    *,
    together: bool = False,
) -> Table:
    """A table from whatever sequences there are."""
    lines = tuple(tuple(row) for row in rows)
    return Table(caption, tuple(header), lines, tuple(widths), together)
