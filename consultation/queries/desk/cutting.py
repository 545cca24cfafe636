"""Where a point can be cut in two, and which point follows it in its answer."""

import re

from sqlalchemy import select

from consultation.db import session
from consultation.errors import RuleError
from consultation.models import Point
from consultation.passages import spans_of

Span = tuple[int, int]

_SENTENCE = re.compile(r"(?<=[.!?…。！？])[\"'”’»)\]]*(?:\s+|(?<=[。！？]))(?=[^\s\d])|[\r\n]+")
_CLAUSE = re.compile(r"(?<=[;:,，；：])\s+")


def following(point: Point) -> Point | None:
    """The next point of the same answer, filler or not."""
    return session.scalar(
        select(Point)
        .where(Point.answer_id == point.answer_id, Point.start >= point.end)
        .order_by(Point.start, Point.end)
        .limit(1)
        .execution_options(populate_existing=True)
    )


def places_to_cut(text: str) -> list[int]:
    """Where the sentences and lines within a text begin; where there is one, its clauses.

    >>> text = "Keep it open. See Art. 5. It helps."
    >>> [text[place:] for place in places_to_cut(text)]
    ['See Art. 5. It helps.', 'It helps.']
    >>> places_to_cut("Keep it open, or close it."), places_to_cut("Keep it.")
    ([14], [])
    """
    return _ends_of(_SENTENCE, text) or _ends_of(_CLAUSE, text)


def _ends_of(mark: re.Pattern[str], text: str) -> list[int]:
    found = {span[1][0] for each in mark.finditer(text) if (span := halves(text, each.end()))}
    return sorted(found)


def halves(text: str, at: int) -> tuple[Span, Span] | None:
    """The two parts of a text cut at a place, without the white space between; both have letters.

    >>> halves("Keep it.  Close it.", 9)
    ((0, 8), (10, 19))
    >>> halves("Keep it. 5", 9) is None
    True
    """
    first, second = text[: max(at, 0)].rstrip(), text[max(at, 0) :].lstrip()
    if not (any(map(str.isalpha, first)) and any(map(str.isalpha, second))):
        return None
    return (0, len(first)), (len(text) - len(second), len(text))


def place_of_words(text: str, words: str) -> int:
    """Where in a text some words stand, which may be spaced otherwise.

    Raises RuleError unless they stand there exactly once.

    >>> place_of_words("Keep it open. It helps.", "It  helps")
    14
    """
    found = [start for start, _ in spans_of(text, words) if not _is_inside_a_word(text, start)]
    if not found:
        raise RuleError("These words do not stand in the point. Copy them from it as they are.")
    if len(found) > 1:
        raise RuleError(
            f"These words stand in the point {len(found)} times. Add the words after them."
        )
    return found[0]


def _is_inside_a_word(text: str, at: int) -> bool:
    return text[at - 1 : at].isalnum() and text[at].isalnum()
