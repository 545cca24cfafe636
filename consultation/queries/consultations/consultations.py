"""Which consultations a person sees, and the round each is in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consultation.db import session
from consultation.models import Consultation, Draft, Person, Round
from consultation.predicates import may_read
from consultation.roles import parts_of


@dataclass(frozen=True)
class HomeLine:
    """A consultation in one line: a round, and the number of its draft once that is published."""

    consultation: Consultation
    round: Round | None
    draft_id: int | None


def visible_to(person: Person | None, now: datetime) -> list[HomeLine]:
    """The consultations this person may read, the newest first."""
    everything = session.scalars(select(Consultation).order_by(Consultation.id.desc()))
    return [line(c, None, now) for c in everything if may_read(person, c)]


def own_rounds(person: Person) -> list[Round]:
    """The rounds of the consultations in which a person has a part, in the order of closing."""
    rounds = session.scalars(select(Round).order_by(Round.closes_at, Round.id)).unique().all()
    return [round_ for round_ in rounds if parts_of(person, round_.consultation).are_any]


def line(consultation: Consultation, round_: Round | None, now: datetime) -> HomeLine:
    """A consultation with a round (the newest that has begun, when none is named) and its draft."""
    if round_ is None:
        begun = [r for r in consultation.rounds if r.opens_at <= now]
        round_ = begun[-1] if begun else next(iter(consultation.rounds), None)
    if round_ is None:
        return HomeLine(consultation, None, None)
    # A number, and not the row: the bar of every page asks for it.
    draft_id = session.scalar(
        select(Draft.id).where(Draft.round_id == round_.id, Draft.published_at.is_not(None))
    )
    return HomeLine(consultation, round_, draft_id)


def newest() -> Consultation | None:
    """The consultation that a command means when it names none."""
    return session.scalar(select(Consultation).order_by(Consultation.id.desc()).limit(1))
