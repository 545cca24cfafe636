"""Points that size would hide, sought in the themes as people keep them, not as they were found."""

from collections.abc import Mapping, Sequence

import nlp
from consultation.db import session
from consultation.models import MinorityPoint, OpenQuestion, Point
from consultation.operations.grouping.readings import points_of


def keep_minority(
    question: OpenQuestion, answers: Sequence[tuple[int, int]], texts: Sequence[nlp.Text]
) -> None:
    """Find the minority points of a question where its points are placed now.

    A theme that people keep may hold other points than the group that was found: “A theme that
    only one author speaks to” must be true of the theme that a chair sees.
    """
    session.flush()
    session.expire_all()  # The points know nothing yet of where they have just been placed.
    text_of = {answer_id: number for number, (answer_id, _) in enumerate(answers)}
    points = sorted(
        (point for point in points_of(question.id) if point.answer_id in text_of),
        key=lambda point: (text_of[point.answer_id], point.start, point.end),
    )
    themes = _themes(points)
    found = nlp.minority_points(
        [_read(point, text_of) for point in points],
        list(themes.values()),
        [number for number, point in enumerate(points) if _is_unplaced(point)],
        [nlp.Author(text.author or text.id, text.kind, text.position) for text in texts],
    )
    ids = list(themes)
    session.add_all(
        MinorityPoint(
            point_id=points[each.point].id,
            theme_id=None if each.theme is None else ids[each.theme],
            reason=each.reason,
            rank=rank,
        )
        for rank, each in enumerate(found, 1)
    )


def _read(point: Point, text_of: Mapping[int, int]) -> nlp.Point:
    kind = nlp.Kind(point.kind) if point.kind else None
    return nlp.Point(
        text_of[point.answer_id], point.start, point.end, "", kind=kind, cues=tuple(point.cues)
    )


def _is_unplaced(point: Point) -> bool:
    if point.placement is None:
        return not point.filler
    return point.placement.theme_id is None and point.placement.discarded_because is None


def _themes(points: Sequence[Point]) -> dict[int, nlp.Theme]:
    """The themes by row, as the points' numbers: the largest first, as an analysis has them."""
    held: dict[int, list[int]] = {}
    for number, point in enumerate(points):
        if point.placement is not None and point.placement.theme_id is not None:
            held.setdefault(point.placement.theme_id, []).append(number)
    return {
        theme: nlp.Theme("", (), tuple(own), _quotes(points, own), None, 0.0)
        for theme, own in sorted(held.items(), key=lambda item: (-len(item[1]), item[1]))
    }


def _quotes(points: Sequence[Point], own: Sequence[int]) -> tuple[int, ...]:
    """Which points speak for a theme: those that people marked, those suggested, the first."""
    quotes = {
        number: quote
        for number in own
        if (quote := points[number].quote) is not None and not quote.rejected
    }
    order = sorted(quotes, key=lambda n: (quotes[n].marked_by_id is None, quotes[n].id))
    return tuple(order) or (own[0],)
