"""What reading a paper gives: headings and paragraphs in order, with their pages."""

from dataclasses import dataclass


class Refused(Exception):
    """A file that cannot be read. The message goes on after the file's name: what to do."""


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
