"""From an analysis to themes: new groups beside whatever people have decided.

A theme is kept when a person named or proposed it, gave it an outcome, merged another into it,
nested it or nested another in it, placed a point in it or put one of a sample there, marked one
of its quotes or wrote of it in the summary; then it keeps its title and all its points, and may
only gain new ones as suggestions. All other themes are the machine's own and follow the newest
reading, each keeping its row, and so its place in the list, where most of its points stay together.

Where placing has learnt from people's decisions, a free point goes to the kept theme that it is
like. What its group would send to a kept theme that it is not like waits, unplaced.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import joinedload

import nlp
from consultation.db import session
from consultation.models import (
    CodeRefusal,
    CodeUse,
    Coding,
    Matter,
    OpenQuestion,
    Placement,
    Point,
    Quote,
    Theme,
)
from consultation.operations.grouping.readings import points_of
from consultation.queries.desk.themes import is_current
from consultation.queries.plenary.summaries import themes_named


def keep_themes(
    question: OpenQuestion,
    points: Sequence[Point | None],
    result: nlp.Analysis,
    suggested: Mapping[int, int | None],
) -> list[int | None]:
    """Bring a question's themes up to the newest reading; `points` are the result's, in order.

    One that yielded to what people decided is None.

    Returns for each group of the result the theme that it is now: None for one whose points are
    all elsewhere, by people's decisions. `suggested` is where some of the points belong, by what
    was decided when the reading began; it yields to whatever has been decided since.
    """
    session.expire_all()
    everything = points_of(question.id)
    themes = session.scalars(
        select(Theme)
        .where(Theme.question == question, is_current())
        .options(joinedload(Theme.outcome))
        .order_by(Theme.id)
    ).all()
    kept = {theme.id for theme in themes if is_kept(theme, everything)}
    fixed = {p.id for p in everything if _stays(p, kept)}
    learnt = {
        point.id: theme
        for i, theme in suggested.items()
        if (point := points[i]) is not None and _is_free(point, fixed)
    }
    placed = {point_id: theme for point_id, theme in learnt.items() if theme in kept}
    held = {p.id: p.placement.theme_id for p in everything if p.placement} | placed
    groups = [
        _Group(group, _those(points, group.points), fixed | placed.keys())
        for group in result.themes
    ]
    targets = _match(groups, held, [t for t in themes if t.id not in kept], kept)
    _let_wait(groups, targets, {point_id for point_id, theme in learnt.items() if theme is None})
    _take_back(everything, fixed)
    taken = {theme.title for theme in themes if theme.id in kept}
    rows = [_row(question, g, target, taken) for g, target in zip(groups, targets, strict=True)]
    session.add_all(Placement(point_id=p, theme_id=theme) for p, theme in placed.items())
    session.flush()
    for group, theme in zip(groups, rows, strict=True):
        if theme is not None:
            quotes = [point.id for point in _those(points, group.found.quotes)]
            _fill(theme, group, quotes, kept, everything)
    _drop_empty(themes, kept, rows)
    return [
        row.id if row is not None else target if isinstance(target, int) else None
        for row, target in zip(rows, targets, strict=True)
    ]


def _those(points: Sequence[Point | None], numbers: Iterable[int]) -> list[Point]:
    return [point for number in numbers if (point := points[number]) is not None]


class _Group:
    """A group of the result: all its points, and those that are free to be placed."""

    def __init__(self, found: nlp.Theme, members: list[Point], fixed: set[int]) -> None:
        self.found = found
        self.members = [point.id for point in members]
        self.free = [point.id for point in members if _is_free(point, fixed)]


def is_kept(theme: Theme, points: Iterable[Point]) -> bool:
    """Whether a person has decided anything about a theme."""
    if theme.proposed_by_id or theme.titled_by_id or theme.outcome or _holds_another(theme):
        return True
    if theme.parent_id or theme.id in themes_named(theme.question):
        return True
    if _is_coded(theme) or _has_codes(theme):
        return True
    inside = [p for p in points if p.placement and p.placement.theme_id == theme.id]
    return any(
        (p.placement and p.placement.placed_by_id) or (p.quote and p.quote.marked_by_id)
        for p in inside
    )


def _holds_another(theme: Theme) -> bool:
    """Whether another was merged into it, or is nested in it."""
    held = or_(Theme.merged_into_id == theme.id, Theme.parent_id == theme.id)
    return session.scalar(select(Theme.id).where(held).limit(1)) is not None


def _has_codes(theme: Theme) -> bool:
    """Whether a person coded a theme, even if that holds no more, or refused a code for it."""
    used = select(CodeUse.id).where(CodeUse.theme_id == theme.id)
    refused = select(CodeRefusal.id).where(CodeRefusal.theme_id == theme.id)
    return any(session.scalar(each.limit(1)) is not None for each in (used, refused))


def _is_coded(theme: Theme) -> bool:
    """Whether somebody put a point of a sample there, who did not see where it was."""
    return session.scalar(select(Coding.id).where(Coding.theme_id == theme.id).limit(1)) is not None


def _stays(point: Point, kept: set[int]) -> bool:
    """Whether a point is where a person put it, or in a kept theme, with something to say."""
    placement = point.placement
    if placement is None:
        return False
    return placement.placed_by_id is not None or (placement.theme_id in kept and not point.filler)


def _is_free(point: Point, fixed: set[int]) -> bool:
    return point.id not in fixed and not point.filler


def _match(
    groups: Sequence[_Group],
    held: dict[int, int | None],
    machine: Sequence[Theme],
    kept: set[int],
) -> list[Theme | int | None]:
    """For each group: a kept theme's id that most of it lies in, a row to use again, or None."""
    free_rows = {theme.id: theme for theme in machine}
    targets: list[Theme | int | None] = []
    for group in groups:
        overlap = Counter(held[p] for p in group.members if held.get(p))
        home = most_lie_in([held.get(p) for p in group.members])
        if home in kept:
            targets.append(home)
            continue
        reusable = [t for t in overlap if t in free_rows]
        best = max(reusable, key=lambda t: (overlap[t], -t), default=None)
        targets.append(free_rows.pop(best) if best is not None else None)
    return targets


