"""Planning rounds: dates before a round opens; after that it is only ever extended."""

from dataclasses import dataclass
from datetime import datetime

from consultation.db import locked, session
from consultation.errors import RuleError
from consultation.models import Consultation, Person, Rescheduling, Round
from consultation.operations.accounts.people import one_line
from consultation.operations.audit import record
from consultation.operations.desk.themes import owed
from consultation.wording import noun


@dataclass(frozen=True)
class Window:
    """When a round opens and closes; with why it is shorter than usual, where it is."""

    opens_at: datetime
    closes_at: datetime
    shorter_because: str = ""


def plan_round(
    consultation: Consultation,
    number: int,
    title: str,
    window: Window,
    *,
    by: Person,
    now: datetime,
) -> Round:
    """Announce a round.

    Raises RuleError for a number that another round has, for dates in the wrong order or past, and
    for a window shorter than usual without a reason.
    """
    locked(consultation)
    if number in {each.number for each in consultation.rounds}:
        raise RuleError(f"There is a round {number} already. Choose another number.")
    round_ = Round(
        consultation_id=consultation.id,
        number=number,
        title=one_line(title) or f"Round {number}",
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        shorter_because=_why_shorter(consultation, window, now),
    )
    session.add(round_)
    session.flush()
    session.expire(consultation, ["rounds"])
    after = {"number": number, "title": round_.title, **_dates(round_)}
    record("plan a round", round_, person=by, now=now, after=after)
    return round_


def reschedule(
    round_: Round, window: Window, *, reason: str, by: Person, now: datetime
) -> Rescheduling:
    """Give a round that has not opened other dates, with a reason that everybody reads.

    Raises RuleError for one that has opened, and otherwise as `plan_round`.
    """
    locked(round_)
    if round_.opens_at <= now:
        raise RuleError(
            f"{round_.title} opened on {round_.exactly(round_.opens_at)}. Its dates were announced "
            "and people write by them: it can only be extended."
        )
    reason = owed(reason)
    if (round_.opens_at, round_.closes_at) == (window.opens_at, window.closes_at):
        raise RuleError(f"{round_.title} has these dates already.")
    shorter_because = _why_shorter(round_.consultation, window, now)
    before = _dates(round_)
    moved = Rescheduling(
        round=round_,
        opened_at=round_.opens_at,
        closed_at=round_.closes_at,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        reason=reason,
        by=by,
        at=now,
    )
    round_.opens_at, round_.closes_at = window.opens_at, window.closes_at
    round_.shorter_because = shorter_because
    session.add(moved)
    record(
        "move a round", round_, person=by, now=now, before=before, after=_dates(round_),
        reason=reason,
    )  # fmt: skip
    return moved


def _why_shorter(consultation: Consultation, window: Window, now: datetime) -> str:
    """Why a window is shorter than usual, nothing where it is not; refuses one that cannot be."""
    if window.closes_at <= window.opens_at:
        raise RuleError("A round closes after it opens. Choose a later closing time.")
    if window.closes_at <= now:
        raise RuleError("That closing time has passed. Choose a later one.")
    days = consultation.days_between(window.opens_at, window.closes_at)
    if consultation.usual_days is None or days >= consultation.usual_days:
        return ""
    if not window.shorter_because.strip():
        raise RuleError(
            f"{noun(days, 'day')} are fewer than the {consultation.usual_days} that are usual "
            "here. Say why: everybody reads it beside the dates."
        )
    return window.shorter_because.strip()


def _dates(round_: Round) -> dict[str, str]:
    dates = {"opens_at": round_.opens_at.isoformat(), "closes_at": round_.closes_at.isoformat()}
    because = round_.shorter_because
    return dates | ({"shorter_because": because} if because else {})
