"""Who runs a consultation and its working groups: invited, in office, at the end of it."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.errors import RuleError
from consultation.forms.setting_up import InviteForm
from consultation.forms.together import PressForm
from consultation.models import Appointment, Consultation, Invitation, Membership
from consultation.operations.consultations import inviting
from consultation.permissions import Permission
from consultation.queries.consultations.invitations import invitations_in
from consultation.queries.consultations.working_groups import appointments_in, memberships_in
from consultation.views.secretariat import blueprint


@blueprint.route("/consultations/<int:consultation_id>/offices", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def list_offices(consultation: Consultation) -> ResponseReturnValue:
    """Who holds which office, who is invited, and a form to invite one more."""
    g.consultation = consultation
    form, status = InviteForm(consultation.working_groups), 200
    if form.accepted():
        email, name, by = form.email.data or "", form.person.data or "", acting_person()
        try:
            inviting.invite(consultation, email, name, form.asked, by=by, now=g.arrived_at)
        except RuleError as refused:
            form.email.errors, status = [str(refused)], refused.status
        else:
            flash(f"{name} is invited; the letter is on its way.")
            return _back(consultation)
    elif form.errors:
        status = 422
    page = render_template(
        "secretariat/offices.html",
        consultation=consultation,
        form=form,
        press=PressForm(formdata=None),
        life=inviting.LIFE,
        appointments=appointments_in(consultation),
        memberships=memberships_in(consultation),
        invitations=invitations_in(consultation),
    )
    return page, status


@blueprint.post("/invitations/<int:invitation_id>/again")
@permits(Permission.HANDLE_INVITATION, Invitation)
def send_invitation_again(invitation: Invitation) -> ResponseReturnValue:
    """Mail a new link."""
    if PressForm().accepted():
        inviting.send_again(invitation, by=acting_person(), now=g.arrived_at)
        flash(f"{invitation.name} is written to again. The link of the letter before is void.")
    return _back(invitation.consultation)


@blueprint.post("/invitations/<int:invitation_id>/take-back")
@permits(Permission.HANDLE_INVITATION, Invitation)
def take_invitation_back(invitation: Invitation) -> ResponseReturnValue:
    """Let an invitation hold no more."""
    if PressForm().accepted():
        inviting.take_back(invitation, by=acting_person(), now=g.arrived_at)
        flash("The invitation is taken back; its link opens nothing any more.")
    return _back(invitation.consultation)


@blueprint.route("/appointments/<int:appointment_id>/end", methods=["GET", "POST"])
@permits(Permission.END_OFFICE, Appointment)
def end_office(appointment: Appointment) -> ResponseReturnValue:
    """End an office; what was signed stays signed."""
    consultation = g.consultation = appointment.working_group.consultation
    form = PressForm()
    if form.accepted():
        inviting.end_office(appointment, by=acting_person(), now=g.arrived_at)
        flash("The office is ended, and the log says so.")
        return _back(consultation)
    return render_template("secretariat/end_office.html", appointment=appointment, form=form)


@blueprint.route("/memberships/<int:membership_id>/end", methods=["GET", "POST"])
@permits(Permission.END_ROLE, Membership)
def end_role(membership: Membership) -> ResponseReturnValue:
    """End somebody's part in the secretariat, or their right to read."""
    consultation = g.consultation = membership.consultation
    form = PressForm()
    if form.accepted():
        is_own = membership.person_id == acting_person().id
        inviting.end_role(membership, by=acting_person(), now=g.arrived_at)
        flash("The role is ended, and the log says so.")
        return redirect(url_for("public.home")) if is_own else _back(consultation)
    return render_template("secretariat/end_role.html", membership=membership, form=form)


def _back(consultation: Consultation) -> ResponseReturnValue:
    return redirect(url_for(".list_offices", consultation_id=consultation.id))
