"""The provisions of a draft in preparation: add, edit, move, split, merge, remove."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.db import session
from consultation.errors import NotAllowedYet
from consultation.forms.drafts import (
    ActForm,
    AddProvisionForm,
    EditProvisionForm,
    MergeForm,
    MoveForm,
    RemoveForm,
    SplitForm,
    StepForm,
)
from consultation.models import Draft, Provision
from consultation.operations.drafts import editing
from consultation.operations.drafts.ordering import branch_of, in_order, next_sibling
from consultation.permissions import Permission
from consultation.queries.drafts.preparing import last_change
from consultation.reading import beginnings
from consultation.views.secretariat import blueprint
from consultation.views.secretariat.drafts import done, status_of


@blueprint.route("/drafts/<int:draft_id>/add", methods=["GET", "POST"])
@permits(Permission.EDIT_DRAFT, Draft)
def add_provision(draft: Draft) -> ResponseReturnValue:
    """A new provision, below another one or under it."""
    g.round = draft.round
    draft.ensure_editable()
    after = _named_in(draft, "after")
    form = AddProvisionForm(draft, data={"kind": after.kind} if after else {})
    if after is not None:
        del form.under
    made: list[Provision] = []
    if form.accepted() and not _looks() and done(form, lambda: made.append(_added(form, after))):
        flash("Added.")
        return redirect(_place(made[0]))
    return _page("secretariat/add_provision.html", draft, form, after=after)


def _added(form: AddProvisionForm, after: Provision | None) -> Provision:
    draft = session.get_one(Draft, (request.view_args or {})["draft_id"])
    under = session.get(Provision, form.under.data) if "under" in form else None
    return editing.add_provision(draft, form.words, under=under, after=after, **_acting())


@blueprint.route("/provisions/<int:provision_id>/edit", methods=["GET", "POST"])
@permits(Permission.EDIT_PROVISION, Provision)
def edit_provision(provision: Provision) -> ResponseReturnValue:
    """The words of a provision, with a preview."""
    form = EditProvisionForm(_open(provision), obj=provision, data={"seen": provision.version})
    if form.accepted() and not _looks():
        seen = form.seen.data

        def edit() -> None:
            editing.edit_provision(provision, form.words, seen=seen, **_acting())

        if done(form, edit, lambda: provision.version):
            flash("Saved.")
            return redirect(_place(provision))
    is_stale = bool(form.form_errors) and form.seen.data == provision.version
    return _page(
        "secretariat/edit_provision.html",
        provision.draft,
        form,
        provision=provision,
        is_stale=is_stale,
    )


@blueprint.post("/provisions/<int:provision_id>/step")
@permits(Permission.EDIT_PROVISION, Provision)
def step_provision(provision: Provision) -> ResponseReturnValue:
    """One place up or down."""
    form = StepForm()
    if form.accepted():
        up = form.direction.data == "up"
        editing.move_among_siblings(provision, up=up, **_acting())
    return redirect(_place(provision))


@blueprint.route("/provisions/<int:provision_id>/move", methods=["GET", "POST"])
@permits(Permission.EDIT_PROVISION, Provision)
def move_provision(provision: Provision) -> ResponseReturnValue:
    """Put a provision under another one."""
    draft = _open(provision)
    ordered = in_order(draft)
    own = branch_of(provision, ordered)
    form = MoveForm(
        [each for each in ordered if each not in own], data={"under": provision.parent_id or 0}
    )
    if form.accepted():
        under = session.get(Provision, form.under.data)
        if done(form, lambda: editing.move_under(provision, under, **_acting())):
            flash("Moved, with all that stands under it.")
            return redirect(_place(provision))
    return _page("secretariat/move_provision.html", draft, form, provision=provision)


@blueprint.route("/provisions/<int:provision_id>/split", methods=["GET", "POST"])
@permits(Permission.EDIT_PROVISION, Provision)
def split_provision(provision: Provision) -> ResponseReturnValue:
    """Cut a provision in two."""
    draft = _open(provision)
    begins = beginnings(provision.text)
    given = {"seen": provision.version, "kind": provision.kind}
    given |= {"at": begins[0][0]} if begins else {}
    given |= {"working_group_id": provision.working_group_id or 0}
    form = SplitForm(draft, begins, data=given)
    if form.accepted():
        at, seen = form.at.data, form.seen.data

        def split() -> None:
            editing.split_provision(provision, at, form.words, seen=seen, **_acting())

        if done(form, split, lambda: provision.version):
            flash("Split. The first part keeps its place and its key.")
            return redirect(_place(provision))
    return _page("secretariat/split_provision.html", draft, form, provision=provision)


@blueprint.route("/provisions/<int:provision_id>/merge", methods=["GET", "POST"])
@permits(Permission.EDIT_PROVISION, Provision)
def merge_provision(provision: Provision) -> ResponseReturnValue:
    """Make one of a provision and the next beside it."""
    draft, gone = _open(provision), next_sibling(provision)
    if gone is None:
        raise NotAllowedYet(f"Nothing comes after {provision.name} on its level.")
    joined = f"{provision.text}\n\n{gone.text}".strip()
    given = {"seen": provision.version, "next_seen": gone.version, "text": joined}
    names = ("kind", "number", "title")
    given |= {name: getattr(provision, name) for name in names}
    given |= {"working_group_id": provision.working_group_id or 0}
    form = MergeForm(draft, data=given)
    if form.accepted() and done(form, lambda: _merge(provision, form)):
        flash("Merged. Both old provisions go on in it.")
        return redirect(_place(provision))
    return _page("secretariat/merge_provision.html", draft, form, provision=provision, gone=gone)


def _merge(provision: Provision, form: MergeForm) -> None:
    seen = {"seen": form.seen.data, "next_seen": form.next_seen.data}
    editing.merge_with_next(provision, form.words, **seen, **_acting())


@blueprint.route("/provisions/<int:provision_id>/remove", methods=["GET", "POST"])
@permits(Permission.EDIT_PROVISION, Provision)
def remove_provision(provision: Provision) -> ResponseReturnValue:
    """Take a provision out of the draft."""
    draft = _open(provision)
    form = RemoveForm(data={"seen": provision.version})
    reason, seen = form.reason.data or "", form.seen.data
    if form.accepted() and done(
        form,
        lambda: editing.remove_provision(provision, reason, seen=seen, **_acting()),
        lambda: provision.version,
    ):
        flash("Removed.")
        return redirect(url_for(".edit_draft", draft_id=draft.id))
    return _page("secretariat/remove_provision.html", draft, form, provision=provision)


def _open(provision: Provision) -> Draft:
    g.round = provision.draft.round
    provision.draft.ensure_editable()
    return provision.draft


def _acting() -> dict[str, Any]:
    return {"by": acting_person(), "now": g.arrived_at}


def _looks() -> bool:
    """Whether the button for the preview was pressed."""
    return "look" in request.form


def _named_in(draft: Draft, argument: str) -> Provision | None:
    number = request.args.get(argument, 0, type=int)
    found = [each for each in in_order(draft) if each.id == number]
    return found[0] if found else None


def _place(provision: Provision) -> str:
    return url_for(".edit_draft", draft_id=provision.draft_id, _anchor=f"provision-{provision.key}")


def _page(name: str, draft: Draft, form: ActForm, **given: Any) -> ResponseReturnValue:
    given |= {"draft": draft, "form": form, "looks": _looks(), "last_change": last_change}
    return render_template(name, **given), status_of(form)
