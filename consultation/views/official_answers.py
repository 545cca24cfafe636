"""Official answers as everybody reads them, at addresses that stay."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from consultation.access import permits, signed_in_person
from consultation.models import Consultation, OfficialAnswer
from consultation.permissions import Permission
from consultation.predicates import is_secretariat
from consultation.queries.drafts.official_answers import about, official_answers_in

blueprint = Blueprint("official_answers", __name__)


@blueprint.get("/consultations/<int:consultation_id>/official-answers")
@permits(Permission.READ_CONSULTATION, Consultation)
def list_answers(consultation: Consultation) -> ResponseReturnValue:
    """What the body answers, for everybody, to what it is asked."""
    g.consultation = consultation
    writes = is_secretariat(signed_in_person(), consultation)
    return render_template(
        "public/official_answers.html",
        lines=official_answers_in(consultation, published_only=not writes),
        writes=writes,
    )


@blueprint.get("/official-answers/<int:official_answer_id>")
@permits(Permission.READ_OFFICIAL_ANSWER, OfficialAnswer)
def read_answer(answer: OfficialAnswer) -> ResponseReturnValue:
    """One official answer, in the wording in force and in every one before."""
    g.consultation = answer.consultation
    waiting = answer.in_preparation
    return render_template(
        "public/official_answer.html",
        answer=answer,
        wordings=[(wording, about(wording)) for wording in answer.published],
        waiting=waiting,
        waits_about=about(waiting) if waiting else (),
        writes=is_secretariat(signed_in_person(), answer.consultation),
    )
