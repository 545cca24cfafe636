"""The chair's desk: questions, themes, points, summary, signature."""

from flask import Blueprint

blueprint = Blueprint("chair", __name__)

from consultation.views.chair import points, questions, signing, summaries, themes  # noqa: E402

__all__ = ["blueprint", "points", "questions", "signing", "summaries", "themes"]
