"""Who speaks for whom: a campaign's copies are heard through its template, additions themselves."""

import re
from collections import defaultdict
from collections.abc import Sequence

from nlp.campaigns import Campaign
from nlp.points import Point

_WORD = re.compile(r"\w+")


class _Said:
    """The words of the template's points, and for each word the points that have it."""

    def __init__(self, words: dict[int, frozenset[str]]) -> None:
        self.words = words
        self.points: dict[str, list[int]] = defaultdict(list)
        for number, own in words.items():
            for word in own:
                self.points[word].append(number)

    def most_alike(self, own: frozenset[str], otherwise: int) -> int:
        """The point that shares most words, if it shares half of the shorter one's."""
        alike = self._alike(own)
        best = max(alike, key=lambda number: (alike[number], -number), default=otherwise)
        if best == otherwise or 2 * alike[best] < min(len(own), len(self.words[best])):
            return otherwise
        return best

    def _alike(self, own: frozenset[str]) -> dict[int, int]:
        """How many words some points share, among them all those that share most.

        The rarest words are looked up first. Once a point shares more words than are left, none
        that has not been met can share as many: of a copied point one or two words are looked up,
        and not the frequent ones, whose lists grow with the letter.
        """
        known = sorted(own & self.points.keys(), key=lambda word: (len(self.points[word]), word))
        alike: dict[int, int] = {}
        most = 0
        for looked_up, word in enumerate(known):
            if most > len(known) - looked_up:
                break
            met = [number for number in self.points[word] if number not in alike]
            alike |= {number: len(own & self.words[number]) for number in met}
            most = max([most, *(alike[number] for number in met)])
        return alike


def speakers(
    texts: Sequence[str], points: Sequence[Point], campaigns: Sequence[Campaign]
) -> dict[int, int]:
    """For each point that is not filler, the point that speaks for it: often itself.

    A point of a copy is spoken for by the template's point with most of its words, unless the copy
    added it or the template says nothing like it.

    >>> from nlp.campaigns import Member
    >>> points = [Point(0, 0, 14, "en"), Point(1, 0, 14, "en")]
    >>> campaign = Campaign("…", (Member(0, 1.0, ()), Member(1, 1.0, ())))
    >>> speakers(["Keep it open."] * 2, points, [campaign])
    {0: 0, 1: 0}
    """
    spoken_by = {number: number for number, point in enumerate(points) if not point.filler}
    copied: dict[int, list[int]] = defaultdict(list)
    for number in spoken_by:
        if not points[number].added:
            copied[points[number].text].append(number)
    for campaign in campaigns:
        template, *copies = campaign.members
        said = _Said({n: _words(texts, points[n]) for n in copied[template.text]})
        spoken_by |= {
            number: said.most_alike(_words(texts, points[number]), number)
            for copy in copies
            for number in copied[copy.text]
        }
    return spoken_by


def _words(texts: Sequence[str], point: Point) -> frozenset[str]:
    return frozenset(_WORD.findall(texts[point.text][point.start : point.end].casefold()))
