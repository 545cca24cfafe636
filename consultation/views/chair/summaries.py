"""The summary of a question: written beside its data, or composed from them to begin with."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.forms.chair import ComposeForm, SummaryForm
from consultation.models import OpenQuestion
from consultation.operations.plenary import summaries
from consultation.permissions import Permission
from consultation.queries.desk.question_figures import question_counts
from consultation.queries.desk.themes import themes_in_order
from consultation.queries.plenary.doubts import doubts_of
from consultation.queries.plenary.fields import FIELDS
from consultation.queries.plenary.summaries import filled_summary, refused_fields
from consultation.views.chair import blueprint


@blueprint.route("/questions/<int:open_question_id>/summary", methods=["GET", "POST"])
@permits(Permission.EDIT_QUESTION, OpenQuestion)
def write_summary(question: OpenQuestion) -> ResponseReturnValue:
    """The chair's own text on a question, with fields that are filled from the data."""
    g.round = question.round
    filled = filled_summary(question)
    form = SummaryForm(
        lambda text: refused_fields(question, text),
        obj=question.summary,
        version=0,
        shown=filled.shown if filled else "",
    )
    if form.accepted():
        summaries.write_summary(
            question,
            text=form.text.data,
            seen=form.version.data,
            shown=form.shown.data,
            author=acting_person(),
            now=g.arrived_at,
        )
        flash("Summary saved.")
        return redirect(url_for(".review_question", open_question_id=question.id))
    page = render_template(
        "chair/summary.html",
        question=question,
        form=form,
        summary=filled,
        doubts=doubts_of(question, filled),
        themes=themes_in_order(question, reviewed=True),
        counts=question_counts(question),
        fields=FIELDS,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/questions/<int:open_question_id>/summary/compose")
@permits(Permission.EDIT_QUESTION, OpenQuestion)
def compose_summary(question: OpenQuestion) -> ResponseReturnValue:
    """Have a first text composed from the data, and open it to be edited."""
    form = ComposeForm()
    if form.accepted():
        summaries.compose_summary(
            question, seen=form.version.data, by=acting_person(), now=g.arrived_at
        )
        flash("A first text was composed from the data. It is yours to edit.")
    return redirect(url_for(".write_summary", open_question_id=question.id))
