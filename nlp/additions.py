"""What a copy adds to its campaign's template → which of its sentences are its own."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.filler import is_filler

Span = tuple[int, int]

_SAYS = 6  # words of an addition that says something; in fewer a name is changed
_ARGUES = 12  # words of one that makes a template's sentence the copy's own, put in its midst


@dataclass(frozen=True, slots=True)
class Addition:
    """A span of a copy's text that its template does not have.

    A sentence with `enough` of its characters, white space apart, is the copy's own; None where
    the addition is too short for that.
    """

    start: int
    end: int
    enough: int | None


def telling(text: str, spans: Sequence[Span]) -> tuple[Addition, ...]:
    """The additions that say something: neither a few words nor filler. Spans are in order.

    >>> text = "Keep it open. Our bakery repairs its oven with it. Thank you for your hard work."
    >>> telling(text, [(14, 49), (51, 79)])
    (Addition(start=14, end=49, enough=None),)
    """
    return tuple(
        Addition(start, end, -(-_length(text, start, end) // 4) if words >= _ARGUES else None)
        for start, end in spans
        if (words := len(text[start:end].split())) >= _SAYS and not is_filler(text[start:end])
    )


def is_own(text: str, start: int, end: int, additions: Sequence[Addition]) -> bool:
    """Whether a sentence is the copy's own: half of it is added, or it has a quarter of a long one.

    An addition may begin or end within a sentence, where it has a word in common with the template
    or is put in its midst. A quarter, because but for the first and the last of its sentences all
    are added as a whole: so more than half of a long addition is in sentences that are own.
    """
    first = bisect_right(additions, start, key=lambda each: each.end)
    last = bisect_left(additions, end, key=lambda each: each.start)
    added = 0
    for each in additions[first:last]:
        part = _length(text, max(start, each.start), min(end, each.end))
        if each.enough is not None and part >= each.enough:
            return True
        added += part
    return added > 0 and 2 * added >= _length(text, start, end)


def _length(text: str, start: int, end: int) -> int:
    return len("".join(text[start:end].split()))
