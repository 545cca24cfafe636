"""@permits: load the row a URL names (404), check the table (403), call the view with the row."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, abort, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from sqlalchemy import select

from consultation import clock
from consultation.boundary import LARGEST_NUMBER
from consultation.db import Base, session
from consultation.models import Answer, Person
from consultation.models.answer import NUMBER_BITS
from consultation.operations.accounts.sessions import person_in
from consultation.permissions import Permission, may

STATIC = frozenset({"static", "bootstrap.static"})
"""Endpoints that serve stylesheets and scripts, and nothing a person wrote."""

login_manager = LoginManager()
login_manager.login_view = "account.sign_in"
login_manager.login_message = "Sign in to see that page."
login_manager.session_protection = None


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_person(token: str) -> Person | None:
    """The account behind a session that has not ended."""
    return person_in(token, cookie.get("number", ""), cookie.get("begun", 0.0), clock.now())


def signed_in_person() -> Person | None:
    """Who is asking."""
    # The row itself, not Werkzeug's proxy of it: SQLAlchemy compares rows.
    person = current_user._get_current_object()  # noqa: SLF001
    return person if isinstance(person, Person) else None


def acting_person() -> Person:
    """Who is asking, in views whose guard lets nobody through unsigned."""
    person = signed_in_person()
    if person is None:
        raise LookupError("the guard let somebody through who is not signed in")
    return person


def asks_for_json() -> bool:
    """Whether a script asks, and wants the answer in figures."""
    return request.accept_mimetypes.best == "application/json"


def row_numbered(model: type[Base], number: int) -> Base | None:
    """The row that an address names; no database is asked for more than it can number."""
    return session.get(model, number) if number <= LARGEST_NUMBER else None


def row_in(model: type[Base], url: dict[str, Any]) -> Base | None:
    """The row that an address names, taken out of `url`: by the number of its page, or of its own.

    An answer that everybody may read goes by its public number there.
    """
    if "public_number" not in url:
        return row_numbered(model, url.pop(f"{model.__tablename__}_id"))
    number: int = url.pop("public_number")
    if number >= 2**NUMBER_BITS:
        return None
    return session.scalar(select(Answer).where(Answer.public_number == number))


def permits(
    permission: Permission, model: type[Base] | None = None
) -> Callable[[Callable[..., ResponseReturnValue]], Callable[..., ResponseReturnValue]]:
    """Guard a view: 404 for no such row, sign-in or 403 for no permission.

    A person who has no account yet is sent to sign in; one who may not is refused.
    """

    def guard(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def guarded(**url: Any) -> ResponseReturnValue:
            row = None
            if model is not None:
                row = row_in(model, url) or abort(404)
            person = signed_in_person()
            if not may(person, permission, row):
                if person:
                    abort(403)
                unauthorised: ResponseReturnValue = login_manager.unauthorized()
                return unauthorised
            return view(row, **url) if model is not None else view(**url)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def ensure_every_view_is_guarded(app: Flask) -> None:
    """Refuse to start with a view that names no permission."""
    bare = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in STATIC and not hasattr(view, "permission")
    ]
    if bare:
        raise RuntimeError(f"No permission is named for: {', '.join(sorted(bare))}")
