"""Passwords: forgotten, set anew by a mailed link, changed."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation import db
from consultation.access import acting_person, permits
from consultation.forms.account import (
    ChangePasswordForm,
    ForgottenForm,
    NewPasswordForm,
    PasswordForm,
)
from consultation.models import TokenKind
from consultation.operations.accounts import attempts, passwords, registration, tokens
from consultation.operations.accounts.attempts import SIGN_IN
from consultation.permissions import Permission
from consultation.views.account import blueprint
from consultation.views.account.sign_in import host, let_in, note_failure


@blueprint.route("/forgotten", methods=["GET", "POST"])
@permits(Permission.VISIT)
def forgotten() -> ResponseReturnValue:
    """Ask for a link to a new password; what is said does not tell whether there is an account."""
    form = ForgottenForm()
    if not form.accepted():
        page = render_template("account/forgotten.html", form=form)
        return page, 422 if form.errors else 200
    db.begin_write()
    registration.ask_for_reset(form.email.data or "", host=host(), now=g.arrived_at)
    return render_template("account/sent.html", email=form.email.data)


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
@permits(Permission.VISIT)
def reset(token: str) -> ResponseReturnValue:
    """Set a new password by a mailed link."""
    form = NewPasswordForm()
    if form.accepted():
        password_hash = passwords.hashed(form.password.data or "")
        db.begin_write()
        registration.reset_password(token, password_hash, now=g.arrived_at)
        flash("Your new password is set. Sign in with it.")
        return redirect(url_for(".sign_in"))
    good = tokens.good_token(TokenKind.RESET, token, g.arrived_at)
    page = render_template("account/reset.html", form=form, good=good is not None)
    return page, 422 if form.errors else 200


@blueprint.route("/account/password", methods=["GET", "POST"])
@permits(Permission.HAVE_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Change one's password; every other session ends."""
    form = ChangePasswordForm()
    if form.accepted() and gave_password(form):
        person = acting_person()
        password_hash = passwords.hashed(form.password.data or "")
        db.begin_write()
        passwords.change_password(person, password_hash, now=g.arrived_at)
        let_in(person)
        flash("Your password is changed. You are signed out everywhere else.")
        return redirect(url_for(".own_account"))
    page = render_template("account/password.html", form=form)
    return page, 422 if form.errors else 200


def gave_password(form: PasswordForm) -> bool:
    """Whether the person at the keyboard knows the account's password; a wrong one is counted."""
    person = acting_person()
    attempts.ensure_below(SIGN_IN, person.email, host(), g.arrived_at)
    if passwords.is_password_of(person, form.current.data or ""):
        return True
    note_failure(person.email)
    form.current.errors = ["That is not your password."]
    return False
