"""What was typed goes with its author through signing in, and is shown again behind it."""

from collections.abc import Iterator
from typing import cast
from urllib.parse import urlsplit

from flask import current_app, flash, g, redirect, render_template, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_login import login_url
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from consultation.access import asks_for_json, login_manager
from consultation.boundary import clean_text
from consultation.errors import SessionEnded
from consultation.forms.account import SignInForm

COMES_ALONG = frozenset(
    {
        "stakeholder.answer_question",
        "stakeholder.add_comment",
        "stakeholder.edit_comment",
        "stakeholder.add_comment_on_all",
        "stakeholder.edit_comment_on_all",
        "stakeholder.take_part",
    }
)
"""Views whose form goes with its author through signing in."""

SIGNING_IN = frozenset({"csrf_token", "email", "password", "shared", "comes_along", "code"})
"""Fields of the sign-in pages themselves."""


def sign_in_page(form: SignInForm, target: str) -> str:
    """The page for signing in, with what came along in it."""
    return render_template(
        "account/sign_in.html", form=form, target=target, typed=list(coming_along())
    )


def coming_along() -> Iterator[tuple[str, str]]:
    """The fields of a form that was sent unsigned, as long as signing in takes."""
    if request.endpoint in COMES_ALONG or "comes_along" in request.form:
        for name, value in request.form.items(multi=True):
            if name not in SIGNING_IN:
                yield name, clean_text(value, limit=len(value))


def go_on(path: str) -> ResponseReturnValue:
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
    """Send a person to sign in first; what was typed is not lost, and nothing is written.

    It comes along where signing in can take it; elsewhere SessionEnded gives it back.
    """
    if asks_for_json():
        return {
            "refused": "Your session has ended.",
            "next": "Press Save: you sign in, and your text comes along.",
        }, 401
    if request.method == "POST":
        if request.endpoint in COMES_ALONG:
            return sign_in_page(SignInForm(formdata=None), request.path), 401
        raise SessionEnded(
            "Your session has ended, and nothing was saved. Sign in, open the page again, then "
            "send it once more."
        )
    flash(login_manager.login_message)
    return redirect(login_url("account.sign_in", request.full_path.removesuffix("?")))
