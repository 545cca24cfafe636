"""The chair's desk: questions, themes, points, summary, signature."""

from flask import Blueprint

blueprint = Blueprint("chair", __name__)

from consultation.views.chair import (  # noqa: E402
    arranging,
    coding,
    cutting,
    desk,
    events,
    history,
    learning,
    matters,
    points,
    questions,
    reading,
    signing,
    summaries,
    themes,
)

__all__ = [
    "arranging",
    "blueprint",
    "coding",
    "cutting",
    "desk",
    "events",
    "history",
    "learning",
    "matters",
    "points",
    "questions",
    "reading",
    "signing",
    "summaries",
    "themes",
]
