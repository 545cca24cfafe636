"""Who writes together, what they noted, and who writes apart for the same organisation."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import (
    Colleague,
    Consultation,
    Note,
    OpenQuestion,
    Organisation,
    Stakeholder,
)


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


def organisation_taking_part(consultation: Consultation, name: str) -> Organisation | None:
    """The organisation of a name, however it is spelt, for which somebody takes part already."""
    there = session.scalars(
        select(Organisation)
        .join(Stakeholder, Stakeholder.organisation_id == Organisation.id)
        .where(Stakeholder.consultation == consultation)
        .distinct()
        .order_by(Organisation.id)
    )
    return next((body for body in there if spelt(body.name) == spelt(name)), None)


def spelt(name: str) -> str:
    """A name as it is compared: without capitals, signs and spaces, unless it has nothing else."""
    return "".join(character for character in name.casefold() if character.isalnum()) or name


def writing_apart(consultation: Consultation) -> list[tuple[Organisation, list[Stakeholder]]]:
    """Organisations with more than one part in a consultation, each with its parts, in order."""
    several = (
        select(Stakeholder.organisation_id)
        .where(Stakeholder.consultation == consultation)
        .group_by(Stakeholder.organisation_id)
        .having(func.count(Stakeholder.id) > 1)
    )
    parts = session.scalars(
        select(Stakeholder)
        .join(Stakeholder.organisation)
        .where(Stakeholder.consultation == consultation, Stakeholder.organisation_id.in_(several))
        .options(joinedload(Stakeholder.person))
        .order_by(Organisation.name, Stakeholder.id)
    )
    grouped = groupby(parts, key=lambda part: part.organisation)
    return [(body, list(own)) for body, own in grouped if body is not None]
