"""Registering: there is an account from when its address is confirmed by a mailed link."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation import db
from consultation.access import permits
from consultation.forms.account import ConfirmForm, RegisterForm
from consultation.models import Token, TokenKind
from consultation.operations.accounts import attempts, passwords, registration, tokens
from consultation.operations.accounts.attempts import CONFIRM, EVERYWHERE
from consultation.permissions import Permission
from consultation.views.account import blueprint
from consultation.views.account.sign_in import host, local_path


@blueprint.route("/register", methods=["GET", "POST"])
@permits(Permission.VISIT)
def register() -> ResponseReturnValue:
    """Ask for an account; what is said does not tell whether the address has one."""
    form = RegisterForm()
    if not form.accepted():
        page = render_template("account/register.html", form=form)
        return page, 422 if form.errors else 200
    password_hash = passwords.hashed(form.password.data or "")
    db.begin_write()
    registration.ask_to_register(
        form.email.data or "",
        form.person.data or "",
        password_hash,
        leads_to=local_path(request.args.get("next", "/")),
        host=host(),
        now=g.arrived_at,
    )
    return render_template("account/sent.html", email=form.email.data)


@blueprint.route("/confirm/<confirmation>", methods=["GET", "POST"])
@permits(Permission.VISIT)
def confirm(confirmation: str) -> ResponseReturnValue:
    """Confirm an address. It takes a button: programs that read mail open every link.

    And it takes the password: otherwise who has the mailbox would confirm an account that
    somebody else, who typed the address too, has the password of.
    """
    form = ConfirmForm()
    token = tokens.good_token(TokenKind.REGISTER, confirmation, g.arrived_at)
    form.email.data = token.email if token else ""
    if form.accepted() and (token is None or _gave_password(form, token)):
        db.begin_write()
        _, target = registration.confirm_address(confirmation, now=g.arrived_at)
        flash("Your address is confirmed. Sign in with it.")
        return redirect(url_for(".sign_in", next=local_path(target)))
    page = render_template("account/confirm.html", form=form, good=bool(form.email.data))
    return page, 422 if form.errors else 200


def _gave_password(form: ConfirmForm, token: Token) -> bool:
    """Whether it is the password that the link was asked for with; a wrong one is counted."""
    link = token.hash
    attempts.ensure_below(CONFIRM, link, EVERYWHERE, g.arrived_at)
    if passwords.is_hashed_in(token.password_hash, form.password.data or ""):
        return True
    with db.transaction():
        attempts.note(CONFIRM, link, EVERYWHERE, g.arrived_at)
    form.password.errors = [
        "This link was asked for with another password. If it was not you who asked, or you have "
        "forgotten it, register again: the next link goes with the password that you choose then."
    ]
    return False
