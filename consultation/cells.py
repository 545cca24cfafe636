"""Cells of a spreadsheet: how much one holds, and what it would take for a formula."""

import re

CELL_LIMIT = 32_767
"""What a cell holds, in UTF-16 units as Excel counts them (an emoji is two)."""

# A sign of a formula first, or after what some program skips or parts cells at; a tab or a carriage
# return first in any case. Full-width signs are typed in East Asia and read as the narrow ones.
_TEMPTING = re.compile("'*(?:[\t\r]|[\\s;,\"]*[=+\\-@\uff1d\uff0b\uff0d\uff20])")


def units(text: str) -> int:
    """How long a text is for a spreadsheet.

    >>> units("a🙂")
    3
    """
    return len(text) + sum(character > "\uffff" for character in text)


def is_cut(cell: str, text: str) -> bool:
    """Whether a cell holds of a text what a spreadsheet program leaves of one too long for it.

    >>> is_cut("a" * CELL_LIMIT, "a" * 40_000), is_cut("a", "ab")
    (True, False)
    """
    return CELL_LIMIT <= units(cell) < units(text) and text.startswith(cell)


def guarded(text: str) -> str:
    """A text for a CSV file, with an apostrophe before what would be taken for a formula.

    So each line has, for a program that takes another separator begins a row at it. Apostrophes
    that stand there already do not count, so that `unguarded` finds its own again.

    >>> guarded("-5"), guarded("'-5"), guarded("'tis")
    ("'-5", "''-5", "'tis")
    """
    return "\n".join(f"'{line}" if _TEMPTING.match(line) else line for line in text.split("\n"))


def unguarded(cell: str) -> str:
    """The text again.

    >>> unguarded("'-5"), unguarded("''-5"), unguarded("'tis")
    ('-5', "'-5", "'tis")
    """
    return "\n".join(
        line[1:] if line.startswith("'") and _TEMPTING.match(line) else line
        for line in cell.split("\n")
    )
