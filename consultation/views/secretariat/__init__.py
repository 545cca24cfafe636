"""The secretariat: rounds, people, drafts, other input, the plenary pack."""

from flask import Blueprint

blueprint = Blueprint("secretariat", __name__)

from consultation.views.secretariat import editions, pack, people, rounds  # noqa: E402

__all__ = ["blueprint", "editions", "pack", "people", "rounds"]
