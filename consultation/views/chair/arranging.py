"""The order of a question's themes, and which are nested in which."""

from flask import flash, g, redirect, render_template
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.errors import NotAllowedYet
from consultation.forms.arranging import ArrangeForm
from consultation.models import OpenQuestion
from consultation.operations.desk.arranging import arrange_themes, arrangement_seen
from consultation.permissions import Permission
from consultation.queries.desk.tallies import Tally
from consultation.views.chair import blueprint
from consultation.views.chair.asked import desk


@blueprint.route("/questions/<int:open_question_id>/arrange", methods=["GET", "POST"])
@permits(Permission.EDIT_QUESTION, OpenQuestion)
def arrange(question: OpenQuestion) -> ResponseReturnValue:
    """Number the themes and nest some; what cannot be is given back with the reason."""
    g.round = question.round
    form = ArrangeForm(Tally(question).themes, seen=arrangement_seen(question))
    status = 422 if form.is_submitted() else 200
    if form.accepted():
        try:
            changed = arrange_themes(
                question, form.chosen(), seen=form.seen.data or "", by=acting_person(),
                now=g.arrived_at,
            )  # fmt: skip
        except NotAllowedYet as refused:
            form.form_errors, status = [str(refused)], refused.status
        else:
            flash("The themes are in the order you gave them." if changed else "Nothing changed.")
            return redirect(desk(question))
    page = render_template("chair/arrange.html", question=question, form=form, back=desk(question))
    return page, status
