"""Acts on points from several places: accept and refuse what is suggested, move what is found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import OpenQuestion, Person, Point, Refusal, Theme
from consultation.operations.audit import Change, record_each
from consultation.operations.desk.kept_rows import write_rows
from consultation.operations.desk.last_change import last_change
from consultation.operations.desk.noting import ensure_noted, keep_notes
from consultation.operations.desk.points import ids_of, make_theme, some_points
from consultation.operations.desk.putting import (
    leaving,
    place_of,
    place_seen,
    put_points,
    read_points,
)
from consultation.operations.desk.steps import step
from consultation.operations.desk.themes import ensure_current, open_question_for_edit
from consultation.queries.grouping.passages import refused_points


@dataclass(frozen=True)
class Choice:
    """A point that was chosen, where it was seen (0: unplaced), and where it would go, if named."""

    point_id: int
    seen_in: int
    to: int = 0


def accept_suggestions(
    question: OpenQuestion, chosen: Sequence[Choice], *, note: str = "", by: Person, now: datetime
) -> None:
    """Put each point where it was suggested, as this person's decision: one step for all.

    Raises StaleEdit where somebody has decided about one of them since, or it is elsewhere, and
    NoteOwed where one is a minority point and there is no `note`.
    """
    points = _opened(question, chosen)
    _ensure_free(points)
    themes = _themes(question, {choice.to for choice in chosen})
    homes = [themes[choice.to] for choice in chosen]
    heard = ensure_noted(question, leaving(zip(points, homes, strict=True)), note)
    what = "acceptance of " + _suggestions(len(points))
    with step(what, points[0], by=by, now=now, points=ids_of(points)):
        keep_notes(heard, note, by=by, now=now)
        going = list(zip(points, homes, strict=True))
        put_points(going, "accept", question=question, by=by, now=now)


def refuse_suggestions(
    question: OpenQuestion, chosen: Sequence[Choice], *, by: Person, now: datetime
) -> None:
    """Leave each point where it is, and suggest nothing for it any more: one step for all."""
    points = _opened(question, chosen)
    _ensure_free(points)
    themes = _themes(question, {choice.to for choice in chosen})
    what = "refusal of " + _suggestions(len(points))
    changes = [
        Change(
            Point.__tablename__,
            point.id,
            before={"suggested": place_of(themes[choice.to])},
            after={"place": place_seen(point)},
        )
        for point, choice in zip(points, chosen, strict=True)
    ]
    with step(what, points[0], by=by, now=now, points=ids_of(points)):
        refused = {point.id: {"refused_by_id": by.id} for point in points}
        write_rows(Refusal, "point_id", refused)
        record_each("refuse", changes, person=by, now=now, question=question)


def move_found(
    question: OpenQuestion,
    chosen: Sequence[Choice],
    theme: Theme | None,
    *,
    note: str = "",
    by: Person,
    now: datetime,
) -> None:
    """Put points, wherever they are, under one theme, or under none; refuses as `accept` does."""
    points = _opened(question, chosen)
    if theme is not None:
        _themes(question, {theme.id})
    heard = ensure_noted(question, leaving([(point, theme) for point in points]), note)
    where = f"to “{theme.title}”" if theme else "out of all themes"
    what = f"move of {some_points(points)} {where}"
    with step(what, points[0], by=by, now=now, points=ids_of(points)):
        keep_notes(heard, note, by=by, now=now)
        going = [(point, theme) for point in points]
        put_points(going, "move", question=question, by=by, now=now)


def move_found_to_new_theme(
    question: OpenQuestion,
    chosen: Sequence[Choice],
    title: str,
    *,
    note: str = "",
    by: Person,
    now: datetime,
) -> Theme:
    """Make a theme of points, wherever they are."""
    return make_theme(_opened(question, chosen), title, note=note, by=by, now=now)


def _suggestions(count: int) -> str:
    return "a suggestion" if count == 1 else f"{count} suggestions"


def _opened(question: OpenQuestion, chosen: Sequence[Choice]) -> list[Point]:
    """The chosen points, held, each where it was seen."""
    if not chosen:
        raise RuleError("Choose at least one point: tick the boxes beside them.")
    if len({choice.point_id for choice in chosen}) < len(chosen):
        raise RuleError("A point was chosen twice. Open the page again, and choose each once.")
    open_question_for_edit(question)
    found = read_points(question, [choice.point_id for choice in chosen])
    if not all(choice.point_id in found for choice in chosen):
        raise StaleEdit(
            "A point you chose is no longer there: its answer was changed or read anew. Nothing "
            "was changed; look at the page as it is."
        )
    for choice in chosen:
        point = found[choice.point_id]
        if place_seen(point) != (f"theme {choice.seen_in}" if choice.seen_in else "unplaced"):
            raise StaleEdit(
                f"{last_change(point)} Nothing was changed; look at the point where it is now."
            )
    return [found[choice.point_id] for choice in chosen]


def _ensure_free(points: Sequence[Point]) -> None:
    """Raise StaleEdit where a person has decided about a point, or refused."""
    refused = refused_points(points[0].question)
    for point in points:
        decided = point.placement is not None and point.placement.placed_by_id is not None
        if decided or (point.answer_id, point.start, point.end) in refused:
            raise StaleEdit(
                f"{last_change(point)} Nothing was changed; look at the suggestions as they are."
            )


def _themes(question: OpenQuestion, numbers: set[int]) -> dict[int, Theme]:
    found = session.scalars(
        select(Theme)
        .where(Theme.id.in_(numbers), Theme.question_id == question.id)
        .execution_options(populate_existing=True)
    )
    themes = {theme.id: theme for theme in found}
    if themes.keys() != numbers:
        raise NotAllowedYet("A point can only go under a theme of its own question.")
    for theme in themes.values():
        ensure_current(theme)
    return themes
