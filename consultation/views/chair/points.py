"""One point: read it where it stands; move it, discard it, quote it, decide on it."""

from functools import partial
from typing import Any

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.db import session
from consultation.errors import StaleEdit
from consultation.forms.chair import DiscardPointForm, MovePointForm, QuoteForm
from consultation.forms.outcomes import PointOutcomeForm
from consultation.models import OpenQuestion, OutcomeKind, Point, Theme
from consultation.operations.desk import points, quotes
from consultation.operations.desk.putting import place_seen
from consultation.operations.plenary import outcomes
from consultation.permissions import Permission
from consultation.queries.desk import themes as theme_queries
from consultation.queries.grouping.minority import minority_among
from consultation.queries.plenary.changed import changed_by, named
from consultation.views.chair import blueprint
from consultation.views.chair.asked import place
from consultation.views.chair.desk import show
from consultation.views.chair.noting import is_done


@blueprint.get("/questions/<int:open_question_id>/unplaced")
@permits(Permission.REVIEW_QUESTION, OpenQuestion)
def read_unplaced(question: OpenQuestion) -> ResponseReturnValue:
    """The desk with the points that fit no theme yet, those nearest to a theme first."""
    return show(question, None)


@blueprint.post("/questions/<int:open_question_id>/unplaced")
@permits(Permission.EDIT_QUESTION, OpenQuestion)
def place_points(question: OpenQuestion) -> ResponseReturnValue:
    """Put some of the unplaced points under a theme, or under a new one."""
    return show(question, None)


@blueprint.route("/points/<int:point_id>/move", methods=["GET", "POST"])
@permits(Permission.EDIT_POINT, Point)
def move_point(point: Point) -> ResponseReturnValue:
    """Put a point under another theme, or take it out of all."""
    g.round = point.question.round
    current = theme_queries.current_themes(point.question)
    back, minority = _place_of(point), minority_among(point.question, [point.id])
    form = MovePointForm(
        [(t.id, t.title) for t in current],
        needs_note=bool(minority),
        seen=place_seen(point),
        theme=request.args.get("theme", type=int),
    )
    if form.accepted():
        theme = session.get(Theme, form.theme.data) if form.theme.data else None
        act = partial(
            points.move_point, point, theme, note=form.noted, seen=form.seen.data or "",
            by=acting_person(), now=g.arrived_at,
        )  # fmt: skip
        if is_done(form.note, act):
            flash(f"Moved to “{theme.title}”." if theme else "The point is unplaced now.")
            return redirect(back)
    page = render_template("chair/move_point.html", point=point, form=form, minority=minority)
    return page, 422 if form.errors else 200


@blueprint.route("/points/<int:point_id>/discard", methods=["GET", "POST"])
@permits(Permission.EDIT_POINT, Point)
def discard_point(point: Point) -> ResponseReturnValue:
    """Set a point aside with a reason; the ledger keeps it."""
    g.round = point.question.round
    back = _place_of(point)
    form = DiscardPointForm(seen=place_seen(point))
    if form.accepted():
        points.discard_point(
            point,
            reason=form.reason.data,
            seen=form.seen.data or "",
            by=acting_person(),
            now=g.arrived_at,
        )
        return redirect(back)
    minority = minority_among(point.question, [point.id])
    page = render_template("chair/discard_point.html", point=point, form=form, minority=minority)
    return page, 422 if form.errors else 200


@blueprint.route("/points/<int:point_id>/outcome", methods=["GET", "POST"])
@permits(Permission.EDIT_POINT, Point)
def decide_point(point: Point) -> ResponseReturnValue:
    """What was decided on one point, where that is not what was decided on its theme."""
    g.round = point.question.round
    back = _place_of(point, point=point.id, _anchor=f"point-{point.id}")
    theme, stale = point.placement.theme if point.placement else None, False
    form = PointOutcomeForm(obj=point.outcome, seen=outcomes.outcome_seen(point))
    form.provision_keys.offer(point.question)
    if form.accepted():
        try:
            outcomes.decide_point(
                point,
                OutcomeKind(form.kind.data) if form.kind.data else None,
                reason=form.reason.data or "",
                seen=form.seen.data or "",
                changes=form.provision_keys.data,
                by=acting_person(),
                now=g.arrived_at,
            )
            return redirect(back)
        except StaleEdit as late:
            stale = True
            form.look_again(str(late), form.seen, outcomes.outcome_seen(point))
    inherited = theme.outcome if theme else None
    page = render_template(
        "chair/point_outcome.html",
        point=point,
        form=form,
        changes=changed_by(inherited, named(point.question, [inherited])),
        back=back,
    )
    return page, StaleEdit.status if stale else 422 if form.errors else 200


@blueprint.post("/points/<int:point_id>/quote")
@permits(Permission.EDIT_POINT, Point)
def quote_point(point: Point) -> ResponseReturnValue:
    """Mark a point as a quote of its theme, or take the mark away."""
    form = QuoteForm()
    back = _place_of(point, point=point.id, _anchor=f"point-{point.id}")
    if form.accepted():
        quotes.quote_point(
            point,
            marked=form.marked.data,
            seen=form.seen.data or "",
            by=acting_person(),
            now=g.arrived_at,
        )
    return redirect(back)


def _place_of(point: Point, /, **more: Any) -> str:
    """Where on the desk a point is read, with what was looked at there."""
    return place(point.question, point.placement.theme if point.placement else None, **more)
