"""What became of the draft before: proposals confirmed or changed by a person, on one page."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.db import locked, session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.forms.lineage import ConfirmAlikeForm, LineageForm
from consultation.models import Draft, Provision
from consultation.operations.lineage import decide_origins, decide_removed
from consultation.permissions import Permission
from consultation.queries.lineage import OriginLine, Traced, named_in, traced
from consultation.queries.preparing import draft_before
from consultation.views.secretariat import blueprint
from consultation.views.secretariat.drafts import status_of
from consultation.wording import noun


@blueprint.route("/drafts/<int:draft_id>/lineage", methods=["GET", "POST"])
@permits(Permission.EDIT_DRAFT, Draft)
def trace_lineage(draft: Draft) -> ResponseReturnValue:
    """Every provision with where it comes from, to be confirmed or changed."""
    before = _before(draft)
    found = traced(draft, before)
    form = LineageForm(data=_data(found))
    if form.accepted():
        try:
            count = _decide(draft, found, form)
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
        alike=[line for line in found.lines if line.is_proposed and line.is_word_for_word],
        confirm=ConfirmAlikeForm(formdata=None, seen=found.seen),
    )
    return page, status_of(form)


@blueprint.post("/drafts/<int:draft_id>/lineage/alike")
@permits(Permission.EDIT_DRAFT, Draft)
def confirm_alike(draft: Draft) -> ResponseReturnValue:
    """Confirm every proposal whose provision is word for word what the old one was."""
    found, form = traced(draft, _before(draft)), ConfirmAlikeForm()
    if form.accepted():
        _ensure_seen(found, form.seen.data)
        alike = [line for line in found.lines if line.is_proposed and line.is_word_for_word]
        for line in alike:
            decide_origins(line.new, line.olds, line.note, **_acting())
        flash(f"{noun(len(alike), 'line')} confirmed.")
    return redirect(url_for(".trace_lineage", draft_id=draft.id))


def _before(draft: Draft) -> Draft:
    g.round = draft.round
    draft.ensure_editable()
    before = draft_before(draft.round)
    if before is None:
        raise NotAllowedYet("No draft was published before this one: there is nothing to trace.")
    return before


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


def _decide(draft: Draft, found: Traced, form: LineageForm) -> int:
    """Keep what is ticked or was changed; how many lines that is."""
    locked(draft)
    _ensure_seen(found, form.seen.data)
    by_number = {line.new.id: line for line in found.lines}
    count = 0
    for entry in form.lines:
        line = by_number[entry.form.provision.data]
        ids = named_in(entry.form.origins.data or "", found.names)
        note = (entry.form.note.data or "").strip()
        is_changed = ids != sorted(old.id for old in line.olds) or note != line.note
        if is_changed or (entry.form.confirmed.data and line.is_proposed):
            olds = [session.get_one(Provision, number) for number in ids]
            decide_origins(line.new, olds, note, **_acting())
            count += 1
    return count + _decide_ends(draft, found, form)


def _decide_ends(draft: Draft, found: Traced, form: LineageForm) -> int:
    by_number = {row.old_id: (row.note, row.is_proposed) for row in found.ends}
    count = 0
    for entry in form.ends:
        known = by_number.get(entry.form.provision.data)
        note = (entry.form.note.data or "").strip()
        still = known is not None and _goes_on_nowhere(draft, entry.form.provision.data)
        if known and still and (note != known[0] or (entry.form.confirmed.data and known[1])):
            old = session.get_one(Provision, entry.form.provision.data)
            decide_removed(draft, old, note, **_acting())
            count += 1
    return count


def _goes_on_nowhere(draft: Draft, old_id: int) -> bool:
    """Whether it was not said above on the same page that it goes on somewhere."""
    ends = traced(draft, _before(draft)).ends
    return any(row.old_id == old_id for row in ends)


def _ensure_seen(found: Traced, seen: str | None) -> None:
    if found.seen != seen:
        raise StaleEdit(
            "Somebody has decided something here since you opened the page. Nothing of yours was "
            "kept. Look at it as it is, then do it again if it still holds."
        )


def _acting() -> dict[str, Any]:
    return {"by": acting_person(), "now": g.arrived_at}
