"""Answering an open question: every save is kept, and none overwrites one it did not see."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import permits
from consultation.errors import StaleAnswer
from consultation.forms.stakeholder import AnswerForm
from consultation.models import AnswerVersion, OpenQuestion
from consultation.operations.answers import save_answer
from consultation.permissions import Permission
from consultation.queries.submissions import neighbours, newest_version, submission_in
from consultation.views.stakeholder import blueprint
from consultation.views.stakeholder.part import taking_part


@blueprint.route("/questions/<int:open_question_id>/answer", methods=["GET", "POST"])
@permits(Permission.ANSWER_QUESTION, OpenQuestion)
def answer_question(question: OpenQuestion) -> ResponseReturnValue:
    """Write an answer beside the provisions it is about."""
    person, stakeholder = taking_part(question.round)
    submission = submission_in(question.round, stakeholder)
    version = newest_version(submission, question)
    form = AnswerForm(question, version)
    theirs, status = None, 200
    if form.accepted():
        try:
            saved = save_answer(
                person, stakeholder, question, form.writing, seen=form.seen.data, now=g.arrived_at
            )
        except StaleAnswer as stale:
            theirs, status = stale.newest, 409
            form.has_shown(theirs)
        else:
            return kept(saved, url_for(".answer_question", open_question_id=question.id))
    page = render_template(
        "stakeholder/answer.html",
        question=question,
        form=form,
        version=version,
        theirs=theirs,
        submission=submission,
        neighbours=neighbours(question),
    )
    return page, 422 if form.errors else status


def kept(saved: AnswerVersion, address: str) -> ResponseReturnValue:
    """Tell the author that it is kept: on the page, or in figures where a script asked."""
    round_ = saved.question.round
    local = round_.local(saved.saved_at)
    if request.accept_mimetypes.best == "application/json":
        return {
            "seen": saved.number,
            "saved": f"Saved {local}",
            "closes_at": round_.closes_at.isoformat(),
            "closes": round_.exactly(round_.closes_at),
        }
    flash(
        "Emptied. It will not be sent; what you had saved before is kept."
        if saved.is_blank
        else f"Saved {local}. It is not sent until you submit."
    )
    return redirect(address)
