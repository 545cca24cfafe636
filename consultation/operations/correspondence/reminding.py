"""Reminding those whom the secretariat means: who has not begun, or who has not sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from consultation.db import locked, session
from consultation.errors import RuleError
from consultation.models import LetterKind, Mail, Person, Round
from consultation.operations.audit import record
from consultation.operations.consultations.eligibility import write_acceptance_again
from consultation.operations.correspondence.mail import post
from consultation.queries.consultations.participation import invited_only, unsent_writers
from consultation.queries.correspondence.letters import filled, wording


class Audience(StrEnum):
    """Whom a reminder is for."""

    INVITED = "invited"
    UNSENT = "unsent"


def remind(round_: Round, audience: Audience, category: str, *, by: Person, now: datetime) -> int:
    """Write to everybody of an audience, or to its members of one category.

    Nobody gets two such letters for a round on one day. Returns how many were written to. Raises
    RuleError unless the round is open.
    """
    locked(round_)
    if not round_.is_open(now):
        raise RuleError(f"{round_.title} is not open now: nobody can do what you would ask for.")
    count = (
        _remind_invited(round_, category, now)
        if audience is Audience.INVITED
        else _remind_unsent(round_, category, now)
    )
    after = {"whom": str(audience), "category": category, "letters": count}
    record("remind", round_, person=by, now=now, after=after)
    return count


def _remind_invited(round_: Round, category: str, now: datetime) -> int:
    rows = [line.decision for line in invited_only(round_, category) if line.decision is not None]
    keys = {row.id: _key(round_, f"decision {row.id}", now) for row in rows}
    fresh = [row for row in rows if _is_new(keys[row.id])]
    for row in fresh:
        write_acceptance_again(row, key=keys[row.id], now=now)
    return len(fresh)


def _remind_unsent(round_: Round, category: str, now: datetime) -> int:
    consultation = round_.consultation
    words = wording(consultation, LetterKind.REMINDER)
    count = 0
    for person in unsent_writers(round_, category):
        key = _key(round_, f"person {person.id}", now)
        if not _is_new(key):
            continue
        letter = filled(
            words,
            consultation=consultation,
            name=person.name,
            round=round_.title,
            closes=round_.exactly(round_.closes_at),
        )
        path = f"/rounds/{round_.id}/submission"
        post(person.email, letter.subject, letter.text, key, now, path=path)
        count += 1
    return count


def _key(round_: Round, whom: str, now: datetime) -> str:
    day = now.astimezone(round_.consultation.zone).date()
    return f"asked to be reminded, round {round_.id}, {whom}, {day.isoformat()}"


def _is_new(key: str) -> bool:
    return session.scalar(select(Mail.id).where(Mail.key == key)) is None
