"""What reading a draft gives: headings and paragraphs with their numbers as they are seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from .kinds import Kind

AKOMA_NTOSO = "akoma ntoso"
TITLE = "document title"
QUESTION = "question"
BULLET = "•"


class Run(NamedTuple):
    """Letters that are set alike."""

    text: str
    is_bold: bool = False
    is_italic: bool = False


Line = tuple[Run, ...]


def line_of(runs: Iterable[Run]) -> Line:
    """Runs, those that are set alike joined; white space is set as what stands before it.

    >>> [tuple(run) for run in line_of([Run("Keep", True), Run(" "), Run("a", True), Run(".")])]
    [('Keep a', True, False), ('.', False, False)]
    """
    found: list[Run] = []
    for run in runs:
        like = found[-1] if found and not run.text.strip() else run
        found.append(like._replace(text=run.text))
    return tuple(
        Run("".join(run.text for run in alike), *how)
        for how, alike in groupby(found, key=lambda run: run[1:])
    )


@dataclass(frozen=True)
class Piece:
    """A heading (`level` from 1), a paragraph (0) or a row of a table (`cells`).

    `number` is what numbering writes before it, `depth` how deep that is; `kind` is what the file
    itself calls it. `box` tells apart what stands in a box of its own. `place` counts from 1.
    """

    place: int
    line: Line
    level: int = 0
    number: str = ""
    depth: int = 0
    kind: str = ""
    cells: tuple[Line, ...] = ()
    box: int = 0
    is_markdown: bool = False

    @property
    def text(self) -> str:
        return said(self.line)


def said(line: Line) -> str:
    """The letters of a line, however they are set."""
    return "".join(run.text for run in line)


@dataclass(frozen=True)
class Outline:
    """A draft as it was read; `left_out` says what of the file is not in the pieces.

    `changed` says what stands in them in another way than in the file.
    """

    kind: Kind | str
    pieces: tuple[Piece, ...]
    left_out: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
