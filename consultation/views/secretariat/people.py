"""Who takes part, is invited to or refused, and what they declared."""

from collections import Counter

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.forms.together import CorrectForm, PressForm
from consultation.models import Consultation, Stakeholder
from consultation.operations.accounts.correcting import correct
from consultation.permissions import Permission
from consultation.queries.consultations.eligibility import Standing, people_of
from consultation.views.secretariat import blueprint


@blueprint.get("/consultations/<int:consultation_id>/stakeholders")
@permits(Permission.SEE_STAKEHOLDERS, Consultation)
def list_stakeholders(consultation: Consultation) -> ResponseReturnValue:
    """Everybody who takes part, is invited to or refused, and what they declared."""
    g.consultation = consultation
    asked = request.args.get("show", "")
    shown = Standing(asked) if asked in set(Standing) else None
    everybody = people_of(consultation)
    return render_template(
        "secretariat/stakeholders.html",
        consultation=consultation,
        people=[line for line in everybody if shown in {None, line.standing}],
        counts=Counter(line.standing for line in everybody),
        standings=list(Standing),
        shown=shown,
        press=PressForm(formdata=None),
    )


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
