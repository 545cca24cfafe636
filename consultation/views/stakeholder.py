"""Taking part: answer, review, submit once, keep the receipt."""

import secrets

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.forms.stakeholder import AnswerForm, SubmitForm
from consultation.models import OpenQuestion, Person, Position, Round, Stakeholder, Submission
from consultation.operations import submissions
from consultation.permissions import Permission, stakeholder_of
from consultation.queries import receipts
from consultation.queries.submissions import (
    neighbours,
    newest_version,
    review_lines,
    submission_in,
)

blueprint = Blueprint("stakeholder", __name__)


def taking_part(round_: Round) -> tuple[Person, Stakeholder]:
    """Who is writing and for whom; the permission table has seen to it that there is one."""
    person = acting_person()
    stakeholder = stakeholder_of(person, round_.consultation)
    if stakeholder is None:
        raise LookupError("the guard let somebody through who takes no part")
    g.round = round_
    return person, stakeholder


@blueprint.route("/questions/<int:open_question_id>/answer", methods=["GET", "POST"])
@permits(Permission.ANSWER_QUESTION, OpenQuestion)
def answer_question(question: OpenQuestion) -> ResponseReturnValue:
    """Write an answer beside the provisions it is about; every save is kept."""
    person, stakeholder = taking_part(question.round)
    submission = submission_in(question.round, stakeholder)
    version = newest_version(submission, question)
    form = AnswerForm(question, obj=version)
    if form.accepted():
        saved = submissions.save_answer(
            person,
            stakeholder,
            question,
            text=form.text.data or "",
            position=Position(form.position.data),
            choices=form.choices.data or [],
            now=g.arrived_at,
        )
        flash(
            "Emptied. It will not be sent; what you had saved before is kept."
            if saved.is_blank
            else f"Saved {question.round.local(g.arrived_at)}. It is not sent until you submit."
        )
        return redirect(url_for(".answer_question", open_question_id=question.id))
    page = render_template(
        "stakeholder/answer.html",
        question=question,
        form=form,
        version=version,
        submission=submission,
        neighbours=neighbours(question),
    )
    return page, 422 if form.errors else 200


@blueprint.get("/rounds/<int:round_id>/submission")
@permits(Permission.TAKE_PART, Round)
def review_submission(round_: Round) -> ResponseReturnValue:
    """Everything of mine in one place, what is missing first, and the one submit."""
    _, stakeholder = taking_part(round_)
    submission = submission_in(round_, stakeholder)
    form = SubmitForm(formdata=None, key=secrets.token_hex(16))
    return render_template(
        "stakeholder/review.html",
        round=round_,
        submission=submission,
        lines=review_lines(round_, submission),
        form=form,
    )


@blueprint.post("/submissions/<int:submission_id>/submit")
@permits(Permission.READ_SUBMISSION, Submission)
def submit(submission: Submission) -> ResponseReturnValue:
    """Send the submission, once."""
    person, _ = taking_part(submission.round)
    form = SubmitForm()
    if not form.accepted():
        flash("The form was incomplete. Nothing was sent; submit once more.")
        return redirect(url_for(".review_submission", round_id=submission.round_id))
    submissions.submit(submission, author=person, key=form.key.data, now=g.arrived_at)
    return redirect(url_for(".read_receipt", submission_id=submission.id))


@blueprint.get("/submissions/<int:submission_id>/receipt")
@permits(Permission.READ_SUBMISSION, Submission)
def read_receipt(submission: Submission) -> ResponseReturnValue:
    """The receipt as a page."""
    g.round = submission.round
    receipt = receipts.receipt(submission) or abort(404)
    return render_template("stakeholder/receipt.html", submission=submission, receipt=receipt)


@blueprint.get("/submissions/<int:submission_id>/receipt.json")
@permits(Permission.READ_SUBMISSION, Submission)
def download_receipt(submission: Submission) -> ResponseReturnValue:
    """The receipt as a file, with everything that its hash covers."""
    receipt = receipts.receipt(submission) or abort(404)
    return Response(
        receipts.receipt_file(receipt),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="receipt-{submission.number}.json"'},
    )
