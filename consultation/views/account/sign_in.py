"""Signing in and out: the password, then the code where a second factor is on."""

import hmac
from datetime import timedelta

from flask import current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from consultation import db
from consultation.access import acting_person, permits
from consultation.errors import SealBroken
from consultation.forms.account import CodeForm, SignInForm, SignOutForm
from consultation.models import Person
from consultation.operations.accounts import attempts, passwords, second_factor, sessions, tokens
from consultation.operations.accounts.attempts import SIGN_IN
from consultation.permissions import Permission
from consultation.views.account import blueprint
from consultation.views.account.coming_along import coming_along, go_on, sign_in_page

CODE_WITHIN = timedelta(minutes=5)
"""How long a right password waits for its code."""


def local_path(target: str) -> str:
    """Where to go after signing in: a path of ours, whatever the address bar was made to say.

    >>> local_path("/drafts/1"), local_path("//evil.example"), local_path("https:evil")
    ('/drafts/1', '/', '/')
    """
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if is_ours and target.isprintable() and "\\" not in target else "/"


def host() -> str:
    """Where a request came from, for the limits: a keyed hash, to compare and for nothing else."""
    key = current_app.config["SECRET_KEY"].encode()
    origin = attempts.network(request.remote_addr or "")
    return hmac.digest(key, origin.encode(), "sha256").hex()


def let_in(person: Person, *, shared: bool = False) -> None:
    """Begin a session; what was planted in the browser before is worth nothing in it."""
    session.clear()
    g.pop("csrf_token", None)  # that of the session which has just ended
    session["number"], session["begun"] = tokens.secret(), g.arrived_at.timestamp()
    login_user(person)
    if shared:
        session["shared"] = True


@blueprint.route("/sign-in", methods=["GET", "POST"])
@permits(Permission.VISIT)
def sign_in() -> ResponseReturnValue:
    """Sign in and go on to the page that was asked for."""
    form = SignInForm()
    target = local_path(request.args.get("next", "/"))
    if form.accepted():
        email = form.email.data or ""
        attempts.ensure_below(SIGN_IN, email, host(), g.arrived_at)
        person = passwords.person_with_password(email, form.password.data or "")
        if person is not None and person.totp_secret is None:
            let_in(person, shared=form.shared.data)
            return go_on(target)
        if person is not None:
            session["waits"] = [
                person.get_id(), g.arrived_at.timestamp(), target, form.shared.data,
            ]  # fmt: skip
            if "comes_along" in request.form:
                return _code_page(CodeForm(formdata=None))
            return redirect(url_for(".give_code"))
        note_failure(email)
        form.password.errors = ["The address and the password do not belong together."]
    return sign_in_page(form, target), 422 if form.errors else 200


def _code_page(form: CodeForm) -> ResponseReturnValue:
    page = render_template("account/code.html", form=form, typed=list(coming_along()))
    return page, 422 if form.errors else 200


def note_failure(email: str) -> None:
    """Count a failed try; in a transaction of its own, for that of a refused request is undone."""
    with db.transaction():
        attempts.note(SIGN_IN, email, host(), g.arrived_at)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@permits(Permission.VISIT)
def give_code() -> ResponseReturnValue:
    """The second step: a code of the app, or a recovery code."""
    person, target, shared = _waiting()
    if person is None:
        flash("Write your password first; its code is asked for within five minutes.")
        if "comes_along" in request.form:
            return sign_in_page(SignInForm(formdata=None), target), 401
        return redirect(url_for(".sign_in", next=target if target != "/" else None))
    form = CodeForm()
    if form.accepted():
        with db.transaction():
            second_factor.count_try(person, now=g.arrived_at)
        db.begin_write()
        if _is_taken(person, form):
            let_in(person, shared=shared)
            return go_on(target)
    return _code_page(form)


def _is_taken(person: Person, form: CodeForm) -> bool:
    """Whether the code is right; the form says why not."""
    code, secret_key = form.code.data or "", current_app.config["SECRET_KEY"]
    try:
        if second_factor.takes_code(person, code, secret_key=secret_key, now=g.arrived_at):
            return True
        form.code.errors = ["That code is not right, or was used already. Write the next one."]
    except SealBroken as refused:
        form.code.errors = [str(refused)]
    return False


def _waiting() -> tuple[Person | None, str, bool]:
    """Who gave the right password here a moment ago, where they go, and whether others sit here.

    Nobody where that was too long ago; where they go is known all the same.
    """
    ticket, at, target, shared = session.get("waits", ["", 0, "/", False])
    number, _, key = ticket.partition(":")
    person = db.session.get(Person, int(number)) if number else None
    is_late = g.arrived_at.timestamp() - at > CODE_WITHIN.total_seconds()
    if person is None or is_late or not person.is_active or person.session_key != key:
        return None, target, False
    return person, target, shared


@blueprint.post("/sign-out")
@permits(Permission.HAVE_ACCOUNT)
def sign_out() -> ResponseReturnValue:
    """End this session: a copy of its cookie opens nothing any more."""
    if SignOutForm().accepted():
        db.begin_write()
        sessions.end(session["number"], now=g.arrived_at)
        logout_user()
        session.clear()
    return redirect(url_for("public.home"))


@blueprint.post("/sign-out/everywhere")
@permits(Permission.HAVE_ACCOUNT)
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of this person, on every device."""
    if SignOutForm().accepted():
        db.begin_write()
        passwords.end_sessions(acting_person())
        logout_user()
        session.clear()
        flash("You are signed out on every device.")
    return redirect(url_for("public.home"))
