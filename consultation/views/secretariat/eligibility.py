"""Deciding who takes part: a table, what would become of each row, then the letters."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation import db
from consultation.access import acting_person, permits
from consultation.errors import RuleError
from consultation.forms.eligibility import DecisionsForm, TakeDecisionsForm
from consultation.forms.together import PressForm
from consultation.imports.eligibility import (
    COLUMNS,
    Application,
    applications_in,
    judge,
    packed,
    unpacked,
)
from consultation.imports.paper_store import tidy_name
from consultation.imports.tables import uploaded_table
from consultation.models import Consultation, Eligibility
from consultation.operations.consultations.eligibility import decide, send_decision_again
from consultation.permissions import Permission
from consultation.views.secretariat import blueprint
from consultation.wording import noun


@blueprint.route("/consultations/<int:consultation_id>/eligibility", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def decide_eligibility(consultation: Consultation) -> ResponseReturnValue:
    """Upload decisions; what would become of each row; then they are kept and mailed."""
    g.consultation = consultation
    if "rows" in request.form:
        return _take(consultation)
    form = DecisionsForm()
    if not form.accepted():
        return _page(consultation, form, 422 if form.errors else 200)
    name = tidy_name(form.file.data.filename or "")
    try:
        rows = applications_in(uploaded_table(form.file.data.read(), name=name), name)
    except RuleError as refused:
        form.file.errors = [str(refused)]
        return _page(consultation, form, refused.status)
    return _dry_run(consultation, rows, name)


def _page(consultation: Consultation, form: DecisionsForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "secretariat/eligibility.html", consultation=consultation, form=form, columns=COLUMNS
    )
    return page, status


def _dry_run(consultation: Consultation, rows: list[Application], name: str) -> ResponseReturnValue:
    judged = judge(rows, consultation)
    return render_template(
        "secretariat/decisions.html",
        consultation=consultation,
        name=name,
        taken=[row for row in judged if row.is_taken],
        wrong=[row for row in judged if row.is_wrong],
        same=[row for row in judged if not row.is_taken and not row.is_wrong],
        form=TakeDecisionsForm(formdata=None, rows=packed(rows)),
    )


def _take(consultation: Consultation) -> ResponseReturnValue:
    """Judge the rows once more, on what is kept now, and keep what is new or different."""
    form = TakeDecisionsForm()
    if not form.accepted():
        return _page(consultation, DecisionsForm(formdata=None), 422)
    db.begin_write()
    judged = judge(unpacked(form.rows.data or ""), consultation)
    taken = [row.decision for row in judged if row.decision is not None and row.is_taken]
    count = decide(consultation, taken, by=acting_person(), now=g.arrived_at)
    wrong = sum(row.is_wrong for row in judged)
    flash(
        f"{noun(count, 'decision')} kept; each is told by a letter."
        + (f" {noun(wrong, 'row')} could not be taken." if wrong else "")
    )
    return redirect(url_for(".list_stakeholders", consultation_id=consultation.id))


@blueprint.post("/eligibility/<int:eligibility_id>/again")
@permits(Permission.HANDLE_DECISION, Eligibility)
def write_decision_again(row: Eligibility) -> ResponseReturnValue:
    """Mail a decision once more."""
    if PressForm().accepted():
        send_decision_again(row, by=acting_person(), now=g.arrived_at)
        flash(f"{row.name} is written to again. The link of the letter before is void.")
    return redirect(url_for(".list_stakeholders", consultation_id=row.consultation_id))
