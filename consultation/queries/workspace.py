"""Who writes together, and what they noted."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Colleague, Note, OpenQuestion, Stakeholder


def colleagues_of(stakeholder: Stakeholder) -> Sequence[Colleague]:
    """The colleagues of a workspace, its lead not among them; who joined first comes first."""
    return session.scalars(
        select(Colleague)
        .where(Colleague.stakeholder == stakeholder)
        .options(joinedload(Colleague.person))
        .order_by(Colleague.joined_at, Colleague.id)
    ).all()


def notes_on(stakeholder: Stakeholder, question: OpenQuestion, entry: int = 1) -> Sequence[Note]:
    """What colleagues noted beside one answer, the oldest first."""
    return session.scalars(
        select(Note)
        .where(Note.stakeholder == stakeholder, Note.question == question, Note.entry == entry)
        .options(joinedload(Note.person))
        .order_by(Note.id)
    ).all()
