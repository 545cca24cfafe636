"""Passages of a provision: quoted exactly, with what stands around, so that they are found again.

The selectors are those of the W3C Web Annotation Data Model (2017): a text quote (`exact`,
`prefix`, `suffix`) and a text position (`start`), in the provision's plain text.
"""

import re
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
    words = exact.split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    found = list(pattern.finditer(plain))
    if not found:
        return None
    meant = min(found, key=lambda match: abs(match.start() - (start or 0)))
    return {
        "exact": meant.group(),
        "prefix": plain[max(0, meant.start() - AROUND) : meant.start()],
        "suffix": plain[meant.end() : meant.end() + AROUND],
        "start": meant.start(),
    }
