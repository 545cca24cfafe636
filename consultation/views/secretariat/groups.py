"""Working groups and strands: add, rename, and remove what nothing hangs on."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.db import session
from consultation.errors import RuleError
from consultation.forms.setting_up import GroupForm, NewGroupForm
from consultation.forms.together import PressForm
from consultation.models import Consultation, WorkingGroup
from consultation.operations.consultations import working_groups
from consultation.permissions import Permission
from consultation.queries.consultations.working_groups import hangs_on
from consultation.views.secretariat import blueprint


@blueprint.route("/consultations/<int:consultation_id>/working-groups", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def list_groups(consultation: Consultation) -> ResponseReturnValue:
    """The working groups, and a form for one more."""
    g.consultation = consultation
    form, status = NewGroupForm(consultation.working_groups), 200
    if form.accepted():
        try:
            _add(consultation, form)
        except RuleError as refused:
            form.code.errors, status = [str(refused)], refused.status
        else:
            flash(f"{form.code.data} is added.")
            return redirect(url_for(".list_groups", consultation_id=consultation.id))
    elif form.errors:
        status = 422
    page = render_template("secretariat/groups.html", consultation=consultation, form=form)
    return page, status


def _add(consultation: Consultation, form: NewGroupForm) -> None:
    number = form.parent.data
    parent = session.get(WorkingGroup, int(number)) if number else None
    code, name = form.code.data or "", form.title.data or ""
    working_groups.add_group(
        consultation, code, name, parent=parent, by=acting_person(), now=g.arrived_at
    )


@blueprint.route("/working-groups/<int:working_group_id>", methods=["GET", "POST"])
@permits(Permission.SET_UP_GROUP, WorkingGroup)
def rename_group(group: WorkingGroup) -> ResponseReturnValue:
    """Give a working group another code or name."""
    g.consultation = group.consultation
    form, status = GroupForm(code=group.code, title=group.name), 200
    if form.accepted():
        code, name = form.code.data or "", form.title.data or ""
        try:
            working_groups.rename_group(group, code, name, by=acting_person(), now=g.arrived_at)
        except RuleError as refused:
            form.code.errors, status = [str(refused)], refused.status
        else:
            flash("Renamed, and written into the log.")
            return redirect(url_for(".list_groups", consultation_id=group.consultation_id))
    elif form.errors:
        status = 422
    page = render_template(
        "secretariat/rename_group.html", group=group, form=form, hanging=hangs_on(group)
    )
    return page, status


@blueprint.route("/working-groups/<int:working_group_id>/remove", methods=["GET", "POST"])
@permits(Permission.SET_UP_GROUP, WorkingGroup)
def remove_group(group: WorkingGroup) -> ResponseReturnValue:
    """Remove a working group on which nothing hangs."""
    consultation = g.consultation = group.consultation
    form = PressForm()
    if form.accepted():
        working_groups.remove_group(group, by=acting_person(), now=g.arrived_at)
        flash("Removed, and written into the log.")
        return redirect(url_for(".list_groups", consultation_id=consultation.id))
    return render_template(
        "secretariat/remove_group.html", group=group, form=form, hanging=hangs_on(group)
    )
