"""What codes some points have, and would have once they are elsewhere: told before it is done.

No act at the desk changes a coding. A point has the codes of its own, and in a facet where it has
none, those of its theme: so it changes these with its theme, and what a theme that is gone was
coded holds for no point any more, until undoing brings the theme back.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from consultation.models import OpenQuestion, Theme
from consultation.queries.coding.code_counts import CountedPoint, FacetCoding, codings
from consultation.queries.coding.coded_lines import NOT_CODED, named
from consultation.queries.coding.codes import frame_of


@dataclass(frozen=True)
class CodeChange:
    """How many of the points have a code now and would then; without a key none fits, or is given.

    Both may be none: a theme that would be gone is coded so, and no point of it hangs on that.
    """

    facet: str
    key: str
    label: str
    now: int
    then: int

    @property
    def is_lost(self) -> bool:
        return self.then <= self.now

    @property
    def is_uncoded(self) -> bool:
        """Whether it is about the points that nobody coded in a facet."""
        return not self.key and self.label == NOT_CODED


def code_changes(
    question: OpenQuestion,
    points: Collection[int],
    into: Theme | None,
    *,
    gone: Theme | None = None,
) -> tuple[CodeChange, ...]:
    """What changes for points that go to a theme, or to none; `gone` is a theme that goes with it.

    In the order of the frame; nothing where there is none, or where all stay coded as they are.
    """
    if frame_of(question.consultation) is None:
        return ()
    facets = codings(question.consultation, question)
    return tuple(
        line
        for coding in facets.values()
        for line in _changes(coding, points, into.id if into else None, gone)
    )


def _changes(
    coding: FacetCoding, points: Collection[int], into: int | None, gone: Theme | None
) -> Iterator[CodeChange]:
    moved = [point for point in coding.points if point.point_id in points]
    now = [coding.codes_of(point) for point in moved]
    then = [coding.codes_of(_in(into, point)) for point in moved]
    given_up = coding.of_theme.get(gone.id, frozenset()) if gone else frozenset()
    given_up -= coding.of_theme.get(into, frozenset())
    for number, code in coding.codes.items():
        before, after = _count(number, now), _count(number, then)
        if before != after or number in given_up:
            yield CodeChange(coding.facet, *named(code), before, after)
    before, after = (sum(not codes for codes in each) for each in (now, then))
    if before != after:
        yield CodeChange(coding.facet, "", NOT_CODED, before, after)


def _in(theme: int | None, point: CountedPoint) -> CountedPoint:
    return point._replace(theme_id=theme)


def _count(number: int | None, held: Collection[Collection[int | None]]) -> int:
    return sum(number in codes for codes in held)
