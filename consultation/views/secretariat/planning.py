"""Planning rounds: their dates until they open."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.errors import RuleError
from consultation.forms.planning import PlanForm, RescheduleForm
from consultation.models import Consultation, Round
from consultation.operations.consultations import planning
from consultation.permissions import Permission
from consultation.queries.consultations.planned import cautions_on, planned_rounds
from consultation.views.secretariat import blueprint


@blueprint.get("/consultations/<int:consultation_id>/rounds")
@permits(Permission.SET_UP, Consultation)
def list_rounds(consultation: Consultation) -> ResponseReturnValue:
    """Every round with its dates, and with what they were before."""
    g.consultation = consultation
    return render_template(
        "secretariat/rounds.html", consultation=consultation, rounds=planned_rounds(consultation)
    )


@blueprint.route("/consultations/<int:consultation_id>/rounds/new", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def plan_round(consultation: Consultation) -> ResponseReturnValue:
    """Announce one more round."""
    g.consultation = consultation
    form, status = PlanForm(consultation, g.arrived_at), 200
    if form.accepted():
        number, title, by = form.number.data or 0, form.title.data or "", acting_person()
        try:
            made = planning.plan_round(
                consultation, number, title, form.window, by=by, now=g.arrived_at
            )
        except RuleError as refused:
            form.closes.errors, status = [str(refused)], refused.status
        else:
            return _announced(made, "is planned")
    elif form.errors:
        status = 422
    page = render_template("secretariat/plan_round.html", consultation=consultation, form=form)
    return page, status


@blueprint.route("/rounds/<int:round_id>/dates", methods=["GET", "POST"])
@permits(Permission.RUN_ROUND, Round)
def reschedule(round_: Round) -> ResponseReturnValue:
    """Give a round that has not opened other dates; those before stay to be read."""
    g.round = round_
    form, status = RescheduleForm(round_), 200
    if form.accepted():
        reason, by = form.reason.data or "", acting_person()
        try:
            planning.reschedule(round_, form.window, reason=reason, by=by, now=g.arrived_at)
        except RuleError as refused:
            form.closes.errors, status = [str(refused)], refused.status
        else:
            return _announced(round_, "has other dates")
    elif form.errors:
        status = 422
    return render_template("secretariat/reschedule.html", round=round_, form=form), status


def _announced(round_: Round, what: str) -> ResponseReturnValue:
    """Back to the rounds, with what the dates may be criticised for."""
    flash(f"{round_.title} {what}: it closes on {round_.exactly(round_.closes_at)}.")
    for caution in cautions_on(round_):
        flash(f"{caution} You can still move it.")
    return redirect(url_for(".list_rounds", consultation_id=round_.consultation_id))
