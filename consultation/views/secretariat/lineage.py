"""What became of the draft before: proposals confirmed or changed by a person, on one page."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.db import session
from consultation.errors import RuleError
from consultation.forms.lineage import ConfirmAlikeForm, LineageForm
from consultation.models import Draft
from consultation.operations.drafts import tracing
from consultation.operations.drafts.tracing import alike, before_of, decide_lines
from consultation.permissions import Permission
from consultation.queries.drafts.lineage import OriginLine, Traced, traced
from consultation.views.secretariat import blueprint
from consultation.views.secretariat.drafts import status_of
from consultation.wording import noun


@blueprint.route("/drafts/<int:draft_id>/lineage", methods=["GET", "POST"])
@permits(Permission.EDIT_DRAFT, Draft)
def trace_lineage(draft: Draft) -> ResponseReturnValue:
    """Every provision with where it comes from, to be confirmed or changed."""
    g.round = draft.round
    draft.ensure_editable()
    before = before_of(draft)
    found = traced(draft, before)
    form = LineageForm(data=_data(found))
    if form.accepted():
        try:
            count = decide_lines(
                draft, form.said_of_lines, form.said_of_ends, seen=form.seen.data or "", **_acting()
            )
        except RuleError as refused:
            session.rollback()
            form.say(str(refused))
        else:
            flash(f"{noun(count, 'line')} decided.")
            return redirect(url_for(".trace_lineage", draft_id=draft.id))
    page = render_template(
        "secretariat/lineage.html",
        draft=draft,
        before=before,
        found=found,
        form=form,
        alike=alike(found),
        confirm=ConfirmAlikeForm(formdata=None, seen=found.seen),
    )
    return page, status_of(form)


@blueprint.post("/drafts/<int:draft_id>/lineage/alike")
@permits(Permission.EDIT_DRAFT, Draft)
def confirm_alike(draft: Draft) -> ResponseReturnValue:
    """Confirm every proposal whose provision is word for word what the old one was."""
    g.round = draft.round
    form = ConfirmAlikeForm()
    if form.accepted():
        count = tracing.confirm_alike(draft, seen=form.seen.data or "", **_acting())
        flash(f"{noun(count, 'line')} confirmed.")
    return redirect(url_for(".trace_lineage", draft_id=draft.id))


def _data(found: Traced) -> dict[str, Any]:
    return {
        "seen": found.seen,
        "lines": [
            {"provision": line.new.id, "origins": _listed(line, found), "note": line.note}
            for line in found.lines
        ],
        "ends": [{"provision": row.old_id, "note": row.note} for row in found.ends],
    }


def _listed(line: OriginLine, found: Traced) -> str:
    return ", ".join(found.names[old.id] for old in line.olds)


def _acting() -> dict[str, Any]:
    return {"by": acting_person(), "now": g.arrived_at}
