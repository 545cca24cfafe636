"""Commenting on a provision, or on a passage of it, where one reads it."""

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import asks_for_json, permits
from consultation.errors import StaleAnswer
from consultation.forms.stakeholder import CommentForm
from consultation.models import AnswerVersion, Provision
from consultation.operations.answers import save_answer
from consultation.operations.commenting import save_comment
from consultation.permissions import Permission
from consultation.queries.submissions import comment_versions, submission_in
from consultation.views.stakeholder import blueprint
from consultation.views.stakeholder.answers import kept, refused
from consultation.views.stakeholder.part import Workspace, taking_part, workspace_beside


@blueprint.route("/provisions/<int:provision_id>/comments/new", methods=["GET", "POST"])
@permits(Permission.COMMENT_PROVISION, Provision)
def add_comment(provision: Provision) -> ResponseReturnValue:
    """One more comment; what was selected in the draft comes along as the passage it is about."""
    round_ = provision.draft.round
    person, stakeholder = taking_part(round_)
    form = CommentForm(provision, None, exact=request.args.get("exact"), start=_start())
    if form.accepted():
        saved = save_comment(person, stakeholder, provision, form.writing, now=g.arrived_at)
        return kept(saved, url_for(".edit_comment", provision_id=provision.id, entry=saved.entry))
    return _page(provision, form, 422 if form.errors else 200)


def _start() -> int | None:
    return request.args.get("start", type=int)


@blueprint.route("/provisions/<int:provision_id>/comments/<int:entry>", methods=["GET", "POST"])
@permits(Permission.COMMENT_PROVISION, Provision)
def edit_comment(provision: Provision, entry: int) -> ResponseReturnValue:
    """Read and change a comment of one's own."""
    person, stakeholder = taking_part(provision.draft.round)
    submission = submission_in(provision.draft.round, stakeholder)
    version = comment_versions(submission, provision).get(entry) or abort(404)
    form = CommentForm(provision, version)
    beside = workspace_beside(stakeholder, version.question, entry)
    if not form.accepted():
        status = 422 if form.errors else 200
        return _page(provision, form, status, version=version, workspace=beside)
    try:
        saved = save_answer(
            person,
            stakeholder,
            version.question,
            form.writing,
            entry=entry,
            seen=form.seen.data,
            now=g.arrived_at,
        )
    except StaleAnswer as stale:
        form.has_shown(stale.newest)
        return _page(provision, form, 409, version=version, theirs=stale.newest, workspace=beside)
    if saved.is_blank and not asks_for_json():
        kept(saved, "")
        return redirect(url_for(".review_submission", round_id=provision.draft.round_id))
    return kept(saved, url_for(".edit_comment", provision_id=provision.id, entry=entry))


def _page(
    provision: Provision,
    form: CommentForm,
    status: int,
    *,
    version: AnswerVersion | None = None,
    theirs: AnswerVersion | None = None,
    workspace: Workspace | None = None,
) -> ResponseReturnValue:
    if asks_for_json() and status >= 400:
        return refused(form, theirs)
    page = render_template(
        "stakeholder/comment.html",
        provision=provision,
        form=form,
        version=version,
        theirs=theirs,
        workspace=workspace,
    )
    return page, status
