"""What was coded, over a consultation and in one question."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from consultation.access import permits
from consultation.forms.codes import TakeBackForm
from consultation.models import Consultation, OpenQuestion
from consultation.permissions import Permission
from consultation.queries.coding.code_table import code_table
from consultation.queries.coding.uncoded import uncoded_points
from consultation.views.codes import blueprint


@blueprint.get("/consultations/<int:consultation_id>/coded")
@permits(Permission.READ_CODES, Consultation)
def read_table(consultation: Consultation) -> ResponseReturnValue:
    """What was coded, over the consultation: by code, what fits none, what is to be done anew."""
    g.consultation = consultation
    return _table(consultation, None)


@blueprint.get("/questions/<int:open_question_id>/coded")
@permits(Permission.REVIEW_QUESTION, OpenQuestion)
def read_question_table(question: OpenQuestion) -> ResponseReturnValue:
    """What was coded in one question."""
    g.round = question.round
    return _table(question.consultation, question)


@blueprint.get("/questions/<int:open_question_id>/not-coded")
@permits(Permission.REVIEW_QUESTION, OpenQuestion)
def read_uncoded(question: OpenQuestion) -> ResponseReturnValue:
    """The points of a question that are not coded in a facet."""
    g.round = question.round
    page = request.args.get("page", 1, type=int)
    found = uncoded_points(question, request.args.get("facet", ""), page)
    return render_template("codes/uncoded.html", question=question, found=found)


def _table(consultation: Consultation, question: OpenQuestion | None) -> ResponseReturnValue:
    table = code_table(consultation, question)
    return render_template(
        "codes/table.html", question=question, table=table, back_form=TakeBackForm()
    )
