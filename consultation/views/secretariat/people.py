"""Who takes part, and what they declared."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.forms.together import CorrectForm
from consultation.models import Consultation, Stakeholder
from consultation.operations.correcting import correct
from consultation.permissions import Permission
from consultation.queries.stakeholders import stakeholders_in
from consultation.views.secretariat import blueprint


@blueprint.get("/consultations/<int:consultation_id>/stakeholders")
@permits(Permission.SEE_STAKEHOLDERS, Consultation)
def list_stakeholders(consultation: Consultation) -> ResponseReturnValue:
    """Everybody who takes part, and what they declared."""
    g.consultation = consultation
    stakeholders = stakeholders_in(consultation)
    return render_template("secretariat/stakeholders.html", stakeholders=stakeholders)


@blueprint.route("/stakeholders/<int:stakeholder_id>/correct", methods=["GET", "POST"])
@permits(Permission.CORRECT_STAKEHOLDER, Stakeholder)
def correct_stakeholder(stakeholder: Stakeholder) -> ResponseReturnValue:
    """Correct who a stakeholder is, with a reason."""
    g.consultation = stakeholder.consultation
    form = CorrectForm(stakeholder)
    if form.accepted():
        reason = form.reason.data or ""
        correct(stakeholder, form.said, reason=reason, by=acting_person(), now=g.arrived_at)
        flash("Corrected, and written into the log.")
        return redirect(url_for(".list_stakeholders", consultation_id=stakeholder.consultation_id))
    page = render_template("secretariat/correct.html", stakeholder=stakeholder, form=form)
    return page, 422 if form.errors else 200
