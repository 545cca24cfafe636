"""The account's own page, the download of one's data, and deletion."""

from flask import flash, g, redirect, render_template, send_file, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from consultation import db
from consultation.access import acting_person, permits
from consultation.exports.own_data import render_own_data
from consultation.forms.account import NameForm, PasswordForm
from consultation.operations.accounts import correcting, leaving
from consultation.permissions import Permission
from consultation.queries.accounts import own_data
from consultation.queries.accounts.offices import offices_of
from consultation.queries.consultations.notices import agreements
from consultation.views.account import blueprint
from consultation.views.account.passwords import gave_password
from consultation.views.papers import forget_once_committed, paper_folder


@blueprint.get("/account")
@permits(Permission.HAVE_ACCOUNT)
def own_account() -> ResponseReturnValue:
    """Everything about the account in one place."""
    person = acting_person()
    parts = [(part, agreements(person, part)) for part in own_data.parts_of(person)]
    return render_template("account/account.html", person=person, parts=parts)


@blueprint.route("/account/name", methods=["GET", "POST"])
@permits(Permission.HAVE_ACCOUNT)
def change_name() -> ResponseReturnValue:
    """Correct one's own name."""
    person = acting_person()
    form = NameForm(person=person.name)
    if form.accepted():
        db.begin_write()
        correcting.rename_person(acting_person(), form.person.data or "", now=g.arrived_at)
        flash("Your name is changed.")
        return redirect(url_for(".own_account"))
    page = render_template("account/name.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/account/data.zip")
@permits(Permission.HAVE_ACCOUNT)
def download_data() -> ResponseReturnValue:
    """Every row about the person, and the papers they attached, in an archive."""
    return send_file(
        render_own_data(acting_person(), paper_folder(), now=g.arrived_at),
        as_attachment=True,
        download_name="my-data.zip",
        mimetype="application/zip",
    )


@blueprint.route("/account/delete", methods=["GET", "POST"])
@permits(Permission.HAVE_ACCOUNT)
def delete_account() -> ResponseReturnValue:
    """Delete the account, with its password; the page says what goes and what stays."""
    form = PasswordForm()
    if form.accepted() and gave_password(form):
        db.begin_write()
        forget_once_committed(leaving.delete_account(acting_person(), now=g.arrived_at))
        logout_user()
        session.clear()
        flash("Your account is deleted.")
        return redirect(url_for("public.home"))
    held = offices_of(acting_person())
    page = render_template("account/delete.html", form=form, held=held)
    return page, 422 if form.errors else 200
