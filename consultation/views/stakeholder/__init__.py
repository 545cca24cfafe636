"""Taking part: answer, comment, review, submit, keep the receipt."""

from flask import Blueprint

blueprint = Blueprint("stakeholder", __name__)

from consultation.views.stakeholder import (  # noqa: E402
    answers,
    changes,
    comments,
    correcting,
    joining,
    outcomes,
    papers,
    receipts,
    submission,
    table,
    together,
)

__all__ = [
    "answers",
    "blueprint",
    "changes",
    "comments",
    "correcting",
    "joining",
    "outcomes",
    "papers",
    "receipts",
    "submission",
    "table",
    "together",
]
