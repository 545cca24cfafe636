"""Who takes part in a consultation, and what stands under what they declared."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Consultation, Organisation, Person, Stakeholder, Submission


def takes_part() -> ColumnElement[bool]:
    """Stakeholders proper: not those who only spoke in a meeting."""
    return Stakeholder.meeting_id.is_(None)


def stakeholders_in(consultation: Consultation) -> Sequence[Stakeholder]:
    """Everybody who takes part, by the names that they go by here."""
    shown = func.lower(func.coalesce(Organisation.name, Stakeholder.name))
    return session.scalars(
        select(Stakeholder)
        .outerjoin(Stakeholder.organisation)
        .where(Stakeholder.consultation == consultation, takes_part())
        .options(joinedload(Stakeholder.person))
        .order_by(shown, Stakeholder.id)
    ).all()


def sent_by(part: Stakeholder) -> Sequence[Submission]:
    """What a stakeholder sent and did not withdraw, round by round."""
    return session.scalars(
        select(Submission)
        .where(
            Submission.stakeholder == part,
            Submission.submitted_at.is_not(None),
            Submission.withdrawn_at.is_(None),
        )
        .order_by(Submission.id)
    ).all()


def standing_of(part: Stakeholder, now: datetime) -> Submission | None:
    """What a stakeholder sent and can no longer change; None where there is nothing such."""
    return next((sent for sent in sent_by(part) if not sent.may_change(now)), None)


def is_shared(body: Organisation) -> bool:
    """Whether an organisation is more than one stakeholder's, in any consultation."""
    return _parts_for(body) > 1


def is_used(body: Organisation) -> bool:
    """Whether anybody still is of an organisation."""
    people = select(func.count(Person.id)).where(Person.organisation_id == body.id)
    return bool(_parts_for(body) or session.scalar(people))


def _parts_for(body: Organisation) -> int:
    parts = select(func.count(Stakeholder.id)).where(Stakeholder.organisation_id == body.id)
    return session.scalar(parts) or 0
