"""An account of one's own: register, sign in and out, password, second factor, data, deletion."""

from flask import Blueprint

blueprint = Blueprint("account", __name__)

from consultation.views.account import (  # noqa: E402
    calendar,
    coming_along,
    invited,
    own,
    passwords,
    registration,
    second_factor,
    sign_in,
)

__all__ = [
    "blueprint",
    "calendar",
    "coming_along",
    "invited",
    "own",
    "passwords",
    "registration",
    "second_factor",
    "sign_in",
]
