"""What others do at a desk while one sits at it, as server-sent events."""

import json
from collections import Counter

from flask import Response, request
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.boundary import LARGEST_NUMBER
from consultation.models import OpenQuestion
from consultation.permissions import Permission
from consultation.queries.audit import LogLine, newest_entry, others_since
from consultation.views.chair import blueprint
from consultation.wording import noun

AGAIN_AFTER = 3_000
"""Milliseconds after which a browser asks again."""


@blueprint.get("/questions/<int:open_question_id>/events")
@permits(Permission.REVIEW_QUESTION, OpenQuestion)
def send_events(question: OpenQuestion) -> ResponseReturnValue:
    """What others did since the event that the browser saw last, as an event stream.

    The stream ends at once and the browser comes again by itself, as the standard has it
    (https://html.spec.whatwg.org/multipage/server-sent-events.html): so many open desks hold no
    thread and no transaction, and who may look is asked each time.
    """
    seen, newest = _seen(), newest_entry(question)
    acts = others_since(question, seen, acting_person())
    told = f"event: changed\ndata: {json.dumps({'words': _worded(acts)})}\n" if acts else ""
    stream = f"retry: {AGAIN_AFTER}\nid: {newest}\n{told}\n"
    return Response(stream, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _seen() -> int:
    """The newest event that the browser saw, or that its page was made with."""
    said = request.headers.get("Last-Event-ID") or request.args.get("since", "")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 11 else 0
    return min(number, LARGEST_NUMBER)


def _worded(acts: list[LogLine]) -> str:
    """Who did what, in a sentence."""
    people = [act.who for act in acts]
    who = " and ".join(dict.fromkeys(people))
    counted = Counter(act.action for act in acts)
    what = ", ".join(
        action if count == 1 else f"{action} ({noun(count, 'time')})"
        for action, count in counted.items()
    )
    return f"{who} changed this question meanwhile: {what}."
