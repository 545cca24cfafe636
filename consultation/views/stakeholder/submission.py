"""Everything of mine in one place: review, submit, change, withdraw."""

import secrets

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import permits
from consultation.errors import WouldBeLate
from consultation.forms.stakeholder import SubmitForm
from consultation.forms.together import PublicationForm
from consultation.models import Publication, Receipt, Round, Submission
from consultation.operations.contributions import joining, submissions
from consultation.operations.contributions.answers import is_writable
from consultation.permissions import Permission
from consultation.queries.consultations.notices import agreements, notice_in_force
from consultation.queries.contributions.papers import paper_lines
from consultation.queries.contributions.review import by_provision, review_lines
from consultation.queries.contributions.submissions import has_changed, submission_in
from consultation.queries.contributions.workspace import colleagues_of
from consultation.queries.drafts.drafts import text_of
from consultation.views.stakeholder import blueprint
from consultation.views.stakeholder.part import taking_part


@blueprint.get("/rounds/<int:round_id>/submission")
@permits(Permission.TAKE_PART, Round)
def review_submission(round_: Round) -> ResponseReturnValue:
    """Everything of mine in one place, what is missing first or by provision, and one submit."""
    return _review(round_)


def _review(round_: Round, refused: str = "") -> str:
    person, stakeholder = taking_part(round_)
    submission = submission_in(round_, stakeholder.id)
    papers = [line for line in paper_lines(submission) if not line.paper.entered]
    lines = review_lines(round_, submission)
    in_order = request.args.get("by") == "provision" and bool(lines)
    return render_template(
        "stakeholder/review.html",
        round=round_,
        submission=submission,
        writable=is_writable(round_, submission, g.arrived_at),
        lines=lines,
        parts=by_provision(lines, text_of(lines[0].question.draft)) if in_order else None,
        untaken=[line for line in papers if not line.taken],
        taken_papers=[line for line in papers if line.taken],
        has_changed=submission is not None and has_changed(submission),
        form=_keyed_form(late="y" if round_.takes_late(g.arrived_at) else ""),
        refused=refused,
        stakeholder=stakeholder,
        owes_reading=joining.owes_reading(person, stakeholder),
        agreements=agreements(person, stakeholder),
        colleagues=colleagues_of(stakeholder),
    )


@blueprint.post("/submissions/<int:submission_id>/submit")
@permits(Permission.SUBMIT, Submission)
def submit(submission: Submission) -> ResponseReturnValue:
    """Send the submission, or what has changed in it since it was received."""
    person, _ = taking_part(submission.round)
    form = SubmitForm()
    if not form.accepted():
        return _incomplete(submission)
    late = bool(form.late.data)
    try:
        receipt = submissions.submit(
            submission, author=person, key=form.key.data, as_late=late, now=g.arrived_at
        )
    except WouldBeLate as refused:
        return _review(submission.round, str(refused)), refused.status
    return _received(receipt)


@blueprint.route("/submissions/<int:submission_id>/withdraw", methods=["GET", "POST"])
@permits(Permission.SUBMIT, Submission)
def withdraw(submission: Submission) -> ResponseReturnValue:
    """Take back what was received; what was written is kept."""
    person, _ = taking_part(submission.round)
    form = SubmitForm()
    if form.is_submitted():
        if not form.accepted():
            return _incomplete(submission)
        return _received(
            submissions.withdraw(submission, author=person, key=form.key.data, now=g.arrived_at)
        )
    return render_template(
        "stakeholder/withdraw.html",
        submission=submission,
        form=_keyed_form(),
        writable=is_writable(submission.round, submission, g.arrived_at),
    )


@blueprint.route("/submissions/<int:submission_id>/publication", methods=["GET", "POST"])
@permits(Permission.SUBMIT, Submission)
def choose_publication(submission: Submission) -> ResponseReturnValue:
    """Say how everything of mine in this round may be published."""
    person, stakeholder = taking_part(submission.round)
    owed = joining.owes_reading(person, stakeholder)
    told = notice_in_force(stakeholder.consultation) if owed else None
    form = PublicationForm(submission, person, notice=told.sha256 if told is not None else "")
    if form.accepted():
        choice, read = Publication(form.publication.data), form.notice.data or ""
        joining.choose_publication(
            submission, choice, author=person, agreed_to=read, now=g.arrived_at
        )
        flash(f"How what you send is published: {choice}.")
        return redirect(url_for(".review_submission", round_id=submission.round_id))
    page = render_template(
        "stakeholder/publication.html", submission=submission, form=form, notice=told
    )
    return page, 422 if form.errors else 200


def _keyed_form(**given: str) -> SubmitForm:
    return SubmitForm(formdata=None, key=secrets.token_hex(16), **given)


def _incomplete(submission: Submission) -> ResponseReturnValue:
    flash("The form was incomplete. Nothing was sent; send it once more.")
    return redirect(url_for(".review_submission", round_id=submission.round_id))


def _received(receipt: Receipt) -> ResponseReturnValue:
    return redirect(
        url_for(".read_receipt", submission_id=receipt.submission_id, ordinal=receipt.ordinal)
    )
