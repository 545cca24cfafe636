"""Deciding what becomes of a theme, and of one point that fares otherwise."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import (
    OpenQuestion,
    Outcome,
    OutcomeKind,
    OwnOutcome,
    Person,
    Point,
    Theme,
)
from consultation.models.plenary import (
    CHANGES_AS_ITS_THEME,
    CHANGES_NOTHING,
    CHANGES_THE_DRAFT,
    NEEDS_NO_REASON,
)
from consultation.operations.audit import record
from consultation.operations.desk.last_change import last_change
from consultation.operations.desk.points import reread
from consultation.operations.desk.steps import step
from consultation.operations.desk.themes import open_question_for_edit, open_theme_for_edit, touch
from consultation.queries.desk.themes import is_current
from consultation.queries.plenary.changed import named

AS_ITS_THEME = "as its theme"


def decide(
    theme: Theme,
    kind: OutcomeKind,
    *,
    reason: str,
    seen: int,
    by: Person,
    now: datetime,
    changes: Collection[str] = (),
) -> None:
    """Give a theme its outcome; a reason is owed for all but adopted and not yet examined.

    `changes` are the keys of the provisions that change because of it.
    """
    open_theme_for_edit(theme, seen)
    _ensure_reason(kind, reason)
    keys = _changed(theme.question, kind, changes)
    outcome = theme.outcome or Outcome(theme_id=theme.id)
    before = {
        "outcome": outcome.kind and str(outcome.kind),
        "reason": outcome.reason or "",
        **_told(theme.question, theme.outcome),
    }
    with step(f"outcome “{kind}” of “{theme.title}”", theme, by=by, now=now, themes=[theme.id]):
        outcome.kind = kind
        outcome.reason = reason.strip()
        outcome.provision_keys = keys
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
            after={
                "outcome": str(kind),
                "reason": outcome.reason,
                **_told(theme.question, outcome),
            },
            question=theme.question,
        )
    session.expire(theme, ["outcome"])


def _ensure_reason(kind: OutcomeKind, reason: str) -> None:
    if not reason.strip() and kind not in NEEDS_NO_REASON:
        raise RuleError("Write the reason: those who wrote the points will read it.")


def _changed(
    question: OpenQuestion, kind: OutcomeKind | None, changes: Collection[str]
) -> list[str]:
    """The keys in the order of the draft; what is not adopted in any way changes nothing."""
    if changes and kind not in CHANGES_THE_DRAFT:
        raise RuleError(CHANGES_NOTHING if kind else CHANGES_AS_ITS_THEME)
    keys = [provision.key for provision in question.draft.provisions if provision.key in changes]
    if len(keys) < len(set(changes)):
        raise RuleError("Choose provisions of the draft that the question is about.")
    return keys


def _told(question: OpenQuestion, outcome: Outcome | OwnOutcome | None) -> dict[str, str]:
    """What the log says of changed provisions, where there are any."""
    names = named(question, [outcome])
    return {"changes": ", ".join(names.values())} if names else {}


def outcome_seen(point: Point) -> str:
    """What is decided on a point by itself, as the form that changes it remembers."""
    return point.outcome.decided_at.isoformat() if point.outcome else AS_ITS_THEME


def decide_point(
    point: Point,
    kind: OutcomeKind | None,
    *,
    reason: str,
    seen: str,
    by: Person,
    now: datetime,
    changes: Collection[str] = (),
) -> None:
    """Give one point an outcome that its theme does not have, or (None) its theme's again.

    Raises NotAllowedYet for filler and for a point that was set aside, StaleEdit when somebody
    decided meanwhile.
    """
    open_question_for_edit(point.question)
    reread(point)
    if outcome_seen(point) != seen:
        raise StaleEdit(f"{last_change(point)} Your decision was not made; look at theirs first.")
    if point.placement and point.placement.discarded_because:
        raise NotAllowedYet("This point was set aside, and its author reads why. Move it first.")
    if point.filler:
        raise NotAllowedYet("This was read as a greeting or the like. Move it under a theme first.")
    if kind is not None:
        _ensure_reason(kind, reason)
    keys = _changed(point.question, kind, changes)
    own = point.outcome
    before = {
        "outcome": str(own.kind) if own else AS_ITS_THEME,
        "reason": own.reason if own else "",
        **_told(point.question, own),
    }
    told = str(kind) if kind else AS_ITS_THEME
    with step(f"outcome “{told}” of a point", point, by=by, now=now, points=[point.id]):
        given = _give(point, kind, reason.strip(), keys, by, now)
        if point.placement and point.placement.theme:
            touch(point.placement.theme)
        record(
            "decide",
            point,
            person=by,
            now=now,
            before=before,
            after={
                "outcome": told,
                "reason": given.reason if given else "",
                **_told(point.question, given),
            },
            question=point.question,
        )
    session.expire(point, ["outcome"])


def _give(
    point: Point,
    kind: OutcomeKind | None,
    reason: str,
    keys: list[str],
    by: Person,
    now: datetime,
) -> OwnOutcome | None:
    own = point.outcome
    if kind is None:
        if own is not None:
            session.delete(own)
        return None
    own = own or OwnOutcome(point_id=point.id)
    own.kind, own.reason, own.provision_keys = kind, reason, keys
    own.decided_by, own.decided_at = by, now
    session.add(own)
    return own


def leave_unexamined(question: OpenQuestion, *, by: Person, now: datetime) -> None:
    """Say of every theme without an outcome that it is not yet examined: a signature needs one.

    It is no act that is undone by itself: `take_back_unexamined` takes it back with the signature.
    """
    left = session.scalars(
        select(Theme)
        .where(Theme.question == question, is_current(), ~Theme.outcome.has())
        .order_by(Theme.id)
    ).all()
    kind = OutcomeKind.NOT_EXAMINED
    for theme in left:
        session.add(
            Outcome(theme_id=theme.id, kind=kind, decided_by=by, decided_at=now, by_signature=True)
        )
        touch(theme)
        before, after = {"outcome": None, "reason": ""}, {"outcome": str(kind), "reason": ""}
        record("decide", theme, person=by, now=now, before=before, after=after, question=question)
        session.expire(theme, ["outcome"])


def take_back_unexamined(question: OpenQuestion, *, by: Person, now: datetime) -> None:
    """Take back what only the signature said of themes; what somebody decided stays."""
    given = session.execute(
        select(Theme, Outcome)
        .join(Theme.outcome)
        .where(Theme.question == question, Outcome.by_signature)
        .order_by(Theme.id)
    ).all()
    for theme, outcome in given:
        before, after = {"outcome": str(outcome.kind)}, {"outcome": None}
        session.delete(outcome)
        touch(theme)
        record(
            "take back the outcome",
            theme,
            person=by,
            now=now,
            before=before,
            after=after,
            question=question,
        )
        session.expire(theme, ["outcome"])
