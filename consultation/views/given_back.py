"""What was typed where it could not be kept: given back on the page, and as a file from there."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from consultation.access import permits
from consultation.boundary import clean_text
from consultation.permissions import Permission

blueprint = Blueprint("given_back", __name__)

TYPED_FIELDS = {
    "text": "",
    "proposed": "Wording proposed",
    "annex": "Confidential annex",
    "title": "Title",
    "reason": "Reason",
}
"""Form fields that hold a person's own words, and what each is called in the file: given back on
every page that refuses them."""


def typed() -> dict[str, str]:
    """What the request holds of a person's own words, by field."""
    try:
        texts = {name: request.form.get(name, "") for name in TYPED_FIELDS}
    except RequestEntityTooLarge:
        # The request was not read to its end, and every look at its form says so again.
        return {}
    return {name: clean_text(text, limit=len(text)) for name, text in texts.items() if text}


@blueprint.post("/what-you-wrote.txt")
@permits(Permission.VISIT)
def download() -> ResponseReturnValue:
    """The texts of the page that refused them, word for word; nothing is stored on the way."""
    parts = [
        f"{TYPED_FIELDS[name]}:\n{text}" if TYPED_FIELDS[name] else text
        for name, text in typed().items()
    ]
    return Response(
        "\n\n".join(parts),
        mimetype="text/plain",
        headers={"Content-Disposition": 'attachment; filename="what-you-wrote.txt"'},
    )
