"""The desk of one question: its themes, the points of the open one, and one answer whole."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from consultation.db import session
from consultation.forms.base import ButtonForm
from consultation.forms.chair import FinenessForm
from consultation.models import OpenQuestion, Point, Subtheme, Theme
from consultation.operations.desk.putting import place_of
from consultation.queries.audit import newest_entry
from consultation.queries.contributions.ledger import unchecked_lines
from consultation.queries.contributions.paper_places import places_of
from consultation.queries.contributions.whole_answers import passages
from consultation.queries.desk import points, themes
from consultation.queries.desk.filters import FIELDS, Filter
from consultation.queries.desk.question_figures import question_size
from consultation.queries.desk.sides import by_side
from consultation.queries.desk.tallies import Tally
from consultation.queries.desk.theme_signs import signs_of
from consultation.queries.grouping import campaigns, reasons
from consultation.queries.grouping.fineness import is_edited
from consultation.queries.grouping.minority import merge_notes, minority_of
from consultation.queries.jobs import newest_job
from consultation.queries.plenary.doubts import doubts_of
from consultation.queries.plenary.since_signature import standing
from consultation.queries.plenary.summaries import filled_summary
from consultation.views.chair.asked import asked_filter, number, place
from consultation.views.chair.beside import reading_beside
from consultation.views.chair.choosing import asked_preview, choosing, looked_at, moved
from consultation.views.chair.history import history

PAGE_SIZE = 100
"""Points on one page of a list."""

WORTH_SPLITTING = 6
"""Points from which on parts are proposed: two of three."""


def show(
    question: OpenQuestion, opened: Theme | None, *, first: bool = False
) -> ResponseReturnValue:
    """The desk with one theme open, or with the unplaced points; what is chosen there is moved.

    With `first`, the theme is open that the most points are under.
    """
    g.round = question.round
    narrowed = asked_filter()
    tally = Tally(question, replace(narrowed, part=None))
    if first and tally.themes:
        opened = session.get(Theme, tally.themes[0].theme_id)
    ids = points.ids_under(opened, narrowed) if opened else points.ids_unplaced(question, narrowed)
    others = [theme for theme in themes.current_themes(question) if theme is not opened]
    form = choosing(ids, others, _part(opened, narrowed))
    preview = asked_preview(ids, opened, others)
    if request.method == "POST" and form.accepted():
        if "look" in request.form:
            preview = looked_at(form, opened, others)
        elif moved(form, place_of(opened)):
            return redirect(place(question, opened))
    listed = _listed(question, ids)
    page = render_template(
        "chair/question.html",
        question=question,
        opened=opened,
        notes=merge_notes(opened) if opened else [],
        narrowed=narrowed,
        form=form,
        preview=preview,
        **listed,
        **_left(tally, opened),
        **_below(tally),
        **history(question),
        **reading_beside(question, opened, listed["selected"]),
    )
    return page, 422 if form.errors else 200


def _part(opened: Theme | None, narrowed: Filter) -> dict[str, Any]:
    """A sub-theme that is looked at, as what is chosen to make a theme of its own."""
    part = session.get(Subtheme, narrowed.part) if narrowed.part and opened else None
    if part is not None and part.theme is not opened:
        return {}
    return {"everything": True, "title": part.title} if part else {}


def _listed(question: OpenQuestion, ids: Sequence[int]) -> dict[str, Any]:
    """A page of the points, and the answer of the one that is selected: else of the first."""
    asked = number("point")
    pages = max(1, -(-len(ids) // PAGE_SIZE))
    page = number("page") or (ids.index(asked) // PAGE_SIZE + 1 if asked in ids else 1)
    page = min(page, pages)
    shown = points.points_in_context(question, ids[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    selected = asked or (shown[0].point_id if shown else None)
    found = [each for each in shown if each.point_id == selected]
    if selected and not found:
        found = points.points_in_context(question, [selected])
    point = found[0] if found else None
    row = session.get(Point, point.point_id) if point else None
    signs = signs_of(question)
    return {
        "points": shown,
        "total": len(ids),
        "page": page,
        "pages": pages,
        "selected": point,
        "passages": passages(row, signs) if row else [],
        "signs": signs,
        "worth_splitting": WORTH_SPLITTING,
        "papers": places_of(each.point_id for each in (*shown, *found)),
    }


def _left(tally: Tally, opened: Theme | None) -> dict[str, Any]:
    """Every figure of what is looked at, and of all there is."""
    lines = [line for line in tally.themes if opened and line.theme_id == opened.id]
    return {
        "themes": tally.themes,
        "line": lines[0] if lines else None,
        "sides": by_side(themes.quotes_of(opened, tally.narrowed)) if opened else [],
        "parts": tally.parts,
        "counts": tally.counts,
        "whole": question_size(tally.question) if tally.narrowed.narrows() else None,
        "unplaced": tally.unplaced,
        "offered": tally.offered,
        "labels": {
            "words": "words",
            "unread": "answers",
            **{name: label.lower() for name, label in FIELDS.items()},
        },
        "why": reasons.why(opened, tally) if lines and opened else None,
    }


def _below(tally: Tally) -> dict[str, Any]:
    """What stands below the desk; it is about the whole question, whatever is looked at."""
    question = tally.question
    minority = minority_of(question, reviewed=True)
    summary = filled_summary(question, None if tally.narrowed.narrows() else tally.themes)
    holds, since = standing(question)
    return {
        "summary": summary,
        "doubts": doubts_of(question, summary),
        "minority": minority,
        "heard": {line.said.point_id: line for line in minority},
        "campaigns": campaigns.campaigns_of(question, reviewed=True),
        "ledger": unchecked_lines(question),
        "job": newest_job(question),
        "start": ButtonForm(),
        "fineness": None if is_edited(question) else FinenessForm(formdata=None),
        "stands": holds,
        "since": since,
        "newest": newest_entry(question),
    }
