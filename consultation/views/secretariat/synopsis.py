"""The synopsis report: what is in it and what is not signed yet; taken away as a document."""

from flask import Response, abort, g, render_template
from flask.typing import ResponseReturnValue

from consultation.access import permits
from consultation.exports.document.synopsis import state_of, synopsis_document
from consultation.exports.document.synopsis.use import figures
from consultation.exports.reports import REPORT_FORMATS, report_name
from consultation.models import Consultation
from consultation.operations.synopsis import compile_synopsis
from consultation.permissions import Permission
from consultation.views.secretariat import blueprint


@blueprint.get("/consultations/<int:consultation_id>/synopsis")
@permits(Permission.SET_UP, Consultation)
def preview_synopsis(consultation: Consultation) -> ResponseReturnValue:
    """What the report would say, and what keeps it from being handed out."""
    g.consultation = consultation
    report = compile_synopsis(consultation, now=g.arrived_at)
    return render_template(
        "secretariat/synopsis.html",
        report=report,
        state=state_of(report),
        figures=figures(report),
        formats=REPORT_FORMATS,
        consultation=consultation,
    )


@blueprint.get("/consultations/<int:consultation_id>/synopsis.<extension>")
@permits(Permission.SET_UP, Consultation)
def download_synopsis(consultation: Consultation, extension: str) -> ResponseReturnValue:
    """The report as a document."""
    form = REPORT_FORMATS.get(extension) or abort(404)
    report = compile_synopsis(consultation, now=g.arrived_at)
    name = report_name(
        consultation.title,
        "synopsis-report",
        made_at=g.arrived_at,
        zone=consultation.zone,
        ext=extension,
    )
    return Response(
        form.write(synopsis_document(report)),
        mimetype=form.mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
