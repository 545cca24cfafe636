"""Drafts in preparation: which there are, beginning one, publishing it, giving it up."""

from collections.abc import Callable

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.errors import RuleError, StaleEdit
from consultation.forms.drafts import ActForm, BeginForm, DiscardDraftForm, PublishDraftForm
from consultation.models import Consultation, Draft, Round
from consultation.operations.drafts import drafts
from consultation.permissions import Permission
from consultation.queries.drafts import preparing
from consultation.queries.drafts.drafts import text_of
from consultation.views.secretariat import blueprint


@blueprint.get("/consultations/<int:consultation_id>/drafts")
@permits(Permission.PREPARE_DRAFTS, Consultation)
def list_drafts(consultation: Consultation) -> ResponseReturnValue:
    """Every round with its draft, and how far that is."""
    g.consultation = consultation
    lines = preparing.draft_lines(consultation)
    return render_template("secretariat/drafts.html", lines=lines)


@blueprint.route("/rounds/<int:round_id>/draft", methods=["GET", "POST"])
@permits(Permission.RUN_ROUND, Round)
def begin_draft(round_: Round) -> ResponseReturnValue:
    """Begin a round's draft: as a copy of the last one, from a file, or empty."""
    g.round = round_
    last = preparing.draft_before(round_)
    form = BeginForm(last, data={"title": f"Draft {round_.number}", "with_questions": True})
    made: list[Draft] = []
    if form.accepted() and form.start.data == "file":
        return redirect(url_for(".import_draft", round_id=round_.id, title=form.title.data))
    if form.accepted() and done(form, lambda: made.append(_begun(round_, form))):
        flash("Begun. Nobody but you and the chairs sees it before it is published.")
        return redirect(url_for(".edit_draft", draft_id=made[0].id))
    page = render_template("secretariat/begin_draft.html", round=round_, form=form, last=last)
    return page, status_of(form)


def _begun(round_: Round, form: BeginForm) -> Draft:
    title, by = form.title.data or "", {"by": acting_person(), "now": g.arrived_at}
    if form.start.data == "copy":
        taken = bool(form.with_questions and form.with_questions.data)
        return drafts.begin_from_last(round_, title, with_questions=taken, **by)
    return drafts.begin_draft(round_, title, **by)


@blueprint.get("/drafts/<int:draft_id>/edit")
@permits(Permission.EDIT_DRAFT, Draft)
def edit_draft(draft: Draft) -> ResponseReturnValue:
    """The draft from top to bottom, with what can be done to each part of it."""
    g.round = draft.round
    draft.ensure_editable()
    return render_template(
        "secretariat/draft.html",
        draft=draft,
        text=text_of(draft),
        before=preparing.draft_before(draft.round),
        lacking=preparing.lacking(draft),
    )


@blueprint.route("/drafts/<int:draft_id>/publish", methods=["GET", "POST"])
@permits(Permission.EDIT_DRAFT, Draft)
def publish_draft(draft: Draft) -> ResponseReturnValue:
    """Let a draft be read, for good."""
    g.round = draft.round
    form = PublishDraftForm()
    if form.accepted():
        drafts.publish_draft(draft, by=acting_person(), now=g.arrived_at)
        flash("Published. From now on it does not change.")
        return redirect(url_for("public.read_draft", draft_id=draft.id))
    draft.ensure_editable()
    return render_template(
        "secretariat/publish_draft.html",
        draft=draft,
        form=form,
        before=preparing.draft_before(draft.round),
        lacking=preparing.lacking(draft),
    )


@blueprint.route("/drafts/<int:draft_id>/discard", methods=["GET", "POST"])
@permits(Permission.EDIT_DRAFT, Draft)
def discard_draft(draft: Draft) -> ResponseReturnValue:
    """Give up a draft that was never published."""
    g.round = draft.round
    form = DiscardDraftForm()
    consultation_id = draft.round.consultation_id
    if form.accepted():
        drafts.discard_draft(draft, by=acting_person(), now=g.arrived_at)
        flash("Discarded. The log keeps that it was there.")
        return redirect(url_for(".list_drafts", consultation_id=consultation_id))
    draft.ensure_editable()
    return render_template("secretariat/discard_draft.html", draft=draft, form=form)


def done(form: ActForm, act: Callable[[], object], version: Callable[[], int] = int) -> bool:
    """Whether an act was done; else the form says why not, with all that was typed."""
    try:
        act()
    except StaleEdit as stale:
        form.look_again(str(stale), version())
    except RuleError as refused:
        form.say(str(refused))
    return not form.form_errors


def status_of(form: ActForm) -> int:
    """409 where a rule refused, 422 where the shape is wrong."""
    return 409 if form.form_errors else 422 if form.errors else 200
