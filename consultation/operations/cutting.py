"""Making two points of one, and one of two that follow each other in an answer.

A point is a span of what its author wrote: no word is changed, and none is left out. No reading
cuts otherwise what a person cut or joined.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import Fit, OwnOutcome, Person, Placement, Point, Quote, Refusal
from consultation.operations.audit import record
from consultation.operations.points import place_seen, reread
from consultation.operations.spans import ensure_uncoded, ensure_unsampled, take_away
from consultation.operations.steps import step
from consultation.operations.themes import open_question_for_edit, touch
from consultation.queries.audit import last_change
from consultation.queries.cutting import following, halves

_COPIED: tuple[type[Any], ...] = (Placement, OwnOutcome, Refusal, Fit)
_GOING: tuple[type[Any], ...] = (Placement, Quote, Refusal)


def span_seen(point: Point | None) -> str:
    """The span of a point and where it is, as the forms that cut and join remember them."""
    return f"{point.id}: {point.start} to {point.end}, {place_seen(point)}" if point else "none"


def pair_seen(point: Point) -> str:
    """A point and the one that follows it, as the form that joins them remembers them."""
    return f"{span_seen(point)}; {span_seen(following(point))}"


def cut_point(point: Point, at: int, *, seen: str, by: Person, now: datetime) -> Point:
    """Make two points of one: the second begins at `at`, a place in the answer's text.

    Both are where it was, by whose decision that was, and have what was decided on it. A quote that
    somebody marked is its first part from now on, and one that was suggested is none. Raises
    StaleEdit where it is not as `seen` says, RuleError where a part would say nothing.
    """
    open_question_for_edit(point.question)
    reread(point)
    _ensure_as_seen([point], seen)
    ensure_unsampled([point.id])
    parts = halves(point.text, at - point.start)
    if parts is None:
        raise RuleError("Both parts have to say something. Choose another place.")
    before = {"characters": _characters(point)}
    numbers = [point.id]
    with step("cut of a point in two", point, by=by, now=now, points=numbers, cuts=True):
        second = _second_part(point, point.start + parts[1][0], by)
        point.end = point.start + parts[0][1]
        point.cut_by, point.filler = by, False
        session.add(second)
        session.flush()
        numbers.append(second.id)
        _copy_what_hangs(point, second)
        _drop_suggested_quote(point)
        _touch([point])
    after = {"characters": f"{_characters(point)} and {_characters(second)}", "second": second.id}
    record("cut", point, person=by, now=now, before=before, after=after, question=point.question)
    return second


def join_points(point: Point, *, seen: str, by: Person, now: datetime) -> None:
    """Make one point of a point and the next of its answer; it is where the first is.

    Where the first was read as a greeting or the like, and is nowhere, it is where the second is.
    What was raised on the second is raised on it. Raises StaleEdit where they are not as `seen`
    says, NotAllowedYet where something was decided that cannot hold for both.
    """
    open_question_for_edit(point.question)
    reread(point)
    found = following(point)
    _ensure_as_seen([point, found] if found else [point], seen)
    second = ensure_joinable(point, found)
    before = {"characters": f"{_characters(point)} and {_characters(second)}", "second": second.id}
    before["places"] = f"{place_seen(point)} and {place_seen(second)}"
    numbers = [point.id, second.id]
    with step("joining of two points", point, by=by, now=now, points=numbers, cuts=True):
        _touch([point, second])
        _join(point, second, by)
    after = {"characters": _characters(point), "place": place_seen(point)}
    record("join", point, person=by, now=now, before=before, after=after, question=point.question)


def ensure_joinable(point: Point, second: Point | None) -> Point:
    """The second; raises NotAllowedYet where it cannot be joined to the first.

    So it is where there is none, or something was decided on one that cannot hold for both.
    """
    if second is None:
        raise NotAllowedYet("No point follows this one in its answer.")
    ensure_unsampled([point.id, second.id])
    ensure_uncoded([second.id])
    if any(each.placement and each.placement.discarded_because for each in (point, second)):
        raise NotAllowedYet(
            "One of the two was set aside, and its author reads why. Move it under a theme first."
        )
    if second.outcome is not None:
        raise NotAllowedYet(
            "The second has an outcome of its own, which its author reads. Give it that of its "
            "theme first."
        )
    if _marked(second) and not _may_speak_for_both(point, second):
        raise NotAllowedYet(
            "Somebody marked the second as a quote of its theme. Take the quote away first."
        )
    return second


def _ensure_as_seen(points: Sequence[Point], seen: str) -> None:
    parts = seen.split("; ")
    for number, point in enumerate(points):
        if number >= len(parts) or parts[number] != span_seen(point):
            raise StaleEdit(
                f"{last_change(point)} Your change was not made; look at the point as it is now."
            )


def _characters(point: Point) -> str:
    """The span of a point as people count: the log keeps none of its author's words."""
    return f"{point.start + 1} to {point.end}"


