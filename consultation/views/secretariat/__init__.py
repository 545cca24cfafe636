"""The secretariat: setting up, rounds, people, drafts, other input, the plenary pack."""

from flask import Blueprint

blueprint = Blueprint("secretariat", __name__)

from consultation.views.secretariat import (  # noqa: E402
    asking,
    draft_files,
    drafts,
    editing,
    editions,
    eligibility,
    entered_papers,
    entries,
    groups,
    importing,
    invitations,
    letters,
    lineage,
    meetings,
    official_answers,
    pack,
    people,
    planning,
    rounds,
    settings,
    tokens,
    webhooks,
)

__all__ = [
    "asking",
    "blueprint",
    "draft_files",
    "drafts",
    "editing",
    "editions",
    "eligibility",
    "entered_papers",
    "entries",
    "groups",
    "importing",
    "invitations",
    "letters",
    "lineage",
    "meetings",
    "official_answers",
    "pack",
    "people",
    "planning",
    "rounds",
    "settings",
    "tokens",
    "webhooks",
]
