"""The secretariat: rounds, people, drafts, other input, the plenary pack."""

from flask import Blueprint

blueprint = Blueprint("secretariat", __name__)

from consultation.views.secretariat import (  # noqa: E402
    asking,
    drafts,
    editing,
    importing,
    lineage,
    pack,
    people,
    rounds,
)

__all__ = [
    "asking",
    "blueprint",
    "drafts",
    "editing",
    "importing",
    "lineage",
    "pack",
    "people",
    "rounds",
]
