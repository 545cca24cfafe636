"""A form of the settings: saved, or shown again with what keeps it from being saved."""

from collections.abc import Callable
from typing import Protocol

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from consultation.errors import StaleEdit
from consultation.models import Consultation


class OfSettings(Protocol):
    """A form that was filled with what holds, and is told when somebody else changed that."""

    @property
    def errors(self) -> object: ...
    def accepted(self) -> bool: ...
    def look_again(self, told: str, consultation: Consultation) -> None: ...


def saved_or_shown(
    consultation: Consultation,
    form: OfSettings,
    save: Callable[[], str],
    page: Callable[[StaleEdit | None], str],
) -> ResponseReturnValue:
    """Back to the settings with the sentence that `save` returns, or the page.

    Where somebody was quicker the page gets what was refused, and the form the state that is now.
    """
    g.consultation = consultation
    stale: StaleEdit | None = None
    if form.accepted():
        try:
            flash(save())
            return redirect(url_for(".read_settings", consultation_id=consultation.id))
        except StaleEdit as refused:
            form.look_again(str(refused), consultation)
            stale = refused
    status = 422 if form.errors else 200
    return page(stale), status if stale is None else stale.status
