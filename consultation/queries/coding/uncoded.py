"""The points of a question that nobody coded, facet by facet: neither they nor their theme."""

from collections.abc import Sequence
from dataclasses import dataclass

from consultation.models import OpenQuestion
from consultation.queries.coding.code_counts import CountedPoint, FacetCoding, codings
from consultation.queries.coding.coded_lines import named
from consultation.queries.desk.points import PointInContext, points_in_context
from consultation.queries.desk.themes import current_themes

PAGE_SIZE = 50


@dataclass(frozen=True)
class UncodedPoint:
    """A point without a code in a facet, where it is, and what it is coded with in the others."""

    point: PointInContext
    theme_id: int | None
    theme: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Uncoded:
    """One page of the points not coded in `facet`; `left` has how many there are in each facet."""

    facet: str
    left: dict[str, int]
    points: tuple[UncodedPoint, ...]
    of: int
    page: int
    pages: int


def uncoded_points(question: OpenQuestion, facet: str, page: int = 1) -> Uncoded:
    """The points of a question that are not coded in a facet, or in the frame's first."""
    facets = codings(question.consultation, question)
    facet = facet if facet in facets else next(iter(facets), "")
    found = facets[facet].uncoded if facet else []
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    return Uncoded(
        facet,
        {name: len(coding.uncoded) for name, coding in facets.items()},
        tuple(_lines(question, found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], facets)),
        len(facets[facet].points) if facet else 0,
        page,
        pages,
    )


def _lines(
    question: OpenQuestion, found: Sequence[CountedPoint], facets: dict[str, FacetCoding]
) -> list[UncodedPoint]:
    titles = {theme.id: theme.title for theme in current_themes(question)}
    words = {p.point_id: p for p in points_in_context(question, [p.point_id for p in found])}
    return [
        UncodedPoint(
            words[point.point_id],
            point.theme_id,
            titles.get(point.theme_id or 0, ""),
            tuple(code for coding in facets.values() for code in _named(coding, point)),
        )
        for point in found
    ]


def _named(coding: FacetCoding, point: CountedPoint) -> list[str]:
    """The codes of a point in a facet: "type T1 Escape"."""
    held = coding.codes_of(point)
    return [
        " ".join((coding.facet, *named(code))).replace("  ", " ")
        for number, code in coding.codes.items()
        if number in held
    ]
