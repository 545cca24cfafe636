"""Passages of a provision: quoted exactly, with what stands around, so that they are found again.

The selectors are those of the W3C Web Annotation Data Model (2017): a text quote (`exact`,
`prefix`, `suffix`) and a text position (`start`), in the provision's plain text.
"""

from collections.abc import Iterator
from typing import Any

AROUND = 32
"""Characters kept before and after a passage."""


def passage(plain: str, exact: str, *, start: int | None = None) -> dict[str, Any] | None:
    """Selectors for some words of a text, or None where they are not in it.

    White space may differ. Where the words stand more than once, the place nearest to `start` is
    meant, and without one the first.

    >>> passage("One rule. One exception.", "One  exception")["start"]
    10
    >>> passage("One rule.", "Two rules") is None
    True
    """
    found = spans_of(plain, exact)
    if not found:
        return None
    begin, end = min(found, key=lambda span: abs(span[0] - (start or 0)))
    return {
        "exact": plain[begin:end],
        "prefix": plain[max(0, begin - AROUND) : begin],
        "suffix": plain[end : end + AROUND],
        "start": begin,
    }


def spans_of(plain: str, exact: str) -> list[tuple[int, int]]:
    """Every place where some words stand in a text; white space may differ.

    >>> spans_of("One rule. One  rule.", "One rule")
    [(0, 8), (10, 19)]
    """
    sought = " ".join(exact.split())
    if not sought or len(sought) > len(plain):
        return []
    # Searched as it stands: a pattern of as many words as fit a field takes seconds to compile.
    text, places = _single_spaced(plain)
    return [(places[at], places[at + len(sought) - 1] + 1) for at in _each(sought, text)]


def _single_spaced(text: str) -> tuple[str, list[int]]:
    """A text with one space for each run of white space, and where each of its characters stands.

    >>> _single_spaced("a  b")
    ('a b', [0, 1, 3])
    """
    places = [
        at for at, sign in enumerate(text) if not (sign.isspace() and text[at - 1 : at].isspace())
    ]
    return "".join(" " if text[at].isspace() else text[at] for at in places), places


def _each(sought: str, text: str) -> Iterator[int]:
    at = text.find(sought)
    while at >= 0:
        yield at
        at = text.find(sought, at + len(sought))
