"""What a signature stands under, and whether it still does: asked wherever one is shown."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from consultation.db import session
from consultation.models import OpenQuestion, OwnOutcome, Placement, Point
from consultation.queries.counts import ThemeLine
from consultation.queries.ledger import question_ledger
from consultation.queries.points import from_points
from consultation.queries.summaries import filled_summary
from consultation.queries.themes import question_counts, themes_in_order


def signed_state(question: OpenQuestion) -> dict[str, Any]:
    """Everything a signature stands under: summary, themes, outcomes, quotes, every placement.

    The summary is in it as it is read, with its fields filled.

    Where choices can be ticked their figures too: of two ticks without a word that change places,
    one withdrawn and one sent again, nothing else would tell.
    """
    places = session.execute(
        from_points(Point.id, Placement.theme_id, Placement.discarded_because)
        .where(Point.answer.has(question_id=question.id))
        .order_by(Point.id)
    )
    ledger = question_ledger(question)
    figures = asdict(question_counts(question)) if question.choices else None
    themes = themes_in_order(question)
    summary = filled_summary(question, themes)
    state = {
        "question": question.text,
        "summary": summary.text if summary else "",
        "themes": [_content(line) for line in themes],
        "places": [list(row) for row in places],
        "ledger": [[line.what, line.count] for line in ledger.answers],
    }
    more = {
        "figures": figures,
        "own outcomes": _own_outcomes(question),
        "cuts": _cuts(question),
    }
    return state | {name: value for name, value in more.items() if value}


def _cuts(question: OpenQuestion) -> list[list[int]]:
    """The points that somebody cut or joined: their numbers alone do not say what they say."""
    rows = session.execute(
        from_points(Point.id, Point.start, Point.end)
        .where(Point.answer.has(question_id=question.id), Point.cut_by_id.is_not(None))
        .order_by(Point.id)
    )
    return [[point_id, start, end] for point_id, start, end in rows]


def _own_outcomes(question: OpenQuestion) -> list[list[Any]]:
    """What was decided on points by themselves."""
    rows = session.execute(
        from_points(Point.id, OwnOutcome.kind, OwnOutcome.reason, OwnOutcome.decided_by_id)
        .join(Point.outcome)
        .where(Point.answer.has(question_id=question.id))
        .order_by(Point.id)
    )
    return [[point_id, str(kind), reason, by] for point_id, kind, reason, by in rows]


def _content(line: ThemeLine) -> dict[str, Any]:
    """A theme without its version, which grows when an act is undone and nothing has changed.

    Its rank is told by its place in the list. What is nested nowhere says nothing of nesting, so
    that what was signed before themes could be nested still stands.
    """
    content = asdict(line)
    del content["version"], content["rank"]
    nesting = {"parent_id", "with_nested"}
    return {n: value for n, value in content.items() if n not in nesting or value is not None}


def state_hash(question: OpenQuestion) -> str:
    """SHA-256 of the state as canonical JSON."""
    canonical = json.dumps(signed_state(question), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def stands(question: OpenQuestion) -> bool:
    """Whether a signature is in force and what it stands under is as it was."""
    signature = question.sign_off
    return signature is not None and signature.state_hash == state_hash(question)
