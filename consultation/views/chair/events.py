"""What others do at a desk while one sits at it, as server-sent events."""

import json
from collections import Counter

from flask import Response, request
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.boundary import LARGEST_NUMBER
from consultation.models import OpenQuestion
from consultation.permissions import Permission
from consultation.queries.audit import ActsOf, analysed, analyses_since, others_since
from consultation.views.chair import blueprint
from consultation.wording import noun

AGAIN_AFTER = 3_000
"""Milliseconds after which a browser asks again."""


@blueprint.get("/questions/<int:open_question_id>/events")
@permits(Permission.REVIEW_QUESTION, OpenQuestion)
def send_events(question: OpenQuestion) -> ResponseReturnValue:
    """Everything others did since the page was made, as an event stream.

    The stream ends at once and the browser comes again by itself, as the standard has it
    (https://html.spec.whatwg.org/multipage/server-sent-events.html): so many open desks hold no
    thread and no transaction, and who may look is asked each time. An event has no id: the page
    then says all that happened, not only what came last.
    """
    since = _page_made_at()
    analyses = [analysed(line) for line in analyses_since(question, since)]
    words = " ".join([*_of_people(others_since(question, since, acting_person())), *analyses])
    told = f"event: changed\ndata: {json.dumps({'words': words})}\n" if words else ""
    stream = f"retry: {AGAIN_AFTER}\n{told}\n"
    return Response(stream, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _page_made_at() -> int:
    """The newest entry of the log when the page was made."""
    said = request.args.get("since", "")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 11 else 0
    return min(number, LARGEST_NUMBER)


def _of_people(acts: list[ActsOf]) -> list[str]:
    """Who did what, in a sentence; none where nobody did anything."""
    who = " and ".join(dict.fromkeys(act.who for act in acts))
    counted: Counter[str] = Counter()
    for act in acts:
        counted[act.action] += act.count
    what = ", ".join(
        action if count == 1 else f"{action} ({noun(count, 'time')})"
        for action, count in counted.items()
    )
    return [f"{who} changed this question meanwhile: {what}."] if acts else []
