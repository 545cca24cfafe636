"""Answering an open question: every save is kept, and none overwrites one it did not see."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import asks_for_json, permits
from consultation.errors import StaleAnswer
from consultation.forms.stakeholder import AnswerForm
from consultation.forms.writing import WritingForm
from consultation.models import AnswerVersion, OpenQuestion
from consultation.operations.contributions.answers import save_answer
from consultation.permissions import Permission
from consultation.queries.contributions.submissions import neighbours, newest_version, submission_in
from consultation.rendering import short_moment
from consultation.views.stakeholder import blueprint
from consultation.views.stakeholder.part import standing, taking_part, workspace_beside
from consultation.wording import noun


@blueprint.route("/questions/<int:open_question_id>/answer", methods=["GET", "POST"])
@permits(Permission.ANSWER_QUESTION, OpenQuestion)
def answer_question(question: OpenQuestion) -> ResponseReturnValue:
    """Write an answer beside the provisions it is about; 404 for what takes comments."""
    if question.is_standing:
        abort(404)
    person, stakeholder = taking_part(question.round)
    submission = submission_in(question.round, stakeholder.id)
    version = newest_version(submission, question)
    stands = standing(question.round, submission, version)
    form = AnswerForm(question, version)
    form.offer(stakeholder, person)
    theirs, status = None, 200
    if form.accepted():
        try:
            saved = save_answer(
                person, stakeholder, question, form.writing, **form.known, now=g.arrived_at
            )
        except StaleAnswer as stale:
            theirs, status = stale.newest, 409
            form.has_shown(theirs)
        else:
            return kept(form, saved, url_for(".answer_question", open_question_id=question.id))
    if asks_for_json() and (form.errors or theirs):
        return refused(form, theirs)
    page = render_template(
        "stakeholder/answer.html",
        question=question,
        form=form,
        version=version,
        theirs=theirs,
        stands=stands,
        neighbours=neighbours(question),
        workspace=workspace_beside(stakeholder, question),
    )
    return page, 422 if form.errors else status


def kept(form: WritingForm, saved: AnswerVersion, address: str) -> ResponseReturnValue:
    """Tell the author that it is kept: on the page, or in figures where a script asked."""
    round_ = saved.question.round
    local = round_.local(saved.saved_at)
    lost = form.control_characters
    without = (
        f" without {noun(lost, 'control character')} that no document can hold" if lost else ""
    )
    if asks_for_json():
        zone = saved.question.consultation.zone
        clock = saved.saved_at.astimezone(zone)
        return {
            "seen": saved.number,
            "saved": f"Saved {clock:%H:%M}{without}",
            "address": address,
            "closes_at": round_.closes_at.isoformat(),
            "closes": round_.exactly(round_.closes_at),
            "closes_in_brief": short_moment(round_.closes_at, zone),
        }
    flash(
        "Emptied. It will not be sent; what you had saved before is kept."
        if saved.is_blank
        else f"Saved {local}{without}. It is not sent until you submit."
    )
    return redirect(address)


def refused(form: WritingForm, theirs: AnswerVersion | None) -> ResponseReturnValue:
    """Tell a script why nothing was saved, and what its person can do next."""
    if theirs is not None:
        return {
            "refused": "It was saved somewhere else since you opened it.",
            "next": "Press Save to see both texts.",
        }, 409
    return {"refused": " ".join(error for errors in form.errors.values() for error in errors)}, 422
