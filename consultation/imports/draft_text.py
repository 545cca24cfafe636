"""The Markdown of one provision, as it grows piece by piece: paragraphs, lists, tables."""

import re
from dataclasses import dataclass

from consultation.imports.guessing import is_provision_number
from consultation.imports.marking import escaped, marked
from consultation.imports.reader.outline import BULLET, Line, Piece

_COUNTED = re.compile(r"(\d{1,9})[.)]")
_Rows = list[tuple[Line, ...]]
_DEEPEST = 6
"""Lists inside lists: a parser of Markdown drops what lies much deeper."""


@dataclass(frozen=True)
class _Item:
    """A line of a list: how deep it stands, where its words begin, its number and its sign."""

    depth: int
    column: int
    number: int
    sign: str


class Text:
    """Takes what stands under a heading or a number."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, str | _Rows]] = []
        self._items: list[_Item] = []
        self._row = 0

    @property
    def markdown(self) -> str:
        return "".join(
            f"{gap}{part if isinstance(part, str) else _table(part)}" for gap, part in self._parts
        )

    @property
    def cells(self) -> int:
        """How many its tables have, those that make their rows of one width among them."""
        tables = (part for _, part in self._parts if not isinstance(part, str))
        return sum(len(rows) * _width(rows) for rows in tables)

    def add(self, piece: Piece) -> None:
        """Put a piece below what is there."""
        is_listed = piece.number == BULLET or _COUNTED.fullmatch(piece.number)
        if piece.cells:
            self._add_row(piece)
        elif is_listed and not piece.is_markdown:
            self._add_item(piece)
        elif words := _paragraph(piece):
            self._put(words)
        if not is_listed or piece.is_markdown:
            self._items = []

    def _put(self, part: str | _Rows, gap: str = "\n\n") -> None:
        self._parts.append((gap if self._parts else "", part))

    def _add_row(self, piece: Piece) -> None:
        """Rows right below each other are one table."""
        last = self._parts[-1][1] if self._parts else ""
        if isinstance(last, list) and piece.place == self._row + 1:
            last.append(piece.cells)
        else:
            self._put([piece.cells])
        self._row = piece.place

    def _add_item(self, piece: Piece) -> None:
        """A line of a list, below the one it stands under."""
        depth, last = min(piece.depth, _DEEPEST), None
        is_first = not self._items
        while self._items and self._items[-1].depth >= depth:
            last = self._items.pop()
        last = last if last and last.depth == depth else None
        item = _item(piece, depth, self._items[-1].column if self._items else 0, last)
        mark = item.sign if item.sign == "-" else f"{item.number}{item.sign}"
        line = f"{' ' * (item.column - len(mark) - 1)}{mark} {marked(piece.line)}"
        self._items.append(item)
        # A list may begin inside another with any number only below a blank line.
        begins = is_first or (last is None and item.number > 1)
        self._put(line, "\n\n" if begins else "\n")


def _item(piece: Piece, depth: int, column: int, last: _Item | None) -> _Item:
    """An item; one that does not count on has another sign, for it begins a list of its own."""
    counted = _COUNTED.fullmatch(piece.number)
    if counted is None:
        return _Item(depth, column + 2, 0, "-")
    number = int(counted[1])
    goes_on = last is not None and last.number + 1 == number
    sign = "." if last is None or last.sign == "-" else last.sign
    if not goes_on and last is not None and last.sign != "-":
        sign = ")" if sign == "." else "."
    return _Item(depth, column + len(str(number)) + 2, number, sign)


def _paragraph(piece: Piece) -> str:
    if piece.is_markdown:
        return piece.text
    words = marked(piece.line)
    if piece.number and not is_provision_number(piece.number, ""):
        return f"{escaped(piece.number)} {words}"
    return words


def _table(rows: _Rows) -> str:
    """Rows of one width, for what stands beyond the first would not be read."""
    width = _width(rows)
    lines = [
        [marked(cell, between=" ").replace("|", r"\|") for cell in row] + [""] * (width - len(row))
        for row in rows
    ]
    first, *others = (f"| {' | '.join(cells)} |" for cells in lines)
    return "\n".join((first, f"|{' --- |' * width}", *others))


def _width(rows: _Rows) -> int:
    return max(1, *map(len, rows))
