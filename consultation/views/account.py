"""Signing in and out."""

from collections.abc import Iterator
from typing import cast
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_login import login_url, login_user, logout_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from consultation.access import asks_for_json, login_manager, permits
from consultation.boundary import clean_text
from consultation.forms.account import SignInForm, SignOutForm
from consultation.operations import people
from consultation.permissions import Permission

blueprint = Blueprint("account", __name__)


COMES_ALONG = frozenset(
    {
        "stakeholder.answer_question",
        "stakeholder.add_comment",
        "stakeholder.edit_comment",
    }
)
"""Views whose form goes with its author through signing in, and is shown again behind it."""

SIGNING_IN = frozenset({"csrf_token", "email", "password", "shared", "comes_along"})
"""Fields of the sign-in page itself."""


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
            g.pop("csrf_token", None)  # that of the session which has just ended
            login_user(person)
            if form.shared.data:
                session["shared"] = True
            return _go_on(local_path(request.args.get("next", "/")))
        form.password.errors = ["The address and the password do not belong together."]
    status = 422 if form.errors else 200
    return _sign_in_page(form, request.args.get("next", "/")), status


def _sign_in_page(form: SignInForm, target: str) -> str:
    return render_template(
        "account/sign_in.html", form=form, target=target, typed=list(_coming_along())
    )


def _coming_along() -> Iterator[tuple[str, str]]:
    """The fields of a form that was sent unsigned, as long as signing in takes."""
    if request.endpoint in COMES_ALONG or "comes_along" in request.form:
        for name, value in request.form.items(multi=True):
            if name not in SIGNING_IN:
                yield name, clean_text(value, limit=len(value))


def _go_on(path: str) -> ResponseReturnValue:
    """The page that was asked for; with what was typed there and not saved, if it came along."""
    if "comes_along" not in request.form:
        return redirect(path)
    here: MapAdapter = request_ctx.url_adapter  # type: ignore[assignment]
    try:
        route, numbers = here.match(urlsplit(path).path, method="POST")
    except HTTPException:
        return redirect(path)
    if route not in COMES_ALONG:
        return redirect(path)
    g.comes_along = True
    return cast(ResponseReturnValue, current_app.view_functions[route](**numbers))


@login_manager.unauthorized_handler  # type: ignore[untyped-decorator]
def ask_to_sign_in() -> ResponseReturnValue:
    """Send a person to sign in first; what was typed comes along, and nothing is written."""
    if asks_for_json():
        return {
            "refused": "Your session has ended.",
            "next": "Press Save: you sign in, and your text comes along.",
        }, 401
    if request.method == "POST" and request.endpoint in COMES_ALONG:
        return _sign_in_page(SignInForm(formdata=None), request.path), 401
    flash(login_manager.login_message)
    return redirect(login_url("account.sign_in", request.full_path.removesuffix("?")))


@blueprint.post("/sign-out")
@permits(Permission.HAVE_ACCOUNT)
def sign_out() -> ResponseReturnValue:
    """End this session."""
    if SignOutForm().accepted():
        logout_user()
        session.clear()
    return redirect(url_for("public.home"))
