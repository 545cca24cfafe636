"""A body's own Word document, whose styles and pages its Word files have."""

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation import exports
from consultation.access import acting_person, permits
from consultation.errors import RuleError
from consultation.exports.docx.template import ensure_template
from consultation.exports.looks import LOOKS
from consultation.forms.word_templates import TEMPLATE_LIMIT, WordTemplateForm
from consultation.imports.paper_store import tidy_name
from consultation.models import Consultation
from consultation.operations.consultations.word_templates import use_template, use_usual_looks
from consultation.permissions import Permission
from consultation.queries.consultations.word_templates import word_template
from consultation.views.secretariat import blueprint


@blueprint.route("/consultations/<int:consultation_id>/word-template", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def choose_word_template(consultation: Consultation) -> ResponseReturnValue:
    """Upload the document, or go back to the usual looks."""
    g.consultation = consultation
    form, status = WordTemplateForm(), 200
    if "usual" in request.form:
        use_usual_looks(consultation, by=acting_person(), now=g.arrived_at)
        flash("Word files have the usual looks again.")
        return redirect(url_for(".read_settings", consultation_id=consultation.id))
    if form.accepted():
        name, content = tidy_name(form.file.data.filename or ""), form.file.data.read()
        try:
            ensure_template(content, name=name, limit=TEMPLATE_LIMIT)
        except RuleError as refused:
            form.file.errors, status = [str(refused)], refused.status
        else:
            use_template(consultation, content, name=name, by=acting_person(), now=g.arrived_at)
            flash(f"Word files that are made from now on look like “{name}”.")
            return redirect(url_for(".read_settings", consultation_id=consultation.id))
    elif form.errors:
        status = 422
    page = render_template(
        "secretariat/word_template.html",
        consultation=consultation,
        form=form,
        template=word_template(consultation),
        styles=LOOKS,
    )
    return page, status


@blueprint.get("/consultations/<int:consultation_id>/word-template.docx")
@permits(Permission.SET_UP, Consultation)
def download_word_template(consultation: Consultation) -> ResponseReturnValue:
    """The document in use, as it was uploaded."""
    template = word_template(consultation) or abort(404)
    name = f"word-template-{exports.slug(consultation.title, 60)}.docx"
    return Response(
        template.content,
        mimetype=exports.mimetype_of("word-template.docx"),
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
