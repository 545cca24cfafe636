"""A round's deadlines: the calendar for everybody, and what the secretariat does to them."""

from collections.abc import Callable

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.errors import RuleError
from consultation.exports.calendar import render_calendar
from consultation.forms.base import ButtonForm
from consultation.forms.deadlines import MoveDeadlineForm
from consultation.models import Round
from consultation.operations.consultations import deadlines
from consultation.permissions import Permission
from consultation.queries.plenary.results import questions_of
from consultation.queries.plenary.signing import standing
from consultation.queries.plenary.told import untitled_themes

blueprint = Blueprint("deadlines", __name__)


@blueprint.get("/rounds/<int:round_id>.ics")
@permits(Permission.READ_ROUND, Round)
def calendar(round_: Round) -> ResponseReturnValue:
    """Opening and closing as a calendar to subscribe to."""
    path = url_for("public.read_consultation", consultation_id=round_.consultation_id)
    settings = current_app.config["SETTINGS"]
    address = f"{settings.site.rstrip('/')}{path}"
    return Response(
        render_calendar(
            [round_],
            name=f"{round_.consultation.title}: {round_.title}",
            host=settings.hosts[0],
            address=lambda _round: address,
        ),
        mimetype="text/calendar",
        headers={"Content-Disposition": f'attachment; filename="round-{round_.id}.ics"'},
    )


@blueprint.route("/rounds/<int:round_id>/extend", methods=["GET", "POST"])
@permits(Permission.RUN_ROUND, Round)
def extend(round_: Round) -> ResponseReturnValue:
    """Let the round close later."""
    g.round = round_
    form = MoveDeadlineForm(round_)
    return _move(round_, form, deadlines.extend, "{} now closes on {}.", "secretariat/extend.html")


@blueprint.route("/rounds/<int:round_id>/late", methods=["GET", "POST"])
@permits(Permission.RUN_ROUND, Round)
def allow_late(round_: Round) -> ResponseReturnValue:
    """Take late submissions onto a list of their own."""
    g.round = round_
    form = MoveDeadlineForm(round_)
    form.reason.description = "It goes into the log."
    done = "{} takes late submissions until {}."
    return _move(round_, form, deadlines.allow_late, done, "secretariat/late.html")


def _move(
    round_: Round, form: MoveDeadlineForm, act: Callable[..., object], done: str, page: str
) -> ResponseReturnValue:
    """Move a deadline; a refused time is given back with the reason and why not."""
    status = 200
    if form.accepted():
        try:
            act(
                round_,
                form.moment,
                reason=form.reason.data or "",
                by=acting_person(),
                now=g.arrived_at,
            )
        except RuleError as refused:
            form.until.errors, status = [str(refused)], refused.status
        else:
            flash(done.format(round_.title, round_.exactly(form.moment)))
            return _back(round_)
    elif form.errors:
        status = 422
    return render_template(page, round=round_, form=form), status


@blueprint.route("/rounds/<int:round_id>/publish", methods=["GET", "POST"])
@permits(Permission.RUN_ROUND, Round)
def publish(round_: Round) -> ResponseReturnValue:
    """Publish what was sent, after a look at what that means."""
    g.round = round_
    form = ButtonForm()
    if form.accepted():
        deadlines.publish(round_, by=acting_person(), now=g.arrived_at)
        flash("The contributions are published.")
        return _back(round_)
    return render_template("secretariat/publish.html", round=round_, form=form)


@blueprint.route("/rounds/<int:round_id>/publish-outcomes", methods=["GET", "POST"])
@permits(Permission.RUN_ROUND, Round)
def publish_outcomes(round_: Round) -> ResponseReturnValue:
    """Publish what was decided, after a look at what that means."""
    g.round = round_
    form = ButtonForm()
    if form.accepted():
        deadlines.publish_outcomes(round_, by=acting_person(), now=g.arrived_at)
        flash("The outcomes are published.")
        return _back(round_)
    asked = questions_of(round_)
    held = standing(asked)
    signed = [question for question in asked if question.id in held]
    return render_template(
        "secretariat/publish_outcomes.html",
        round=round_,
        form=form,
        signed=len(signed),
        of=len(asked),
        untitled=0 if round_.is_published(g.arrived_at) else untitled_themes(signed),
    )


def _back(round_: Round) -> ResponseReturnValue:
    return redirect(url_for("secretariat.run_round", round_id=round_.id))
