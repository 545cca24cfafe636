"""Long papers: attach, check what was read, take sections as answers, remove."""

from dataclasses import asdict

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation import db
from consultation.access import acting_person, permits
from consultation.errors import NotAllowedYet, RuleError
from consultation.forms.papers import PaperForm, RemovePaperForm, TakeForm
from consultation.imports import paper_store
from consultation.imports.papers import read_paper
from consultation.models import PAPER_LIMIT, Draft, Paper, Round
from consultation.operations.contributions import papers
from consultation.operations.contributions.answers import ensure_writable, is_writable
from consultation.permissions import Permission
from consultation.queries.contributions.papers import (
    PaperFile,
    draft_of,
    file_of,
    paper_lines,
    sections_of,
    taken_from,
)
from consultation.queries.contributions.submissions import submission_in
from consultation.queries.drafts.places import places_in
from consultation.views.papers import forget, forget_once_committed, paper_folder
from consultation.views.stakeholder import blueprint
from consultation.views.stakeholder.part import taking_part
from consultation.wording import noun


@blueprint.route("/rounds/<int:round_id>/papers", methods=["GET", "POST"])
@permits(Permission.TAKE_PART, Round)
def attach_paper(round_: Round) -> ResponseReturnValue:
    """The papers of my submission, and one more."""
    form = PaperForm()
    if not form.accepted():
        return _list(round_, form, 422 if form.errors else 200)
    try:
        paper = _attached(round_, form)
    except RuleError as refused:
        db.session.rollback()
        form.file.errors = [str(refused)]
        return _list(round_, form, refused.status)
    flash(f"“{paper.name}” is attached. Check what was read, then take what is to be an answer.")
    return redirect(url_for(".check_paper", paper_id=paper.id))


def _attached(round_: Round, form: PaperForm) -> Paper:
    """Read the file before the lock is taken, so that nobody waits for it; the row comes last."""
    _, stakeholder = taking_part(round_)
    ensure_writable(round_, submission_in(round_, stakeholder.id), g.arrived_at)
    if draft_of(round_) is None:
        raise NotAllowedYet("The draft is not published yet. Come back when it can be read.")
    name = paper_store.tidy_name(form.file.data.filename or "")
    raw = form.file.data.read()
    text = read_paper(raw, name=name)
    digest = paper_store.keep(paper_folder(), stakeholder.id, raw)
    file = papers.Attachment(
        name=name,
        kind=text.kind,
        sha256=digest,
        size=len(raw),
        blocks=[asdict(block) for block in text.blocks],
        left_out=list(text.left_out),
    )
    db.begin_write()
    person, stakeholder = taking_part(round_)
    try:
        paper = papers.attach(person, stakeholder, round_, file, now=g.arrived_at)
    except RuleError:
        forget([PaperFile(stakeholder.id, digest)])
        raise
    db.locked(stakeholder)
    # A colleague who removed the same file meanwhile may have taken it from the disk.
    paper_store.keep(paper_folder(), stakeholder.id, raw)
    return paper


def _list(round_: Round, form: PaperForm, status: int) -> ResponseReturnValue:
    _, stakeholder = taking_part(round_)
    submission = submission_in(round_, stakeholder.id)
    page = render_template(
        "stakeholder/papers.html",
        round=round_,
        form=form,
        writable=is_writable(round_, submission, g.arrived_at),
        lines=paper_lines(submission),
        limit=PAPER_LIMIT,
    )
    return page, status


@blueprint.route("/papers/<int:paper_id>", methods=["GET", "POST"])
@permits(Permission.KEEP_PAPER, Paper)
def check_paper(paper: Paper) -> ResponseReturnValue:
    """What was read of a paper, section by section; take those that are answers."""
    if paper.removed_at is not None:
        abort(404)
    round_ = paper.submission.round
    person, stakeholder = taking_part(round_)
    places = places_in(_draft(round_))
    found = sections_of(paper, places)
    taken = taken_from(paper)
    form = TakeForm(places, found, [any(s.text in v.text for v in taken) for s in found])
    if form.ticks_anew() or not form.accepted():
        page = render_template(
            "stakeholder/paper.html",
            paper=paper, round=round_, form=form, taken=taken, sections=found,
        )  # fmt: skip
        return page, 422 if form.errors else 200
    by_value = places.by_value()
    chosen = [(found[n], by_value[v]) for n, v in form.chosen() if n < len(found)]
    count = papers.take_sections(person, stakeholder, paper, chosen, now=g.arrived_at)
    if not count:
        flash("Nothing new was taken. Tick the sections that are to be answers.")
        return redirect(url_for(".check_paper", paper_id=paper.id))
    flash(f"{noun(count, 'section')} taken from “{paper.name}”. Not sent until you submit.")
    return redirect(url_for(".review_submission", round_id=round_.id))


def _draft(round_: Round) -> Draft:
    draft = draft_of(round_)
    if draft is None:
        raise NotAllowedYet("The draft has been taken back. Come back when it can be read.")
    return draft


@blueprint.route("/papers/<int:paper_id>/remove", methods=["GET", "POST"])
@permits(Permission.KEEP_PAPER, Paper)
def remove_paper(paper: Paper) -> ResponseReturnValue:
    """Take a paper off the list."""
    round_ = paper.submission.round
    taking_part(round_)
    form = RemovePaperForm()
    if not form.accepted():
        page = render_template(
            "stakeholder/remove_paper.html", paper=paper, round=round_, taken=taken_from(paper)
        )
        return page, 422 if request.method == "POST" else 200
    file = file_of(paper)
    papers.remove(paper, author=acting_person(), now=g.arrived_at)
    forget_once_committed([file])
    flash(f"“{paper.name}” was removed.")
    return redirect(url_for(".attach_paper", round_id=round_.id))