def most_lie_in(themes: Sequence[int | None]) -> int | None:
    """The theme of more than half of some points, if there is one.

    >>> most_lie_in([3, 3, None]), most_lie_in([3, 3, 4, None]), most_lie_in([])
    (3, None, None)
    """
    counts = Counter(themes)
    return next((t for t, count in counts.items() if t and 2 * count > len(themes)), None)


def _let_wait(
    groups: Sequence[_Group], targets: Sequence[Theme | int | None], waiting: set[int]
) -> None:
    """Leave out of what goes to a kept theme those points that are not like it."""
    for group, target in zip(groups, targets, strict=True):
        if isinstance(target, int):
            group.free = [point_id for point_id in group.free if point_id not in waiting]


def _take_back(points: list[Point], fixed: set[int]) -> None:
    """Undo what the machine placed and quoted, as far as no person stands behind it."""
    free = [p.id for p in points if p.id not in fixed]
    for start in range(0, len(free), 500):
        some = free[start : start + 500]
        session.execute(delete(Placement).where(Placement.point_id.in_(some)))
        session.execute(delete(Quote).where(Quote.point_id.in_(some), Quote.marked_by_id.is_(None)))
    session.expire_all()


def _row(
    question: OpenQuestion, group: _Group, target: Theme | int | None, taken: set[str]
) -> Theme | None:
    """The theme a group's free points go to; None when it has none."""
    if not group.free:
        return None
    if isinstance(target, int):
        return session.get_one(Theme, target)
    theme = target or Theme(question_id=question.id)
    theme.title = _unique(group.found, taken)
    theme.terms = list(group.found.terms)
    theme.cohesion = group.found.cohesion
    session.add(theme)
    return theme


def _unique(found: nlp.Theme, taken: set[str]) -> str:
    """A title no other theme of the question has."""
    title, extra = found.title, 0
    while title in taken:
        word = found.terms[extra] if extra < len(found.terms) else str(extra + 1)
        title, extra = f"{found.title} ({word})", extra + 1
    taken.add(title)
    return title


def _fill(
    theme: Theme, group: _Group, quotes: list[int], kept: set[int], everything: list[Point]
) -> None:
    """Place a group's free points, and suggest its quotes where no person has chosen any."""
    session.add_all(Placement(point_id=p, theme_id=theme.id) for p in group.free)
    if theme.id in kept:
        return
    free, decided = set(group.free), {p.id for p in everything if p.quote is not None}
    session.add_all(Quote(point_id=p) for p in quotes if p in free and p not in decided)


def _drop_empty(themes: Sequence[Theme], kept: set[int], rows: list[Theme | None]) -> None:
    """Delete the machine's themes that no group uses any more."""
    used = {theme.id for theme in rows if theme is not None}
    for theme in themes:
        if theme.id not in kept and theme.id not in used:
            session.execute(update(Matter).where(Matter.theme_id == theme.id).values(theme_id=None))
            session.delete(theme)
