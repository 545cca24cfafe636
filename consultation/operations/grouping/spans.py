"""Points that come, go or take another span, with what hangs on them and is no decision.

What was raised on a point is never lost with it, and what the machine found about one that comes
back comes back too, unless there was a reading since.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, select, update

from consultation.db import session
from consultation.errors import NotAllowedYet
from consultation.models import (
    Analysis,
    Answer,
    CodeRefusal,
    CodeUse,
    Fit,
    Matter,
    MinorityPoint,
    Point,
    SampledPoint,
    Subtheme,
)
from consultation.operations.desk.kept_rows import Kept, State, put, values_of

POINT = Kept(
    Point,
    "id",
    ("filler", "answer_id", "start", "end", "cut_by_id", "language", "kind", "cues", "references"),
)
DECIDED = 5
"""How many of its columns no reading changes: the others are what the machine made of its words."""

_REASONS = (
    Kept(
        Fit,
        "point_id",
        (
            "theme_id",
            "score",
            "subtheme_id",
            "runner_up_id",
            "runner_up_score",
            "across",
            "down",
        ),
    ),
    Kept(MinorityPoint, "point_id", ("theme_id", "reason", "rank")),
)


_PART = _REASONS[0].columns.index("subtheme_id")


def beside(points: Collection[int]) -> State:
    """What else a step keeps of points that come or go: reasons, of which reading, and matters."""
    matters: dict[str, list[int]] = {}
    for point_id, matter_id in session.execute(
        select(Matter.point_id, Matter.id).where(Matter.point_id.in_(points)).order_by(Matter.id)
    ):
        matters.setdefault(str(point_id), []).append(matter_id)
    return {
        **values_of(_REASONS, points),
        "matter": matters,
        "analysis": {"newest": [_newest_reading(points)]},
    }


def _newest_reading(points: Collection[int]) -> int | None:
    asked = select(Answer.question_id).join(Point).where(Point.id.in_(points))
    return session.scalar(select(func.max(Analysis.id)).where(Analysis.question_id.in_(asked)))


def ensure_unsampled(points: Collection[int]) -> None:
    """Raise NotAllowedYet for a point of a sample: the two who code it read the same words."""
    sampled = select(SampledPoint.id).where(SampledPoint.point_id.in_(points)).limit(1)
    if session.scalar(sampled) is not None:
        raise NotAllowedYet(
            "A point of this passage is in a sample that two people code, and both have to read "
            "the same words. It stays as it is."
        )


def ensure_uncoded(points: Collection[int]) -> None:
    """Raise NotAllowedYet for a point that is coded by itself: its codes would go with it."""
    coded = CodeUse.point_id.in_(points) & CodeUse.ended_at.is_(None)
    if session.scalar(select(CodeUse.id).where(coded).limit(1)) is not None:
        raise NotAllowedYet(
            "The second of the two is coded by itself. Take its codes back first; the joined "
            "point can be coded then."
        )


def reshaped(current: State, wanted: State) -> set[int]:
    """The numbers of the points that are not the same span in both states."""
    one, other = current["point"], wanted["point"]
    return {int(n) for n in one.keys() | other.keys() if _span(one, n) != _span(other, n)}


def would_overlap(current: State, wanted: State) -> bool:
    """Whether a point has come since where a point of `wanted` would be."""
    changed = {str(number) for number in reshaped(current, wanted)}
    if not changed:
        return False
    spans = [values[1:4] for n, values in wanted["point"].items() if n in changed]
    had = [values[1:4] for n, values in current["point"].items() if n in changed]
    others = session.execute(
        select(Point.answer_id, Point.start, Point.end).where(
            Point.answer_id.in_({answer_id for answer_id, _, _ in spans}),
            Point.id.not_in({int(n) for n in changed}),
        )
    )
    return any(
        _meets((answer_id, start, end), spans) and not _meets((answer_id, start, end), had)
        for answer_id, start, end in others
    )


def _span(rows: dict[str, list[Any]], number: str) -> list[Any] | None:
    return rows[number][1:4] if number in rows else None


def sharing(span: Sequence[int], points: dict[str, list[Any]]) -> list[str]:
    """The numbers of those of some points that have a word of a span."""
    return [number for number, row in points.items() if _meets(span, [row[1:4]])]


def _meets(span: Sequence[int], others: Iterable[list[int]]) -> bool:
    answer_id, start, end = span
    return any(answer_id == a and start < last and first < end for a, first, last in others)


def take_away(points: Collection[int], heirs: dict[str, list[Any]]) -> None:
    """Delete points on which no decision hangs.

    What was raised on one, what it was coded once, and that it is a minority point, goes to its
    heir. Its heir is the point of `heirs` that has its first word. Raises NotAllowedYet for one
    that is coded by itself.
    """
    ensure_uncoded(points)
    for point in session.scalars(select(Point).where(Point.id.in_(points))).all():
        first_word = (point.answer_id, point.start, point.start + 1)
        here = sharing(first_word, heirs)
        heir = int(here[0]) if here else None
        of_it = update(Matter).where(Matter.point_id == point.id)
        session.execute(of_it.values(point_id=heir))
        _hand_on_codes(point.id, heir)
        _hand_on_minority(point.id, heir)
    for kept in _REASONS:
        session.execute(delete(kept.model).where(kept.model.point_id.in_(points)))
    session.execute(delete(Point).where(Point.id.in_(points)))
    session.expire_all()


def _hand_on_codes(point_id: int, heir: int | None) -> None:
    """What a point was coded once, and which codes it was refused, stays known of its words."""
    if heir:
        known = select(CodeRefusal.code_id).where(CodeRefusal.point_id == heir)
        twice = CodeRefusal.code_id.in_(known.scalar_subquery())
        session.execute(delete(CodeRefusal).where(CodeRefusal.point_id == point_id, twice))
    for model in (CodeUse, CodeRefusal):
        of_it = model.point_id == point_id
        session.execute(
            update(model).where(of_it).values(point_id=heir) if heir else delete(model).where(of_it)
        )


def _hand_on_minority(point_id: int, heir: int | None) -> None:
    known = session.scalar(select(MinorityPoint.id).where(MinorityPoint.point_id == heir))
    if heir is not None and known is None:
        found = update(MinorityPoint).where(MinorityPoint.point_id == point_id)
        session.execute(found.values(point_id=heir))


def bring(wanted: State) -> None:
    """Make points what `wanted` says; what the machine made of words that stay stays too."""
    points = wanted["point"]
    present = values_of((POINT,), set(map(int, points)))["point"]
    whole = {n for n in points if _span(present, n) != _span(points, n)}
    put(POINT, {n: row if n in whole else row[:DECIDED] for n, row in points.items()})
    session.flush()


def _in_no_gone_part(fits: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Fits without the sub-themes that made room for others meanwhile."""
    there = set(session.scalars(select(Subtheme.id).where(Subtheme.id.in_(_parts(fits)))))
    return {
        n: [*v[:_PART], v[_PART] if v[_PART] in there else None, *v[_PART + 1 :]]
        for n, v in fits.items()
    }


def _parts(fits: dict[str, list[Any]]) -> set[int]:
    return {values[_PART] for values in fits.values() if values[_PART] is not None}


def bring_back(points: Collection[int], wanted: State) -> None:
    """Give points that came back what was raised on them, and what was found about them."""
    for number in points:
        raised = wanted.get("matter", {}).get(str(number), [])
        session.execute(
            update(Matter)
            .where(Matter.id.in_(raised), Matter.point_id.in_(map(int, wanted["point"])))
            .values(point_id=number)
        )
    if points and wanted.get("analysis") == {"newest": [_newest_reading(points)]}:
        for kept in _REASONS:
            rows = wanted.get(kept.name, {})
            handed_on = set(map(int, wanted["point"].keys() - rows.keys()))
            session.execute(delete(kept.model).where(kept.model.point_id.in_(handed_on)))
            back = {n: values for n, values in rows.items() if int(n) in points}
            put(kept, _in_no_gone_part(back) if kept.model is Fit else back)
    session.flush()
