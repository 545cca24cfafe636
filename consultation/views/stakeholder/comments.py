"""Commenting on a provision, or on a passage of it, or on a draft as a whole."""

from collections.abc import Callable
from functools import partial

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import asks_for_json, permits
from consultation.errors import StaleAnswer
from consultation.forms.stakeholder import CommentForm, WholeCommentForm
from consultation.forms.writing import WritingForm
from consultation.models import AnswerVersion, Draft, Provision, Round
from consultation.operations.contributions.answers import save_answer
from consultation.operations.contributions.commenting import save_comment
from consultation.permissions import Permission
from consultation.queries.contributions.submissions import comment_versions, submission_in
from consultation.views.stakeholder import blueprint
from consultation.views.stakeholder.answers import kept, refused
from consultation.views.stakeholder.part import (
    Standing,
    Workspace,
    standing,
    taking_part,
    workspace_beside,
)

ON_PROVISION, ON_ALL = "stakeholder/comment.html", "stakeholder/comment_on_all.html"


@blueprint.route("/provisions/<int:provision_id>/comments/new", methods=["GET", "POST"])
@permits(Permission.COMMENT_PROVISION, Provision)
def add_comment(provision: Provision) -> ResponseReturnValue:
    """One more comment; what was selected in the draft comes along as the passage it is about."""
    start = request.args.get("start", type=int)
    form = CommentForm(provision, None, exact=request.args.get("exact"), start=start)
    own = partial(url_for, ".edit_comment", provision_id=provision.id)
    return _add(provision, provision.draft.round, form, own, ON_PROVISION)


@blueprint.route("/provisions/<int:provision_id>/comments/<int:entry>", methods=["GET", "POST"])
@permits(Permission.COMMENT_PROVISION, Provision)
def edit_comment(provision: Provision, entry: int) -> ResponseReturnValue:
    """Read and change a comment of one's own."""
    own = url_for(".edit_comment", provision_id=provision.id, entry=entry)
    made = partial(CommentForm, provision)
    return _edit(provision, provision.draft.round, entry, made, own, ON_PROVISION)


@blueprint.route("/drafts/<int:draft_id>/comments/new", methods=["GET", "POST"])
@permits(Permission.COMMENT_DRAFT, Draft)
def add_comment_on_all(draft: Draft) -> ResponseReturnValue:
    """One more comment on the draft as a whole."""
    own = partial(url_for, ".edit_comment_on_all", draft_id=draft.id)
    return _add(draft, draft.round, WholeCommentForm(None), own, ON_ALL)


@blueprint.route("/drafts/<int:draft_id>/comments/<int:entry>", methods=["GET", "POST"])
@permits(Permission.COMMENT_DRAFT, Draft)
def edit_comment_on_all(draft: Draft, entry: int) -> ResponseReturnValue:
    """Read and change a comment of one's own on the draft as a whole."""
    own = url_for(".edit_comment_on_all", draft_id=draft.id, entry=entry)
    return _edit(draft, draft.round, entry, WholeCommentForm, own, ON_ALL)


def _add(
    place: Provision | Draft,
    round_: Round,
    form: WritingForm,
    own: Callable[..., str],
    template: str,
) -> ResponseReturnValue:
    """Show the form, or keep what it holds at an address of its own."""
    person, stakeholder = taking_part(round_)
    form.offer(stakeholder, person)
    stands = standing(round_, submission_in(round_, stakeholder.id))
    page = partial(_page, template, place, form, stands)
    if not form.accepted():
        return page(status=422 if form.errors else 200)
    try:
        saved = save_comment(
            person, stakeholder, place, form.writing, **form.known, now=g.arrived_at
        )
    except StaleAnswer as stale:
        form.has_shown(stale.newest)
        return page(status=409, theirs=stale.newest)
    return kept(form, saved, own(entry=saved.entry))


def _edit(
    place: Provision | Draft,
    round_: Round,
    entry: int,
    made: Callable[[AnswerVersion], WritingForm],
    own: str,
    template: str,
) -> ResponseReturnValue:
    """Show a comment, or keep its next version; 404 for one that this stakeholder has not."""
    person, stakeholder = taking_part(round_)
    submission = submission_in(round_, stakeholder.id)
    version = comment_versions(submission, place).get(entry) or abort(404)
    stands = standing(round_, submission, version)
    form, question = made(version), version.question
    form.offer(stakeholder, person)
    beside = workspace_beside(stakeholder, question, entry)
    page = partial(_page, template, place, form, stands, version=version, workspace=beside)
    if not form.accepted():
        return page(status=422 if form.errors else 200)
    try:
        saved = save_answer(
            person,
            stakeholder,
            question,
            form.writing,
            entry=entry,
            **form.known,
            now=g.arrived_at,
        )
    except StaleAnswer as stale:
        form.has_shown(stale.newest)
        return page(status=409, theirs=stale.newest)
    if saved.is_blank and not asks_for_json():
        kept(form, saved, "")
        return redirect(url_for(".review_submission", round_id=round_.id))
    return kept(form, saved, own)


def _page(
    template: str,
    place: Provision | Draft,
    form: WritingForm,
    stands: Standing,
    *,
    status: int,
    version: AnswerVersion | None = None,
    theirs: AnswerVersion | None = None,
    workspace: Workspace | None = None,
) -> ResponseReturnValue:
    if asks_for_json() and status >= 400:
        return refused(form, theirs)
    page = render_template(
        template,
        about=place,
        form=form,
        stands=stands,
        version=version,
        theirs=theirs,
        workspace=workspace,
    )
    return page, status
