"""Input: what came in otherwise, written down for whom it is of."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits, row_numbered
from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError, StaleAnswer, UnknownFilter
from consultation.forms.entering import (
    AddAnswerForm,
    CorrectAnswerForm,
    EntryForm,
    TakeBackForm,
)
from consultation.forms.papers import PaperForm
from consultation.models import AnswerVersion, Round, Stakeholder, Submission
from consultation.operations.contributions import entering, senders
from consultation.permissions import Permission
from consultation.queries.consultations.stakeholders import stakeholders_in
from consultation.queries.contributions.entries import by_source, entries_in, written_down
from consultation.queries.contributions.meetings import kinds_in
from consultation.queries.contributions.papers import draft_of, entered_lines
from consultation.queries.contributions.submissions import newest_version
from consultation.queries.drafts.places import Places, places_in
from consultation.views.asked import asked_number, asked_text
from consultation.views.secretariat import blueprint


@blueprint.get("/rounds/<int:round_id>/input")
@permits(Permission.RUN_ROUND, Round)
def list_input(round_: Round) -> ResponseReturnValue:
    """How everything in a round came in, and what was entered or imported, to be searched."""
    g.round = round_
    typed, page = asked_text("q"), asked_number("page") or 1
    found = entries_in(round_, typed.split(), page=page)
    if page > found.pages:
        raise UnknownFilter(f"The list has no page {page}; its last is {found.pages}.")
    return render_template(
        "secretariat/input.html",
        round=round_,
        sources=by_source(round_),
        entries=found,
        typed=typed,
        draft=draft_of(round_),
    )


@blueprint.route("/rounds/<int:round_id>/input/new", methods=["GET", "POST"])
@permits(Permission.RUN_ROUND, Round)
def begin_entry(round_: Round) -> ResponseReturnValue:
    """Who sent something, how it came and when."""
    g.round = round_
    consultation = round_.consultation
    form = EntryForm(round_, stakeholders_in(consultation), kinds_in(consultation))
    status = 422 if form.errors else 200
    if form.accepted():
        try:
            submission = _begun(round_, form)
        except RuleError as refused:
            session.rollback()
            form.who.errors, status = [str(refused)], refused.status
        else:
            return redirect(url_for(".read_entry", submission_id=submission.id))
    elif form.errors:
        status = 422
    return render_template("secretariat/new_entry.html", round=round_, form=form), status


def _begun(round_: Round, form: EntryForm) -> Submission:
    person, now = acting_person(), g.arrived_at
    if form.is_new:
        part = senders.new_part(round_, form.sender, by=person, now=now)
    else:
        part = session.get_one(Stakeholder, int(form.who.data))
    return entering.begin_entry(round_, part, form.arrival, by=person, now=now)


@blueprint.route("/entries/<int:submission_id>", methods=["GET", "POST"])
@permits(Permission.ENTER_SUBMISSION, Submission)
def read_entry(submission: Submission) -> ResponseReturnValue:
    """What is written down for somebody, and one more answer of theirs."""
    form = AddAnswerForm(_places(submission.round))
    if not form.accepted():
        return _page(submission, form, 422 if form.errors else 200)
    by, now = acting_person(), g.arrived_at
    try:
        entering.enter_answer(submission, form.at, form.writing, by=by, now=now)
    except NotAllowedYet as refused:
        form.text.errors = [str(refused)]
        return _page(submission, form, refused.status)
    flash("Written down. It counts once you make the receipt.")
    return redirect(url_for(".read_entry", submission_id=submission.id))


def _places(round_: Round) -> Places:
    draft = draft_of(round_)
    if draft is None:
        raise NotAllowedYet("The draft is not published yet. Come back when it can be read.")
    return places_in(draft)


def _page(
    submission: Submission,
    form: AddAnswerForm,
    status: int,
    paper: PaperForm | None = None,
) -> ResponseReturnValue:
    g.round = submission.round
    page = render_template(
        "secretariat/entry.html",
        submission=submission,
        form=form,
        paper_form=paper or PaperForm(formdata=None),
        versions=written_down(submission),
        papers=entered_lines(submission),
        unreceived=entering.is_unreceived(submission),
    )
    return page, status


@blueprint.route("/entries/<int:submission_id>/texts/<int:version_id>", methods=["GET", "POST"])
@permits(Permission.ENTER_SUBMISSION, Submission)
def correct_entry(submission: Submission, version_id: int) -> ResponseReturnValue:
    """Put right one text of what was written down."""
    g.round = submission.round
    version = _newest(submission, version_id)
    form = CorrectAnswerForm(version)
    theirs, status = None, 200
    if form.accepted():
        seen, by, now = form.seen.data or 0, acting_person(), g.arrived_at
        try:
            entering.correct_entry(version, form.writing, seen=seen, by=by, now=now)
        except StaleAnswer as stale:
            theirs, status = stale.newest, stale.status
            form.has_shown(theirs)
        else:
            flash("Kept. It counts once you make the receipt.")
            return redirect(url_for(".read_entry", submission_id=submission.id))
    elif form.errors:
        status = 422
    page = render_template("secretariat/entry_text.html", version=version, form=form, theirs=theirs)
    return page, status


def _newest(submission: Submission, version_id: int) -> AnswerVersion:
    """What is written down now where the text of a number was."""
    found = row_numbered(AnswerVersion, version_id)
    newest = None
    if isinstance(found, AnswerVersion) and found.entered and found.submission is submission:
        newest = newest_version(submission, found.question, found.entry, entered=True)
    if newest is None:
        raise NotAllowedYet("There is no such text in this entry. Open the entry again.")
    return newest


@blueprint.post("/entries/<int:submission_id>/receipt")
@permits(Permission.ENTER_SUBMISSION, Submission)
def receive_entry(submission: Submission) -> ResponseReturnValue:
    """Let it count, and make its receipt."""
    receipt = entering.receive(submission, by=acting_person(), now=g.arrived_at)
    flash(f"Receipt {receipt.number} is made.")
    return redirect(url_for(".read_entry", submission_id=submission.id))


@blueprint.route("/entries/<int:submission_id>/withdraw", methods=["GET", "POST"])
@permits(Permission.ENTER_SUBMISSION, Submission)
def take_back_entry(submission: Submission) -> ResponseReturnValue:
    """Let what was entered count no more."""
    g.round = submission.round
    form = TakeBackForm()
    if form.accepted():
        reason = form.reason.data or ""
        entering.take_back_entry(submission, reason=reason, by=acting_person(), now=g.arrived_at)
        flash("It counts no more. What was written down stays.")
        return redirect(url_for(".read_entry", submission_id=submission.id))
    page = render_template("secretariat/take_back_entry.html", submission=submission, form=form)
    return page, 422 if form.errors else 200
