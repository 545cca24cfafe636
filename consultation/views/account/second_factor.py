"""The second factor: turned on and off with the password, and on with the app's first code."""

import segno
from flask import current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation import db
from consultation.access import acting_person, permits
from consultation.forms.account import PasswordForm, TurnOnForm
from consultation.operations.accounts import second_factor
from consultation.permissions import Permission
from consultation.views.account import blueprint
from consultation.views.account.passwords import gave_password


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
@permits(Permission.HAVE_ACCOUNT)
def turn_on() -> ResponseReturnValue:
    """Show the secret as a picture, take the first code, show the recovery codes once."""
    person = acting_person()
    form = TurnOnForm(secret=second_factor.new_secret())
    if form.accepted() and person.totp_secret is None and gave_password(form):
        db.begin_write()
        secret, code = form.secret.data or "", form.code.data or ""
        if codes := second_factor.turn_on(
            person, secret, code, secret_key=current_app.config["SECRET_KEY"], now=g.arrived_at
        ):
            return render_template("account/recovery_codes.html", codes=codes)
        form.code.errors = ["That code is not right. Write the one that your app shows now."]
    address = second_factor.address_for_app(person, form.secret.data or "")
    picture = segno.make(address).svg_data_uri(scale=5, border=3, dark="#000", light="#fff")
    page = render_template("account/second_factor.html", form=form, picture=picture)
    return page, 422 if form.errors else 200


@blueprint.route("/account/second-factor/off", methods=["GET", "POST"])
@permits(Permission.HAVE_ACCOUNT)
def turn_off() -> ResponseReturnValue:
    """Ask for the password alone from now on."""
    form = PasswordForm()
    if form.accepted() and gave_password(form):
        db.begin_write()
        second_factor.turn_off(acting_person(), author=acting_person(), now=g.arrived_at)
        flash("The second factor is off.")
        return redirect(url_for(".own_account"))
    page = render_template("account/second_factor_off.html", form=form)
    return page, 422 if form.errors else 200
