"""Code frames: the frame itself, coding themes and points with it, and what was coded."""

from flask import Blueprint

blueprint = Blueprint("codes", __name__)

from consultation.views.codes import coding, frame, tables  # noqa: E402

__all__ = ["blueprint", "coding", "frame", "tables"]
