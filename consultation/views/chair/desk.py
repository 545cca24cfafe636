"""The desk of one question: its themes, the points of the open one, and one answer whole."""

from collections.abc import Sequence
from typing import Any

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person
from consultation.boundary import LARGEST_NUMBER, clean_text
from consultation.db import session
from consultation.forms.chair import StartForm
from consultation.models import OpenQuestion, Point, Subtheme, Theme
from consultation.operations.points import place_of
from consultation.queries import campaigns, points, reasons, themes
from consultation.queries.audit import newest_entry
from consultation.queries.doubts import doubts_of
from consultation.queries.filters import Filter, offered, parts_of
from consultation.queries.jobs import newest_job
from consultation.queries.ledger import question_ledger
from consultation.queries.minority import minority_of
from consultation.queries.paper_places import places_of
from consultation.queries.signing import stands
from consultation.queries.summaries import filled_summary
from consultation.queries.whole_answers import passages
from consultation.views.chair.beside import reading_beside
from consultation.views.chair.choosing import asked_preview, choosing, looked_at, moved
from consultation.views.chair.history import history

PAGE_SIZE = 100
"""Points on one page of a list."""

_WORDS = (
    "words",
    "category",
    "country",
    "size",
    "language",
    "position",
    "campaign",
    "kind",
    "mine",
)


def show(question: OpenQuestion, opened: Theme | None) -> ResponseReturnValue:
    """The desk with one theme open, or with the unplaced points; what is chosen there is moved."""
    g.round = question.round
    narrowed = asked_filter()
    ids = points.ids_under(opened, narrowed) if opened else points.ids_unplaced(question, narrowed)
    others = [theme for theme in themes.current_themes(question) if theme is not opened]
    form = choosing(ids, others, _part(narrowed))
    here = _address(question, opened, narrowed)
    preview = asked_preview(ids, opened)
    if request.method == "POST" and form.accepted():
        if "look" not in request.form:
            return moved(form, place_of(opened), here)
        preview = looked_at(form, opened)
    listed = _listed(question, opened, ids)
    page = render_template(
        "chair/question.html",
        question=question,
        opened=opened,
        narrowed=narrowed,
        form=form,
        preview=preview,
        **listed,
        **_left(question, opened, narrowed),
        **_below(question),
        **history(question),
        **reading_beside(question, opened, listed["selected"]),
    )
    return page, 422 if form.errors else 200


def first_theme(question: OpenQuestion) -> Theme | None:
    """The theme that is open when nobody has opened one: the largest."""
    lines = themes.themes_by_size(question, asked_filter())
    return session.get(Theme, lines[0].theme_id) if lines else None


def asked_filter() -> Filter:
    """What the address narrows the desk to; a value that nobody has finds nothing."""
    words = {name: " ".join(clean_text(request.args.get(name, "")).split()) for name in _WORDS}
    return Filter(**words, part=_number("part"), reader=acting_person().id)


def _number(name: str) -> int | None:
    found = request.args.get(name, type=int)
    return found if found is not None and 0 < found <= LARGEST_NUMBER else None


def _address(question: OpenQuestion, opened: Theme | None, narrowed: Filter) -> str:
    asked: dict[str, Any] = {n: value for n, value in narrowed.asked.items() if n != "part"}
    if opened:
        return url_for("chair.read_theme", theme_id=opened.id, **asked)
    return url_for("chair.read_unplaced", open_question_id=question.id, **asked)


def _part(narrowed: Filter) -> dict[str, Any]:
    """A sub-theme that is looked at, as what is chosen to make a theme of its own."""
    part = session.get(Subtheme, narrowed.part) if narrowed.part else None
    return {"everything": True, "title": part.title} if part else {}


def _listed(question: OpenQuestion, opened: Theme | None, ids: Sequence[int]) -> dict[str, Any]:
    """A page of the points, and the answer of the one that is selected: else of the first."""
    asked = _number("point")
    page = _number("page") or (ids.index(asked) // PAGE_SIZE + 1 if asked in ids else 1)
    shown = points.points_in_context(question, ids[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    selected = asked or (shown[0].point_id if shown else None)
    found = points.points_in_context(question, [selected]) if selected else []
    point = found[0] if found else None
    row = session.get(Point, point.point_id) if point else None
    numbers = {theme.id: number for number, theme in enumerate(themes.current_themes(question), 1)}
    return {
        "points": shown,
        "total": len(ids),
        "page": page,
        "pages": max(1, -(-len(ids) // PAGE_SIZE)),
        "selected": point,
        "passages": passages(row, numbers) if row else [],
        "why": reasons.why(opened) if opened and opened.is_current else None,
        "papers": places_of(each.point_id for each in (*shown, *found)),
    }


def _left(question: OpenQuestion, opened: Theme | None, narrowed: Filter) -> dict[str, Any]:
    """Every figure of what is looked at, and of all there is."""
    found = themes.themes_by_size(question, narrowed)
    return {
        "themes": found,
        "line": next((line for line in found if opened and line.theme_id == opened.id), None),
        "parts": parts_of(question, narrowed),
        "counts": themes.question_counts(question, narrowed),
        "whole": themes.question_size(question) if narrowed.narrows() else None,
        "unplaced": points.unplaced_points(question, narrowed),
        "offered": offered(question, narrowed.reader),
    }


def _below(question: OpenQuestion) -> dict[str, Any]:
    """What stands below the desk; it is about the whole question, whatever is looked at."""
    whole = themes.themes_by_size(question)
    summary = filled_summary(question, whole)
    return {
        "summary": summary,
        "doubts": doubts_of(question, summary),
        "minority": minority_of(question),
        "campaigns": campaigns.campaigns_of(question),
        "ledger": question_ledger(question),
        "job": newest_job(question),
        "start": StartForm(),
        "stands": stands(question),
        "newest": newest_entry(question),
    }
