"""The links of letters that invite: to an office or a role, or to begin to take part."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation import db
from consultation.access import acting_person, permits, signed_in_person
from consultation.forms.setting_up import account_form
from consultation.forms.together import PressForm
from consultation.models import Eligibility, Invitation, Person
from consultation.operations.accounts import passwords
from consultation.operations.accounts.invited import join_by_invitation, make_account
from consultation.operations.consultations import inviting
from consultation.operations.consultations.eligibility import good_acceptance
from consultation.permissions import Permission
from consultation.views.account import blueprint
from consultation.views.account.sign_in import let_in


@blueprint.route("/invitations/<invitation>", methods=["GET", "POST"])
@permits(Permission.VISIT)
def answer_invitation(invitation: str) -> ResponseReturnValue:
    """Accept an office or a role: signed in, or with the account that the link makes."""
    asked = inviting.good_invitation(invitation, g.arrived_at)
    if asked is None or (signed_in_person() is None and _has_account(asked)):
        return _page(asked)
    if signed_in_person() is None:
        return _accept_as_newcomer(asked, invitation)
    form = PressForm()
    if not form.accepted():
        return _page(asked, form)
    db.begin_write()
    accepted = inviting.accept(invitation, acting_person(), now=g.arrived_at)
    return _welcome(accepted)


def _accept_as_newcomer(asked: Invitation, raw: str) -> ResponseReturnValue:
    form = account_form(asked)
    if not form.accepted():
        return _page(asked, form, 422 if form.errors else 200)
    password_hash = passwords.hashed(form.password.data or "")
    db.begin_write()
    person, accepted = join_by_invitation(
        raw, form.person.data or "", password_hash, now=g.arrived_at
    )
    let_in(person)
    return _welcome(accepted)


def _welcome(accepted: Invitation) -> ResponseReturnValue:
    flash(f"You are {accepted.asked_to_be} now.")
    return redirect(url_for("public.read_consultation", consultation_id=accepted.consultation_id))


@blueprint.route("/accepted/<acceptance>", methods=["GET", "POST"])
@permits(Permission.VISIT)
def begin_accepted(acceptance: str) -> ResponseReturnValue:
    """Begin to take part as somebody who is accepted; who has no account makes one."""
    row = good_acceptance(acceptance)
    person = signed_in_person()
    if row is None or (person is not None and person.email != row.email):
        return _page(row)
    onward = url_for("stakeholder.take_part", consultation_id=row.consultation_id)
    if person is not None or _has_account(row):
        return redirect(onward)
    form = account_form(row)
    if not form.accepted():
        return _page(row, form, 422 if form.errors else 200)
    password_hash = passwords.hashed(form.password.data or "")
    db.begin_write()
    let_in(make_account(row.email, form.person.data or "", password_hash, now=g.arrived_at))
    return redirect(onward)


def _has_account(row: Invitation | Eligibility) -> bool:
    return passwords.person_by_email(row.email) is not None


def _page(
    row: Invitation | Eligibility | None, form: object = None, status: int = 200
) -> ResponseReturnValue:
    """What the link opens, and what is to be done first where it opens nothing yet."""
    person: Person | None = signed_in_person()
    page = render_template(
        "account/invited.html",
        row=row,
        is_invitation=isinstance(row, Invitation),
        form=form,
        is_other=row is not None and person is not None and person.email != row.email,
    )
    return page, status
