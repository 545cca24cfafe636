"""The synopsis report: compiled by the worker, each kept with its figures and files."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.forms.base import ButtonForm
from consultation.models import Consultation
from consultation.operations.plenary.editions import ask_for_synopsis
from consultation.permissions import Permission
from consultation.queries.plenary.editions import synopsis_lines, untold_in
from consultation.views.secretariat import blueprint


@blueprint.route("/consultations/<int:consultation_id>/synopsis", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def list_synopses(consultation: Consultation) -> ResponseReturnValue:
    """Every report that was compiled, what keeps it from being handed out, and a button."""
    g.consultation = consultation
    form = ButtonForm()
    if form.accepted():
        report = ask_for_synopsis(consultation, by=acting_person(), now=g.arrived_at)
        flash(f"Report {report.number} waits for its turn. Its files appear on this page.")
        return redirect(url_for(".list_synopses", consultation_id=consultation.id))
    reports = synopsis_lines(consultation)
    compiled = [line.edition for line in reports if line.edition.manifest is not None]
    return render_template(
        "secretariat/synopsis.html",
        consultation=consultation,
        reports=reports,
        newest=compiled[0] if compiled else None,
        untold={report.id: untold_in(report) for report in compiled},
        form=form,
    )
