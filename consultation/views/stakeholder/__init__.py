"""Taking part: answer, comment, review, submit, keep the receipt."""

from flask import Blueprint

blueprint = Blueprint("stakeholder", __name__)

from consultation.views.stakeholder import (  # noqa: E402
    answers,
    comments,
    outcomes,
    receipts,
    submission,
)

__all__ = ["answers", "blueprint", "comments", "outcomes", "receipts", "submission"]
