"""What reading a draft gives: headings and paragraphs with their numbers as they are seen."""

from dataclasses import dataclass

from .kinds import Kind

AKOMA_NTOSO = "akoma ntoso"
TITLE = "document title"
BULLET = "•"


@dataclass(frozen=True)
class Piece:
    """A heading (`level` from 1), a paragraph (0) or a row of a table (`cells`).

    `number` is what numbering writes before it, `depth` how deep that is; `kind` is what the file
    itself calls it. `place` counts from 1.
    """

    place: int
    text: str
    level: int = 0
    number: str = ""
    depth: int = 0
    kind: str = ""
    cells: tuple[str, ...] = ()
    is_markdown: bool = False


@dataclass(frozen=True)
class Outline:
    """A draft as it was read; `left_out` says what of the file is not in the pieces."""

    kind: Kind | str
    pieces: tuple[Piece, ...]
    left_out: tuple[str, ...] = ()
