"""A map of a question's points: what says nearly the same lies near, one colour for each theme."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select

from consultation.db import session
from consultation.models import Answer, AnswerVersion, Fit, OpenQuestion, Placement, Point, Theme
from consultation.queries.labels import Box, placed_labels
from consultation.queries.points import from_points

WIDTH, HEIGHT, EDGE = 1000, 640, 24
LABEL = 20
"""The height of a label's letters, where the picture is a thousand wide."""

DOTS_AT_MOST = 1_500
COLOURS = 8
MARKS = ("circle", "square", "triangle", "diamond")
_TITLE = 26  # characters of a theme's title on the picture
_READ = 160  # characters of a point beside its dot


@dataclass(frozen=True)
class Dot:
    """A point on the picture; `rank` is its theme's, and None for an unplaced one."""

    point_id: int
    theme_id: int | None
    rank: int | None
    across: float
    down: float
    text: str


@dataclass(frozen=True)
class MapTheme:
    """A theme on the picture, with all its points counted, wherever their dots are."""

    rank: int
    theme_id: int
    title: str
    points: int
    where: str
    label: Box | None

    @property
    def colour(self) -> int:
        return self.rank % COLOURS

    @property
    def mark(self) -> str:
        """Colours come again from the ninth theme on, and then with another mark."""
        return MARKS[self.rank // COLOURS % len(MARKS)]


@dataclass(frozen=True)
class PointMap:
    """The picture. Of `points` points `placed` have a place on it and `dots` are drawn."""

    dots: tuple[Dot, ...]
    themes: tuple[MapTheme, ...]
    points: int
    placed: int
    unplaced: int


class _Found(NamedTuple):
    point_id: int
    text: str
    theme_id: int | None
    across: float | None
    down: float | None


def point_map(question: OpenQuestion) -> PointMap:
    """The points that count and are not set aside, where the newest analysis found them to lie."""
    found = _found(question)
    by_theme: defaultdict[int | None, list[_Found]] = defaultdict(list)
    for point in found:
        by_theme[point.theme_id].append(point)
    unplaced = by_theme.pop(None, [])
    ranked = sorted(by_theme.items(), key=lambda own: (-len(own[1]), own[0] or 0))
    ranks = {theme_id: rank for rank, (theme_id, _) in enumerate(ranked)}
    placed = [point for point in found if point.across is not None]
    dots = tuple(_dot(point, ranks) for point in _some(placed, ranks))
    return PointMap(
        dots=dots,
        themes=tuple(_themes(question, ranked, dots)),
        points=len(found),
        placed=len(placed),
        unplaced=len(unplaced),
    )


def _found(question: OpenQuestion) -> list[_Found]:
    words = func.substr(AnswerVersion.text, Point.start + 1, Point.end - Point.start)
    rows = session.execute(
        from_points(Point.id, words, Placement.theme_id, Fit.across, Fit.down)
        .outerjoin(Point.fit)
        .where(
            Answer.question_id == question.id,
            Point.filler.is_(False),
            Placement.discarded_because.is_(None),
        )
        .order_by(Point.id)
    )
    return [_Found._make(row) for row in rows]


def _some(points: Sequence[_Found], ranks: Mapping[int | None, int]) -> Sequence[_Found]:
    """At most so many points, from every theme in proportion, always the same."""
    if len(points) <= DOTS_AT_MOST:
        return points
    ordered = sorted(points, key=lambda p: (ranks.get(p.theme_id, len(ranks)), p.point_id))
    return [ordered[n * len(ordered) // DOTS_AT_MOST] for n in range(DOTS_AT_MOST)]


def _dot(point: _Found, ranks: Mapping[int | None, int]) -> Dot:
    across, down = _at(point.across or 0.0, point.down or 0.0)
    return Dot(
        point.point_id, point.theme_id, ranks.get(point.theme_id), across, down, point.text[:_READ]
    )


def _at(across: float, down: float) -> tuple[float, float]:
    return (
        round(EDGE + across * (WIDTH - 2 * EDGE), 1),
        round(EDGE + down * (HEIGHT - 2 * EDGE), 1),
    )


def _themes(
    question: OpenQuestion,
    ranked: Sequence[tuple[int | None, list[_Found]]],
    dots: Sequence[Dot],
) -> list[MapTheme]:
    titles = dict(
        session.execute(select(Theme.id, Theme.title).where(Theme.question_id == question.id)).all()
    )
    middles = [_middle(points) for _, points in ranked]
    labels = placed_labels(
        [
            (*_at(*middle), _phrasings(rank, titles[theme_id]))
            if middle and theme_id
            else (0.0, 0.0, ())
            for rank, ((theme_id, _), middle) in enumerate(zip(ranked, middles, strict=True))
        ],
        [(dot.across, dot.down) for dot in dots],
        size=LABEL,
        width=WIDTH,
        height=HEIGHT,
    )
    return [
        MapTheme(rank, theme_id, titles[theme_id], len(points), _where(middle), label)
        for rank, ((theme_id, points), middle, label) in enumerate(
            zip(ranked, middles, labels, strict=True)
        )
        if theme_id is not None
    ]


def _phrasings(rank: int, title: str) -> list[str]:
    short = title if len(title) <= _TITLE else title[:_TITLE].rsplit(" ", 1)[0] + " …"
    return [f"{rank + 1} {short}", f"{rank + 1}"]


def _middle(points: Sequence[_Found]) -> tuple[float, float] | None:
    """The middle of the points that have a place: of half of them it lies left, and above."""
    across = sorted(point.across for point in points if point.across is not None)
    down = sorted(point.down for point in points if point.down is not None)
    return (across[len(across) // 2], down[len(down) // 2]) if across else None


def _where(middle: tuple[float, float] | None) -> str:
    if middle is None:
        return "not on the map"
    row, column = (min(int(3 * middle[1]), 2), min(int(3 * middle[0]), 2))
    return _WORDS[row][column]


_WORDS = (
    ("upper left", "top", "upper right"),
    ("left", "middle", "right"),
    ("lower left", "bottom", "lower right"),
)
