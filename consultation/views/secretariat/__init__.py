"""The secretariat: rounds, people, drafts, other input, the plenary pack."""

from flask import Blueprint

blueprint = Blueprint("secretariat", __name__)

from consultation.views.secretariat import (  # noqa: E402
    entered_papers,
    entries,
    importing,
    meetings,
    official_answers,
    pack,
    people,
    rounds,
)

__all__ = [
    "blueprint",
    "entered_papers",
    "entries",
    "importing",
    "meetings",
    "official_answers",
    "pack",
    "people",
    "rounds",
]
