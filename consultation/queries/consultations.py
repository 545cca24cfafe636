"""Which consultations a person sees, and the round each is in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consultation.db import session
from consultation.models import Consultation, Draft, Person, Round
from consultation.permissions import may_read


@dataclass(frozen=True)
class HomeLine:
    """A consultation on the front page: its newest round that has begun, and that round's draft."""

    consultation: Consultation
    round: Round | None
    draft: Draft | None


def visible_to(person: Person | None, now: datetime) -> list[HomeLine]:
    """The consultations this person may read, the newest first."""
    everything = session.scalars(select(Consultation).order_by(Consultation.id.desc()))
    return [_line(c, now) for c in everything if may_read(person, c)]


def _line(consultation: Consultation, now: datetime) -> HomeLine:
    begun = [r for r in consultation.rounds if r.opens_at <= now]
    current = begun[-1] if begun else next(iter(consultation.rounds), None)
    draft = session.scalar(
        select(Draft).where(Draft.round == current, Draft.published_at.is_not(None))
    )
    return HomeLine(consultation, current, draft)


def newest() -> Consultation | None:
    """The consultation that a command means when it names none."""
    return session.scalar(select(Consultation).order_by(Consultation.id.desc()).limit(1))


def rounds_of(consultation: Consultation) -> Sequence[Round]:
    return consultation.rounds
