"""Commenting on a draft as a whole."""

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import asks_for_json, permits
from consultation.errors import StaleAnswer
from consultation.forms.stakeholder import WholeCommentForm
from consultation.models import AnswerVersion, Draft
from consultation.operations.answers import save_answer
from consultation.operations.commenting import save_comment
from consultation.permissions import Permission
from consultation.queries.submissions import comment_versions, submission_in
from consultation.views.stakeholder import blueprint
from consultation.views.stakeholder.answers import kept, refused
from consultation.views.stakeholder.part import Workspace, taking_part, workspace_beside


@blueprint.route("/drafts/<int:draft_id>/comments/new", methods=["GET", "POST"])
@permits(Permission.COMMENT_DRAFT, Draft)
def add_comment_on_all(draft: Draft) -> ResponseReturnValue:
    """One more comment on the draft as a whole."""
    person, stakeholder = taking_part(draft.round)
    form = WholeCommentForm(None)
    if form.accepted():
        saved = save_comment(person, stakeholder, draft, form.writing, now=g.arrived_at)
        return kept(saved, url_for(".edit_comment_on_all", draft_id=draft.id, entry=saved.entry))
    return _page(draft, form, 422 if form.errors else 200)


@blueprint.route("/drafts/<int:draft_id>/comments/<int:entry>", methods=["GET", "POST"])
@permits(Permission.COMMENT_DRAFT, Draft)
def edit_comment_on_all(draft: Draft, entry: int) -> ResponseReturnValue:
    """Read and change a comment of one's own on the draft as a whole."""
    person, stakeholder = taking_part(draft.round)
    submission = submission_in(draft.round, stakeholder)
    version = comment_versions(submission, draft).get(entry) or abort(404)
    form = WholeCommentForm(version)
    beside = workspace_beside(stakeholder, version.question, entry)
    if not form.accepted():
        status = 422 if form.errors else 200
        return _page(draft, form, status, version=version, workspace=beside)
    question, seen = version.question, form.seen.data
    try:
        saved = save_answer(
            person, stakeholder, question, form.writing, entry=entry, seen=seen, now=g.arrived_at
        )
    except StaleAnswer as stale:
        form.has_shown(stale.newest)
        return _page(draft, form, 409, version=version, theirs=stale.newest, workspace=beside)
    if saved.is_blank and not asks_for_json():
        kept(saved, "")
        return redirect(url_for(".review_submission", round_id=draft.round_id))
    return kept(saved, url_for(".edit_comment_on_all", draft_id=draft.id, entry=entry))


def _page(
    draft: Draft,
    form: WholeCommentForm,
    status: int,
    *,
    version: AnswerVersion | None = None,
    theirs: AnswerVersion | None = None,
    workspace: Workspace | None = None,
) -> ResponseReturnValue:
    if asks_for_json() and status >= 400:
        return refused(form, theirs)
    page = render_template(
        "stakeholder/comment_on_all.html",
        draft=draft,
        form=form,
        version=version,
        theirs=theirs,
        workspace=workspace,
    )
    return page, status
