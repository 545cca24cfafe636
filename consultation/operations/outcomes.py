"""Deciding what becomes of a theme."""

from datetime import datetime

from consultation.db import session
from consultation.errors import RuleError
from consultation.models import Outcome, OutcomeKind, Person, Theme
from consultation.models.plenary import NEEDS_NO_REASON
from consultation.operations.audit import record
from consultation.operations.steps import step
from consultation.operations.themes import open_theme_for_edit, touch


def decide(
    theme: Theme, kind: OutcomeKind, *, reason: str, seen: int, by: Person, now: datetime
) -> None:
    """Give a theme its outcome; a reason is owed for all but adopted and not yet examined."""
    open_theme_for_edit(theme, seen)
    if not reason.strip() and kind not in NEEDS_NO_REASON:
        raise RuleError("Write the reason: those who wrote the points will read it.")
    outcome = theme.outcome or Outcome(theme_id=theme.id)
    before = {"outcome": outcome.kind and str(outcome.kind), "reason": outcome.reason or ""}
    with step(f"outcome “{kind}” of “{theme.title}”", theme, by=by, now=now, themes=[theme.id]):
        outcome.kind = kind
        outcome.reason = reason.strip()
        outcome.decided_by = by
        outcome.decided_at = now
        session.add(outcome)
        touch(theme)
    record(
        "decide",
        theme,
        person=by,
        now=now,
        before=before,
        after={"outcome": str(kind), "reason": outcome.reason},
        question=theme.question,
    )
    session.expire(theme, ["outcome"])
