"""Who asks for the API: a token, a session, or anybody; and the guard of its views."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import abort, current_app, g, request
from flask.typing import ResponseReturnValue

from consultation import db
from consultation.access import row_in, signed_in_person
from consultation.db import Base
from consultation.models import (
    Answer,
    ApiToken,
    Consultation,
    Draft,
    Meeting,
    OfficialAnswer,
    Person,
    Round,
    Scope,
)
from consultation.operations.accounts import attempts
from consultation.operations.accounts.attempts import ANYBODY, API
from consultation.operations.consultations.api_tokens import good_api_token
from consultation.permissions import Permission, may
from consultation.views.account.sign_in import host

NOTHING = (
    "There is nothing here, or it is not public. For what is not, send a token of its consultation "
    "(Authorization: Bearer …), or sign in as somebody with a part in it."
)
NOT_PUBLIC = (
    "This is not public. Send a token of its consultation (Authorization: Bearer …), or sign in."
)
NO_GOOD = (
    "This token is none, has expired or was revoked. Ask the secretariat of the consultation for "
    "another."
)
NOT_WITH_THIS = (
    "This token, or this account, may not read that. A token reads what is public, or of one "
    "consultation what its secretariat sees."
)


READING = {
    Answer: Permission.READ_ANSWER,
    Consultation: Permission.READ_CONSULTATION,
    Draft: Permission.READ_DRAFT,
    Meeting: Permission.READ_MEETING,
    OfficialAnswer: Permission.READ_OFFICIAL_ANSWER,
    Round: Permission.READ_ROUND,
}
"""Who may know that a row is there, by the kind of row; a view of any other kind does not start."""


@dataclass(frozen=True)
class Asking:
    """Who asks: with a token it is what the token opens, else the session, else nobody."""

    token: ApiToken | None
    person: Person | None

    @property
    def is_known(self) -> bool:
        return self.token is not None or self.person is not None

    def person_in(self, consultation: Consultation) -> Person | None:
        """As whom the tables are asked about one consultation.

        A token of the secretariat stands for its maker, there and nowhere else, and as long as its
        maker could make it: any other part that they have is theirs, and no program's.
        """
        if self.token is None:
            return self.person
        is_there = self.token.consultation_id == consultation.id
        if self.token.scope is Scope.SECRETARIAT and is_there:
            maker = self.token.made_by
            makes = maker.disabled_at is None and may(maker, Permission.SET_UP, consultation)
            return maker if makes else None
        return None


def asking() -> Asking:
    """Who sent this request; 401 for a token that is no good, and a limit on trying such."""
    if "asking" not in g:
        g.asking = _asking()
    found: Asking = g.asking
    return found


def _asking() -> Asking:
    if "Authorization" not in request.headers:
        return Asking(None, signed_in_person())
    scheme, _, raw = request.headers["Authorization"].partition(" ")
    token = good_api_token(raw.strip(), g.arrived_at) if scheme.casefold() == "bearer" else None
    if token is None:
        _note_wrong_token()
        abort(401, NO_GOOD)
    day = g.arrived_at.date()
    if token.last_used_on is None or token.last_used_on < day:
        current_app.queue.note_use(token.id, day)  # type: ignore[attr-defined]
    return Asking(token, None)


def _note_wrong_token() -> None:
    """Count it in a transaction of its own, for this request is refused."""
    attempts.ensure_below(API, ANYBODY, host(), g.arrived_at)
    with db.transaction():
        attempts.note(API, ANYBODY, host(), g.arrived_at)


def opens(
    permission: Permission, model: type[Base] | None = None
) -> Callable[[Callable[..., ResponseReturnValue]], Callable[..., ResponseReturnValue]]:
    """Guard a view of the API as `permits` guards a page: the same table, asked for whoever asks.

    404 for no such row, and for one that who asks may not read: which is which nobody is told. For
    what a row that they may read has beyond it, 401 for nobody known, 403 for no permission.
    """
    reading = READING[model] if model is not None else permission

    def guard(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def guarded(**url: Any) -> ResponseReturnValue:
            who = asking()
            if model is None:
                _ensure(permission, who.person, None, who)
                return view(**url)
            row = row_in(model, url) or abort(404, NOTHING)
            person = who.person_in(_consultation_of(row))
            if not may(person, reading, row):
                abort(404, NOTHING)
            _ensure(permission, person, row, who)
            return view(row, **url)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def _ensure(permission: Permission, person: Person | None, row: object, who: Asking) -> None:
    if not may(person, permission, row):
        abort(403, NOT_WITH_THIS) if who.is_known else abort(401, NOT_PUBLIC)


def _consultation_of(row: Any) -> Consultation:
    found: Consultation = (
        row
        if isinstance(row, Consultation)
        else (row.submission.round if isinstance(row, Answer) else row).consultation
    )
    return found
