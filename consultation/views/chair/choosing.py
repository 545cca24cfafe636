"""Choosing some of the points on a page, or all that are listed, to move them together."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import flash, g, request
from sqlalchemy import select

from consultation.access import acting_person
from consultation.boundary import clean_text
from consultation.db import at_once, session
from consultation.forms.chair import NEW, MovePointsForm
from consultation.models import Point, Theme
from consultation.operations.desk.points import move_points, move_to_new_theme
from consultation.queries.desk.previews import Preview, move_preview
from consultation.views.chair.noting import is_done
from consultation.wording import noun


def choosing(
    ids: Sequence[int], themes: Sequence[Theme], chosen: Mapping[str, Any] | None = None
) -> MovePointsForm:
    """The form that moves what is chosen of these points under one of these themes."""
    return MovePointsForm(ids, [(theme.id, theme.title) for theme in themes], **(chosen or {}))


def moved(form: MovePointsForm, seen: str) -> bool:
    """Move what was chosen, all of it in the place `seen`; False where that owes a note first."""
    return is_done(form.note, partial(_move, form, seen))


def _move(form: MovePointsForm, seen: str) -> None:
    points = _points(form.chosen)
    done = {
        "note": form.note.data or "", "seen": seen, "by": acting_person(), "now": g.arrived_at
    }  # fmt: skip
    if form.theme.data == NEW:
        theme: Theme | None = move_to_new_theme(points, form.title.data or "", **done)
    else:
        theme = session.get(Theme, form.theme.data) if form.theme.data else None
        move_points(points, theme, **done)
    where = f"to “{theme.title}”" if theme else "out of all themes"
    flash(f"Moved {noun(len(points), 'point')} {where}.")


def looked_at(form: MovePointsForm, source: Theme | None, themes: Sequence[Theme]) -> Preview:
    """What moving what was chosen would make; `source` is where it is now."""
    return _preview(form.chosen, source, themes, form.theme.data, form.title.data or "")


def asked_preview(
    ids: Sequence[int], source: Theme | None, themes: Sequence[Theme]
) -> Preview | None:
    """What moving would make of those points of a list that the address chooses, if any."""
    asked = request.args
    chosen = set(asked.getlist("points", type=int)).intersection(ids)
    found = ids if asked.get("everything") else sorted(chosen)
    to, title = asked.get("to", type=int), clean_text(asked.get("title", ""))
    return _preview(found, source, themes, to, title) if found and to is not None else None


def _preview(
    ids: Sequence[int], source: Theme | None, themes: Sequence[Theme], to: int, title: str
) -> Preview:
    """Under one of these themes: an address may name any, and others may be closed to who asks."""
    into = next((theme for theme in themes if theme.id == to), None)
    return move_preview(ids, source, into, (title.strip() or "a new theme") if to == NEW else "")


def _points(ids: Sequence[int]) -> list[Point]:
    found: list[Point] = []
    for some in at_once(ids):
        found.extend(session.scalars(select(Point).where(Point.id.in_(some)).order_by(Point.id)))
    return found
