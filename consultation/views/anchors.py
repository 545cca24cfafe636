"""Comments on words of the draft before: where they belong now, settled by who reviews them."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.forms.lineage import ConfirmAlikeForm, SettleForm
from consultation.models import Anchor, Draft, Provision
from consultation.operations.drafts.anchoring import (
    carry_passages,
    ensure_counts,
    settle,
    standing_in,
)
from consultation.permissions import Permission, may
from consultation.queries.drafts.anchors import anchors_of
from consultation.queries.drafts.preparing import draft_before
from consultation.wording import noun

blueprint = Blueprint("anchors", __name__)


@blueprint.get("/drafts/<int:draft_id>/passages")
@permits(Permission.READ_ANCHORS, Draft)
def list_anchors(draft: Draft) -> ResponseReturnValue:
    """Which comments on words wait for a person, and where the others are."""
    g.round = draft.round
    person = acting_person()
    runs = may(person, Permission.RUN_ROUND, draft.round)
    return render_template(
        "secretariat/anchors.html",
        draft=draft,
        before=draft_before(draft.round),
        anchors=anchors_of(draft, None if runs else person),
        form=ConfirmAlikeForm(formdata=None) if runs and draft.published_at else None,
    )


@blueprint.post("/drafts/<int:draft_id>/passages")
@permits(Permission.EDIT_DRAFT, Draft)
def look_again(draft: Draft) -> ResponseReturnValue:
    """Look for the words of comments that came since."""
    if draft.published_at is None:
        raise NotAllowedYet("They are looked for when the draft is published.")
    form = ConfirmAlikeForm()
    if form.accepted():
        flash(f"{noun(carry_passages(draft), 'comment')} looked for.")
    return redirect(url_for(".list_anchors", draft_id=draft.id))


@blueprint.route("/passages/<int:anchor_id>", methods=["GET", "POST"])
@permits(Permission.SETTLE_ANCHOR, Anchor)
def settle_anchor(anchor: Anchor) -> ResponseReturnValue:
    """Say to which provision a comment belongs now, or that its words are gone."""
    g.round = anchor.draft.round
    ensure_counts(anchor)
    provisions = anchor.draft.provisions
    hints = standing_in(anchor, provisions)
    chosen = anchor.provision_id or (hints[0].id if len(hints) == 1 else 0)
    form = SettleForm(provisions, data={"provision": chosen, "seen": anchor.version})
    if form.accepted():
        provision = session.get(Provision, form.provision.data) if form.provision.data else None
        try:
            settle(anchor, provision, seen=form.seen.data, by=acting_person(), now=g.arrived_at)
            flash("Said, and written into the log.")
            return redirect(url_for(".list_anchors", draft_id=anchor.draft_id))
        except StaleEdit as stale:
            form.look_again(str(stale), anchor.version)
        except RuleError as refused:
            form.say(str(refused))
    page = render_template("secretariat/settle.html", anchor=anchor, form=form, hints=hints)
    return page, 409 if form.form_errors else 422 if form.errors else 200
