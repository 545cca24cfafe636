"""Who speaks for whom: a campaign's copies are heard through its template, additions themselves."""

import re
from collections import defaultdict
from collections.abc import Sequence

from nlp.campaigns import Campaign, Member, Span
from nlp.points import Point

_WORD = re.compile(r"\w+")


def speakers(
    texts: Sequence[str], points: Sequence[Point], campaigns: Sequence[Campaign]
) -> dict[int, int]:
    """For each point that is not filler, the point that speaks for it: often itself.

    A point of a copy is spoken for by the template's point with most of its words, unless at least
    half of it lies in the copy's additions or the template says nothing like it.

    >>> points = [Point(0, 0, 14, "en"), Point(1, 0, 14, "en")]
    >>> campaign = Campaign("…", (Member(0, 1.0, ()), Member(1, 1.0, ())))
    >>> speakers(["Keep it open."] * 2, points, [campaign])
    {0: 0, 1: 0}
    """
    of_text: dict[int, list[int]] = defaultdict(list)
    for number, point in enumerate(points):
        if not point.filler:
            of_text[point.text].append(number)
    spoken_by = {number: number for numbers in of_text.values() for number in numbers}
    for campaign in campaigns:
        template, *copies = campaign.members
        said = {number: _words(texts, points[number]) for number in of_text[template.text]}
        for copy in copies:
            own = [
                number for number in of_text[copy.text] if not _is_addition(points[number], copy)
            ]
            spoken_by |= {
                number: _most_alike(_words(texts, points[number]), said, number) for number in own
            }
    return dict(sorted(spoken_by.items()))


def _words(texts: Sequence[str], point: Point) -> frozenset[str]:
    return frozenset(_WORD.findall(texts[point.text][point.start : point.end].casefold()))


def _is_addition(point: Point, member: Member) -> bool:
    added = sum(_overlap((point.start, point.end), addition) for addition in member.additions)
    return 2 * added >= point.end - point.start


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _most_alike(own: frozenset[str], said: dict[int, frozenset[str]], otherwise: int) -> int:
    """The template's point that shares most words, if it shares half of the shorter one's."""
    alike = {number: len(own & words) for number, words in said.items()}
    best = max(alike, key=lambda number: (alike[number], -number), default=otherwise)
    if best == otherwise or 2 * alike[best] < min(len(own), len(said[best])):
        return otherwise
    return best
