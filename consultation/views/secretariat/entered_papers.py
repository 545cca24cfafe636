"""Papers that came by post or mail: the original kept, its sections taken as answers."""

from dataclasses import asdict

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation import db
from consultation.access import acting_person, permits
from consultation.errors import NotAllowedYet, RuleError
from consultation.forms.entering import AddAnswerForm
from consultation.forms.papers import PaperForm, TakeForm
from consultation.imports import paper_store
from consultation.imports.papers import read_paper
from consultation.models import Paper, Submission
from consultation.operations.contributions import entering, papers
from consultation.permissions import Permission
from consultation.queries.contributions.entries import written_down
from consultation.queries.contributions.papers import (
    draft_of,
    entered_from,
    entered_lines,
    sections_of,
)
from consultation.queries.drafts.places import Places, places_in
from consultation.views.papers import paper_folder
from consultation.views.secretariat import blueprint
from consultation.wording import noun


@blueprint.post("/entries/<int:submission_id>/papers")
@permits(Permission.ENTER_SUBMISSION, Submission)
def attach_entered(submission: Submission) -> ResponseReturnValue:
    """Keep the original of what was sent."""
    form = PaperForm()
    if not form.accepted():
        return _again(submission.id, form, 422)
    try:
        paper = _attached(submission, form)
    except RuleError as refused:
        db.session.rollback()
        form.file.errors = [str(refused)]
        return _again(submission.id, form, refused.status)
    flash(f"“{paper.name}” is kept. Check what was read, then take what is to be an answer.")
    return redirect(url_for(".check_entered", paper_id=paper.id))


def _again(submission_id: int, form: PaperForm, status: int) -> ResponseReturnValue:
    submission = db.session.get_one(Submission, submission_id)
    g.round = submission.round
    page = render_template(
        "secretariat/entry.html",
        submission=submission,
        form=AddAnswerForm(_places(submission)),
        paper_form=form,
        versions=written_down(submission),
        papers=entered_lines(submission),
        unreceived=entering.is_unreceived(submission),
    )
    return page, status


def _attached(submission: Submission, form: PaperForm) -> Paper:
    """Read the file before the lock is taken, so that nobody waits for it; the row comes last."""
    number, part = submission.id, submission.stakeholder_id
    name = paper_store.tidy_name(form.file.data.filename or "")
    raw = form.file.data.read()
    text = read_paper(raw, name=name)
    file = papers.Attachment(
        name=name,
        kind=text.kind,
        sha256=paper_store.keep(paper_folder(), part, raw),
        size=len(raw),
        blocks=[asdict(block) for block in text.blocks],
        left_out=list(text.left_out),
    )
    db.begin_write()
    submission = db.session.get_one(Submission, number)
    paper = papers.attach(
        acting_person(), submission.stakeholder, submission.round, file,
        entered=True, now=g.arrived_at,
    )  # fmt: skip
    db.locked(submission.stakeholder)
    # Its author, who removed the same file meanwhile, or a sweep may have taken it from the disk.
    paper_store.keep(paper_folder(), part, raw)
    return paper


@blueprint.route("/entered-papers/<int:paper_id>", methods=["GET", "POST"])
@permits(Permission.ENTER_PAPER, Paper)
def check_entered(paper: Paper) -> ResponseReturnValue:
    """What was read of a paper, section by section; take those that are answers."""
    submission = paper.submission
    g.round = submission.round
    places = _places(submission)
    found, taken = sections_of(paper, places), entered_from(paper)
    form = TakeForm(places, found, [any(s.text in v.text for v in taken) for s in found])
    if form.ticks_anew() or not form.accepted():
        page = render_template(
            "secretariat/entered_paper.html", paper=paper, form=form, taken=taken, sections=found
        )
        return page, 422 if form.errors and request.method == "POST" else 200
    by_value = places.by_value()
    chosen = [(found[n], by_value[v]) for n, v in form.chosen() if n < len(found)]
    count = papers.take_sections(
        acting_person(), submission.stakeholder, paper, chosen, entered=True, now=g.arrived_at
    )
    flash(
        f"{noun(count, 'section')} taken from “{paper.name}”. It counts once you make the receipt."
    )
    return redirect(url_for(".read_entry", submission_id=submission.id))


def _places(submission: Submission) -> Places:
    draft = draft_of(submission.round)
    if draft is None:
        raise NotAllowedYet("The draft has been taken back. Come back when it can be read.")
    return places_in(draft)
