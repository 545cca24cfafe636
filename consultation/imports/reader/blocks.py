"""What reading gives: of a paper headings and paragraphs in order, of a table its sheets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

TEXT_LIMIT = 5_000_000
"""Characters that a paper or a table may give in all: some two thousand pages."""

PARAGRAPH, CELL = 50, 1
"""What the shortest paragraph and the emptiest cell count for in that: each takes memory."""


class Refused(Exception):
    """A file that cannot be read. The message goes on after the file's name: what to do."""


class NotTaken(Refused):
    """A file of another kind; what is taken is said after it by who knows what was asked for."""


@dataclass(frozen=True)
class Block:
    """A heading (`level` from 1) or a paragraph (`level` 0); `page` counts from 1, 0 if unknown."""

    text: str
    level: int = 0
    page: int = 0


@dataclass(frozen=True)
class Reading:
    """A paper as it was read; `left_out` says what of the file is not in the blocks."""

    kind: str
    blocks: tuple[Block, ...]
    left_out: tuple[str, ...] = ()


class Unread(NamedTuple):
    """A cell by its place, from 0, and its formula (`=A1`) or error (`#REF!`): it has no text."""

    row: int
    column: int
    what: str


class Merged(NamedTuple):
    """Cells of a row that are one, from the first column to the last: its text is the first's."""

    row: int
    first: int
    last: int


@dataclass(frozen=True)
class Sheet:
    """Rows of texts, from the first on; `unread` are cells that say something and read as empty."""

    name: str = ""
    rows: list[list[str]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    is_hidden: bool = False
    merged: list[Merged] = field(default_factory=list)

    @property
    def texts(self) -> Iterator[str]:
        """All that was read of it."""
        yield from chain.from_iterable(self.rows)
        yield from (cell.what for cell in self.unread)


def ensure_readable(texts: Iterable[str], *, least: int) -> None:
    """Raise Refused where texts are more together than can be read; each counts as `least`."""
    size = sum(max(len(text), least) for text in texts)
    if size > TEXT_LIMIT:
        raise Refused(
            f"holds more than {TEXT_LIMIT:,} characters of text; that is more than anybody reads. "
            "Split it and attach the part that is yours."
        )
