"""A map of a question's points: what says nearly the same lies near, one colour for each theme."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func

from consultation.db import session
from consultation.models import Answer, AnswerVersion, Fit, OpenQuestion, Placement, Point, Theme
from consultation.queries.desk.labels import Box, placed_labels
from consultation.queries.desk.points import from_points
from consultation.queries.desk.theme_signs import Sign, signs_of
from consultation.queries.desk.themes import current_themes

WIDTH, HEIGHT, EDGE = 1000, 640, 24
LABEL = 20
"""The height of a label's letters, where the picture is a thousand wide."""

DOTS_AT_MOST = 1_500
_TITLE = 26  # characters of a theme's title on the picture
_READ = 160  # characters of a point beside its dot


@dataclass(frozen=True)
class Dot:
    """A point on the picture and its theme, which an unplaced one has not."""

    point_id: int
    theme_id: int | None
    sign: Sign | None
    title: str
    across: float
    down: float
    text: str


@dataclass(frozen=True)
class MapTheme:
    """A theme on the picture, with all its points counted, wherever their dots are."""

    sign: Sign
    theme_id: int
    title: str
    points: int
    where: str
    label: Box | None


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
    themes = {theme.id: theme for theme in current_themes(question)}
    signs = signs_of(question)
    by_theme: defaultdict[int | None, list[_Found]] = defaultdict(list)
    for point in found:
        by_theme[point.theme_id].append(point)
    placed = [point for point in found if point.across is not None]
    dots = tuple(_dot(point, themes.get(point.theme_id or 0), signs) for point in _some(placed))
    drawn = [(theme, signs[theme.id], by_theme[theme.id]) for theme in themes.values()]
    return PointMap(
        dots=dots,
        themes=tuple(_themes([each for each in drawn if each[2]], dots)),
        points=len(found),
        placed=len(placed),
        unplaced=len(by_theme[None]),
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


def _some(points: Sequence[_Found]) -> Sequence[_Found]:
    """At most so many points, from every theme in proportion, always the same."""
    if len(points) <= DOTS_AT_MOST:
        return points
    ordered = sorted(points, key=lambda p: (p.theme_id is None, p.theme_id or 0, p.point_id))
    return [ordered[n * len(ordered) // DOTS_AT_MOST] for n in range(DOTS_AT_MOST)]


def _dot(point: _Found, theme: Theme | None, signs: Mapping[int, Sign]) -> Dot:
    across, down = _at(point.across or 0.0, point.down or 0.0)
    sign, title = (signs[theme.id], theme.title) if theme else (None, "")
    return Dot(point.point_id, point.theme_id, sign, title, across, down, point.text[:_READ])


def _at(across: float, down: float) -> tuple[float, float]:
    return (
        round(EDGE + across * (WIDTH - 2 * EDGE), 1),
        round(EDGE + down * (HEIGHT - 2 * EDGE), 1),
    )


def _themes(
    drawn: Sequence[tuple[Theme, Sign, list[_Found]]], dots: Sequence[Dot]
) -> list[MapTheme]:
    middles = [_middle(points) for _, _, points in drawn]
    labels = placed_labels(
        [
            (*_at(*middle), _phrasings(theme)) if middle else (0.0, 0.0, ())
            for (theme, _, _), middle in zip(drawn, middles, strict=True)
        ],
        [(dot.across, dot.down) for dot in dots],
        size=LABEL,
        width=WIDTH,
        height=HEIGHT,
    )
    return [
        MapTheme(sign, theme.id, theme.title, len(points), _where(middle), label)
        for (theme, sign, points), middle, label in zip(drawn, middles, labels, strict=True)
    ]


def _phrasings(theme: Theme) -> list[str]:
    title = theme.title
    short = title if len(title) <= _TITLE else title[:_TITLE].rsplit(" ", 1)[0] + " …"
    return [f"{theme.id} {short}", f"{theme.id}"]


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
