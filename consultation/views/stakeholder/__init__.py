"""Taking part: answer, comment, review, submit, keep the receipt."""

from flask import Blueprint

blueprint = Blueprint("stakeholder", __name__)

from consultation.views.stakeholder import answers, comments, receipts, submission  # noqa: E402

__all__ = ["answers", "blueprint", "comments", "receipts", "submission"]
