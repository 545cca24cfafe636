"""Which argument each point of the demonstration makes, as whoever wrote its data said.

A point of the machine is a span of an answer, and so is an argument of the data: an answer is its
arguments with a blank between them. A point makes the argument that it shares most letters with.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consultation.db import session
from consultation.models import Answer, OpenQuestion, Placement, Point, Stakeholder
from consultation.queries.desk.points import from_points


@dataclass(frozen=True)
class Made:
    """A point, the theme that it is under (0: none), and its argument; some make none."""

    point_id: int
    theme_id: int
    argument: str | None


def arguments_made(question: OpenQuestion, lines: Sequence[Mapping[str, Any]]) -> list[Made]:
    """The points of a question that may be moved; `lines` are the data of its answers."""
    written = {
        line["stakeholder"]: line["points"] for line in lines if line["question"] == question.number
    }
    columns = (Point.id, Point.start, Point.end, Placement.theme_id, Stakeholder.reference)
    found = session.execute(
        from_points(*columns)
        .where(
            Answer.question == question,
            Point.filler.is_(False),
            Placement.discarded_because.is_(None),
        )
        .order_by(Point.id)
    )
    return [
        Made(number, theme or 0, _argument(written.get(reference, ()), start, end))
        for number, start, end, theme, reference in found
    ]


def sizes(made: Sequence[Made]) -> dict[int, Counter[str | None]]:
    """By theme: how many of its points make each argument."""
    themes: defaultdict[int, Counter[str | None]] = defaultdict(Counter)
    for each in made:
        if each.theme_id:
            themes[each.theme_id][each.argument] += 1
    return themes


def _argument(points: Sequence[Mapping[str, Any]], start: int, end: int) -> str | None:
    shared = [(min(to, end) - max(at, start), argument) for at, to, argument in _spans(points)]
    most, argument = max(shared, key=lambda each: each[0], default=(0, None))
    return argument if most > 0 else None


def _spans(points: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, int, str | None]]:
    at = 0
    for point in points:
        to = at + len(point["text"])
        yield at, to, point["theme"]
        at = to + 1
