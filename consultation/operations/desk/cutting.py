"""Making two points of one, and one of two that follow each other in an answer.

A point is a span of what its author wrote: no word is changed, and none is left out. No reading
cuts otherwise what a person cut or joined.
"""

from collections.abc import Sequence
from datetime import datetime

from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import Person, Point, Quote, Refusal
from consultation.operations.audit import record
from consultation.operations.desk.last_change import last_change
from consultation.operations.desk.noting import ensure_noted, join_notes, keep_notes
from consultation.operations.desk.points import reread
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.steps import step
from consultation.operations.desk.themes import open_question_for_edit, touch
from consultation.operations.grouping.hanging import (
    copy_what_hangs,
    drop_suggested_quote,
    hand_on,
    join_places,
    take_what_hangs,
)
from consultation.operations.grouping.spans import ensure_uncoded, ensure_unsampled, take_away
from consultation.queries.desk.cutting import following, halves


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
        copy_what_hangs(point, second)
        drop_suggested_quote(point)
        _touch([point])
        after = {
            "characters": f"{_characters(point)} and {_characters(second)}",
            "second": second.id,
        }
        record(
            "cut", point, person=by, now=now, before=before, after=after, question=point.question
        )
    return second


def join_points(point: Point, *, note: str = "", seen: str, by: Person, now: datetime) -> None:
    """Make one point of a point and the next of its answer; it is where the first is.

    Where the first was read as a greeting or the like, and is nowhere, it is where the second is.
    What was raised on the second is raised on it. Raises StaleEdit where they are not as `seen`
    says, NotAllowedYet where something was decided that cannot hold for both, and NoteOwed where
    the second is a minority point of another place and there is no `note`.
    """
    open_question_for_edit(point.question)
    reread(point)
    found = following(point)
    _ensure_as_seen([point, found] if found else [point], seen)
    second = ensure_joinable(point, found)
    heard = ensure_noted(point.question, taken_by_joining(point, second), note)
    before = {"characters": f"{_characters(point)} and {_characters(second)}", "second": second.id}
    before["places"] = f"{place_seen(point)} and {place_seen(second)}"
    numbers = [point.id, second.id]
    with step("joining of two points", point, by=by, now=now, points=numbers, cuts=True):
        keep_notes(heard, note, by=by, now=now)
        _touch([point, second])
        _join(point, second, by)
        after = {"characters": _characters(point), "place": place_seen(point)}
        record(
            "join", point, person=by, now=now, before=before, after=after, question=point.question
        )


def taken_by_joining(point: Point, second: Point) -> list[int]:
    """The numbers of those of the two that are not where the joined point is."""
    place = place_seen(_leading(point, second))
    return [each.id for each in (point, second) if place_seen(each) != place]


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
    join_places(point, _leading(point, second))
    drop_suggested_quote(point)
    drop_suggested_quote(second)
    hand_on(Quote, point, second)
    hand_on(Refusal, point, second)
    join_notes(point.id, second.id)
    point.language = point.language or second.language
    if point.kind is None:
        point.kind, point.cues = second.kind, list(second.cues)
    point.references = list(dict.fromkeys((*point.references, *second.references)))
    point.end, point.cut_by, point.filler = second.end, by, False
    take_what_hangs(second)
    heir = [point.filler, point.answer_id, point.start, point.end]
    take_away([second.id], {str(point.id): heir})
