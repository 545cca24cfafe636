"""Two points of one, and one of two that follow each other in an answer."""

from functools import partial
from typing import Any

from flask import flash, g, redirect, render_template
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.errors import RuleError
from consultation.forms.cutting import CutPointForm, JoinPointsForm
from consultation.models import Point
from consultation.operations.desk import cutting
from consultation.permissions import Permission
from consultation.queries.desk.cutting import following
from consultation.queries.grouping.minority import minority_among
from consultation.views.chair import blueprint
from consultation.views.chair.asked import place
from consultation.views.chair.noting import is_done


@blueprint.route("/points/<int:point_id>/cut", methods=["GET", "POST"])
@permits(Permission.EDIT_POINT, Point)
def cut_point(point: Point) -> ResponseReturnValue:
    """Make two points of one."""
    g.round = point.question.round
    form = CutPointForm(point.text, seen=cutting.span_seen(point))
    if form.accepted():
        cutting.cut_point(
            point,
            point.start + form.place,
            seen=form.seen.data or "",
            by=acting_person(),
            now=g.arrived_at,
        )
        flash("The point is two now; both are where it was.")
        return redirect(_back_to(point))
    page = render_template("chair/cut_point.html", point=point, form=form, back=_back_to(point))
    return page, 422 if form.errors else 200


@blueprint.route("/points/<int:point_id>/join", methods=["GET", "POST"])
@permits(Permission.EDIT_POINT, Point)
def join_points(point: Point) -> ResponseReturnValue:
    """Make one point of a point and the next of the same answer."""
    g.round = point.question.round
    second = following(point)
    going = cutting.taken_by_joining(point, second) if second else []
    minority = minority_among(point.question, going)
    form = JoinPointsForm(needs_note=bool(minority), seen=cutting.pair_seen(point))
    act = partial(
        cutting.join_points, point, note=form.noted, seen=form.seen.data or "",
        by=acting_person(), now=g.arrived_at,
    )  # fmt: skip
    if form.accepted() and is_done(form.note, act):
        flash("The two points are one now.")
        return redirect(_back_to(point))
    page = render_template("chair/join_points.html", form=form, minority=minority, **_pair(point))
    return page, 422 if form.errors else 200


def _pair(point: Point) -> dict[str, Any]:
    """The two points, and why they cannot be joined where they cannot."""
    second = following(point)
    refusal = ""
    try:
        cutting.ensure_joinable(point, second)
    except RuleError as refused:
        refusal = str(refused)
    return {"point": point, "second": second, "refusal": refusal, "back": _back_to(point)}


def _back_to(point: Point) -> str:
    """The desk with the point open, as it was asked."""
    theme = point.placement.theme if point.placement else None
    return place(point.question, theme, point=point.id, _anchor=f"point-{point.id}")