def _second_part(point: Point, start: int, by: Person) -> Point:
    """What the machine made of the whole holds for both until the next reading."""
    return Point(
        answer_id=point.answer_id,
        start=start,
        end=point.end,
        language=point.language,
        kind=point.kind,
        cues=list(point.cues),
        references=list(point.references),
        filler=False,
        cut_by=by,
    )


def _copy_what_hangs(point: Point, second: Point) -> None:
    """Give the second what the first has: place, outcome, refusal, how well it fits."""
    for model in _COPIED:
        row = session.scalar(select(model).where(model.point_id == point.id))
        if row is not None:
            columns = {
                column.name: getattr(row, column.name)
                for column in model.__table__.columns
                if column.name not in {"id", "point_id"}
            }
            session.add(model(point_id=second.id, **columns))
    session.flush()
    session.expire(second)


def _drop_suggested_quote(point: Point) -> None:
    """A quote that nobody marked was suggested for other words."""
    if point.quote is not None and point.quote.marked_by_id is None:
        session.delete(point.quote)
        session.flush()
        session.expire(point, ["quote"])


def _touch(points: Sequence[Point]) -> None:
    themes = {p.placement.theme for p in points if p.placement and p.placement.theme}
    for theme in themes:
        touch(theme)


def _marked(point: Point) -> bool:
    return bool(point.quote and point.quote.marked_by_id and not point.quote.rejected)


def _may_speak_for_both(point: Point, second: Point) -> bool:
    """Whether the second's mark as a quote can hold for the joined point."""
    return place_seen(_leading(point, second)) == place_seen(second) and not (
        point.quote and point.quote.rejected
    )


def _leading(point: Point, second: Point) -> Point:
    """The one whose place the joined point has: filler is nowhere."""
    return second if point.filler else point


def _join(point: Point, second: Point, by: Person) -> None:
    _join_places(point, _leading(point, second))
    _drop_suggested_quote(point)
    _drop_suggested_quote(second)
    _hand_on(Quote, point, second)
    _hand_on(Refusal, point, second)
    point.language = point.language or second.language
    if point.kind is None:
        point.kind, point.cues = second.kind, list(second.cues)
    point.references = list(dict.fromkeys((*point.references, *second.references)))
    point.end, point.cut_by, point.filler = second.end, by, False
    for model in _GOING:
        for row in session.scalars(select(model).where(model.point_id == second.id)):
            session.delete(row)
    session.flush()
    heir = [point.filler, point.answer_id, point.start, point.end]
    take_away([second.id], {str(point.id): heir})


def _join_places(point: Point, leading: Point) -> None:
    if leading is point:
        return
    if point.placement is not None:
        session.delete(point.placement)
        session.flush()
    if leading.placement is not None:
        leading.placement.point_id = point.id
        session.flush()
    session.expire(point, ["placement"])
    session.expire(leading, ["placement"])


def _hand_on(model: type[Any], point: Point, second: Point) -> None:
    """Give the first what a person said of the second, where nobody said it of the first."""
    own, other = (
        session.scalar(select(model).where(model.point_id == each.id)) for each in (point, second)
    )
    if own is None and other is not None:
        other.point_id = point.id
        session.flush()
