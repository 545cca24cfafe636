"""A secret that is shown once: made by one request, shown by the next.

So reloading the page makes no other. In between it travels in the session, sealed for who made it.
"""

from flask import current_app, session

from consultation.access import acting_person
from consultation.errors import SealBroken
from consultation.operations.sealing import opened, seal

_KEPT = "shown once"


def show_next(secret: str, what: str) -> None:
    """Have the next page that asks for `what` show a secret."""
    sealed = seal(secret, owner=acting_person().id, secret_key=_key(), kind=what)
    session[_KEPT] = [what, sealed]


def shown(what: str) -> str:
    """The secret that the request before made; nothing where there was none, or was shown."""
    if session.get(_KEPT, [""])[0] != what:
        return ""
    _, sealed = session.pop(_KEPT)
    try:
        return opened(sealed, owner=acting_person().id, secret_key=_key(), kind=what)
    except SealBroken:
        return ""


def _key() -> str:
    key: str = current_app.config["SETTINGS"].secret_key()
    return key
