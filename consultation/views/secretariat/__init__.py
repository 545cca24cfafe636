"""The secretariat: rounds, people, drafts, other input, the plenary pack."""

from flask import Blueprint

blueprint = Blueprint("secretariat", __name__)

from consultation.views.secretariat import meetings, pack, people, rounds  # noqa: E402

__all__ = ["blueprint", "meetings", "pack", "people", "rounds"]
