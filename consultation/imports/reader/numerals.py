"""Numbers as numbering writes them: 4, iv, D."""

from collections.abc import Callable

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(number: int) -> str:
    """A number in small Roman numerals.

    >>> roman(4), roman(1999)
    ('iv', 'mcmxcix')
    """
    found = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        found += letters * count
    return found


def letter(number: int) -> str:
    """A number as Word counts with letters: after z comes aa, then bb.

    >>> letter(1), letter(26), letter(27), letter(54)
    ('a', 'z', 'aa', 'bbb')
    """
    times, place = divmod(max(number, 1) - 1, 26)
    return chr(ord("a") + place) * min(times + 1, 40)


def _ordinal(number: int) -> str:
    teens = 10 <= number % 100 <= 20
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "lowerLetter": letter,
    "upperLetter": lambda number: letter(number).upper(),
    "ordinal": _ordinal,
    "none": lambda _number: "",
}
"""What Word's formats (ECMA-376, 17.18.59) make of a number; others are written as decimal."""
