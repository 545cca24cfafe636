"""What was typed where it could not be kept: given back on the page, and as a file from there."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from consultation.access import permits
from consultation.boundary import clean_text
from consultation.errors import RuleError
from consultation.imports.comment_table import FilledRow, unpacked, written_rows
from consultation.imports.observations import written_observations
from consultation.permissions import Permission
from consultation.wording import noun

blueprint = Blueprint("given_back", __name__)

TYPED_FIELDS = {
    "text": "",
    "exact": "The words it is about",
    "proposed": "Wording proposed",
    "rows": "Rows of the table",
    "observations": "Observations",
    "annex": "Confidential annex",
    "choices": "Choice",
    "position": "Position",
    "remark": "Sort of comment",
    "until": "Until",
    "code": "Code",
    "person": "Name",
    "organisation": "Organisation",
    "apart": "I write apart from them",
    "category": "Kind of stakeholder",
    "own_category": "Kind of stakeholder",
    "country": "Country",
    "agreed": "I have read the privacy notice",
    "publication": "How it is published",
    "title": "Title",
    "reason": "Reason",
    "called": "Name of the token",
    "address": "Address",
    "provision_keys": "Provisions that change",
    "note": "Note",
    "lines": "New codes",
    "label": "Label",
    "definition": "Definition",
    "proposal": "Which code is missing",
    "number": "Number",
    "options": "Options",
    "origins": "Where it comes from",
    "words": "Words with which the second point begins",
    "covered": "Words to redact",
    "host": "Host",
    "summary": "Purpose",
    "legal_basis": "Legal basis",
    "shorter_because": "Why it is shorter than usual",
    "categories": "Kinds of stakeholders",
    "opens": "Opens",
    "closes": "Closes",
    "body": "Name of the other body",
    "owner_name": "Who sees to it there",
    "held_at": "When it began",
    "where": "Place",
    "agenda": "Agenda",
    "minutes": "Minutes",
    "said_by": "Said by",
    "question": "The question",
    "answer": "The answer",
    "sentence": "What official answers weigh",
    "reached": "When it reached you",
    "because": "Why it counts as in time",
    "contact": "E-mail address",
}
"""Form fields that hold what a person wrote or ticked, and what each is called on the page and in
the file: given back on every page that refuses them."""

_LONG = frozenset(
    {
        "text",
        "exact",
        "proposed",
        "rows",
        "observations",
        "annex",
        "reason",
        "agenda",
        "minutes",
        "answer",
    }
)

_NARROW = 24
"""Characters that fit into a line on a narrow screen."""


@dataclass(frozen=True)
class Typed:
    """What was typed into one field: what the field is called, and the rows that it takes."""

    name: str
    text: str

    @property
    def label(self) -> str:
        label = TYPED_FIELDS[self.name] or "What you wrote"
        return f"{label} ({noun(len(self.text), 'character')})" if self.name in _LONG else label

    @property
    def rows(self) -> int:
        if self.name in _LONG:
            return 12
        return sum(1 + len(line) // _NARROW for line in self.text.splitlines())


def typed() -> list[Typed]:
    """What the request holds of what a person wrote or ticked, by field; ticks a line each."""
    try:
        texts = [(name, "\n".join(filter(None, _values(name)))) for name in TYPED_FIELDS]
    except RequestEntityTooLarge:
        # The request was not read to its end, and every look at its form says so again.
        return []
    return [
        Typed(name, _in_words(name, kept))
        for name, text in texts
        if (kept := clean_text(text, limit=len(text)))
    ]


def _values(name: str) -> list[str]:
    """What a field was sent with, and what the same field of each row of a form was."""
    rows = (key for key in request.form if key.endswith(f"-{name}"))
    return [value for key in (name, *rows) for value in request.form.getlist(key)]


def _in_words(name: str, kept: str) -> str:
    if name == "observations":
        return in_words(kept, written_observations)
    return in_words(kept) if name == "rows" else kept


def in_words(rows: str, told: Callable[[list[FilledRow]], str] = written_rows) -> str:
    """The rows of a dry run as a person can read them; what is none of that as it stands."""
    try:
        return told(unpacked(rows))
    except RuleError:
        return rows


@blueprint.post("/what-you-wrote.txt")
@permits(Permission.VISIT)
def download() -> ResponseReturnValue:
    """The texts of the page that refused them, word for word; nothing is stored on the way."""
    parts = [
        f"{TYPED_FIELDS[one.name]}:\n{one.text}" if TYPED_FIELDS[one.name] else one.text
        for one in typed()
    ]
    return Response(
        "\n\n".join(parts),
        mimetype="text/plain",
        headers={"Content-Disposition": 'attachment; filename="what-you-wrote.txt"'},
    )
