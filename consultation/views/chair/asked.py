"""What of a question the address of the desk asks for, and addresses that ask for the same."""

from typing import Any

from flask import request, url_for

from consultation.access import acting_person
from consultation.boundary import LARGEST_NUMBER, clean_text
from consultation.models import OpenQuestion, Theme
from consultation.queries.desk.filters import FIELDS, UNREAD, Filter


def asked_filter() -> Filter:
    """What the address narrows the desk to; a value that nobody has finds nothing."""
    words = {
        name: " ".join(clean_text(request.args.get(name, "")).split())
        for name in ("words", *FIELDS)
    }
    return Filter(
        **words,
        unread=UNREAD if request.args.get("unread") else "",
        part=number("part"),
        reader=acting_person().id,
    )


def number(name: str) -> int | None:
    """A number that an address may name; nothing for what can be none."""
    found = request.args.get(name, type=int)
    return found if found is not None and 0 < found <= LARGEST_NUMBER else None


def desk(question: OpenQuestion) -> str:
    """The address of the desk as it was asked, with whatever theme comes first open."""
    return url_for("chair.review_question", open_question_id=question.id, **_asked())


def place(question: OpenQuestion, opened: Theme | None, **more: Any) -> str:
    """The address of the desk with one theme open, or with the unplaced points, as it was asked."""
    if opened:
        return url_for("chair.read_theme", theme_id=opened.id, **_asked(), **more)
    return url_for("chair.read_unplaced", open_question_id=question.id, **_asked(), **more)


def _asked() -> dict[str, Any]:
    """What is asked for of any theme; a sub-theme is of one alone."""
    return {name: value for name, value in asked_filter().asked.items() if name != "part"}
