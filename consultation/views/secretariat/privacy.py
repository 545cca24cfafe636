"""What a consultation owes people about moderation and their data: rules, dates, the register."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.forms.moderation import RetentionForm, RulesForm
from consultation.models import Consultation
from consultation.operations.moderation_rules import put_rules_in_force
from consultation.operations.retention import set_retention
from consultation.permissions import Permission
from consultation.queries.moderation import all_rules, rules_in_force
from consultation.queries.retention import retained_until
from consultation.views.secretariat import blueprint


@blueprint.route("/consultations/<int:consultation_id>/settings/rules", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def change_rules(consultation: Consultation) -> ResponseReturnValue:
    """Put new rules of moderation in force; the former ones stay to be read."""
    g.consultation = consultation
    newest = rules_in_force(consultation)
    form = RulesForm(text=newest.text if newest else "")
    if form.accepted():
        put_rules_in_force(consultation, form.text.data or "", by=acting_person(), now=g.arrived_at)
        flash("The rules of moderation are in force, and everybody can read them.")
        return redirect(url_for(".read_settings", consultation_id=consultation.id))
    return render_template(
        "secretariat/rules.html",
        consultation=consultation,
        form=form,
        all_rules=all_rules(consultation),
    )


@blueprint.route("/consultations/<int:consultation_id>/settings/retention", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def change_retention(consultation: Consultation) -> ResponseReturnValue:
    """Say how long personal data are kept, and whom people ask about them."""
    g.consultation = consultation
    form = RetentionForm(
        months=consultation.retention_months, contact=consultation.protection_contact
    )
    if form.accepted():
        set_retention(
            consultation,
            months=form.months.data or 0,
            contact=form.contact.data or "",
            by=acting_person(),
            now=g.arrived_at,
        )
        flash("Saved, and written into the log.")
        return redirect(url_for(".read_settings", consultation_id=consultation.id))
    page = render_template(
        "secretariat/retention.html",
        consultation=consultation,
        form=form,
        until=retained_until(consultation),
    )
    return page, 422 if form.errors else 200
