"""Signing in and out."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from consultation.access import permits
from consultation.forms.account import SignInForm, SignOutForm
from consultation.operations import people
from consultation.permissions import Permission

blueprint = Blueprint("account", __name__)


def local_path(target: str) -> str:
    """Where to go after signing in: a path of ours, whatever the address bar was made to say.

    >>> local_path("/drafts/1"), local_path("//evil.example"), local_path("https:evil")
    ('/drafts/1', '/', '/')
    """
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if is_ours and target.isprintable() and "\\" not in target else "/"


@blueprint.route("/sign-in", methods=["GET", "POST"])
@permits(Permission.VISIT)
def sign_in() -> ResponseReturnValue:
    """Sign in and go on to the page that was asked for."""
    form = SignInForm()
    if form.accepted():
        person = people.person_with_password(form.email.data or "", form.password.data or "")
        if person is not None:
            session.clear()
            login_user(person)
            return redirect(local_path(request.args.get("next", "/")))
        form.password.errors = ["The address and the password do not belong together."]
    status = 422 if form.errors else 200
    return render_template("account/sign_in.html", form=form), status


@blueprint.post("/sign-out")
@permits(Permission.HAVE_ACCOUNT)
def sign_out() -> ResponseReturnValue:
    """End this session."""
    if SignOutForm().accepted():
        logout_user()
        session.clear()
    return redirect(url_for("public.home"))
