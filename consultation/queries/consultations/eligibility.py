"""Who was accepted or refused, and who began to take part."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from consultation.db import session
from consultation.models import Consultation, Eligibility, Person, Stakeholder
from consultation.queries.consultations.stakeholders import stakeholders_in


class Standing(StrEnum):
    """How far somebody has come; each is one word of the filter on the page of people."""

    INVITED = "invited"
    BEGUN = "takes part"
    REFUSED = "refused"


def standing_of(row: Eligibility) -> Standing:
    if not row.is_accepted:
        return Standing.REFUSED
    return Standing.BEGUN if row.stakeholder_id is not None else Standing.INVITED


@dataclass(frozen=True)
class PersonLine:
    """Somebody who takes part, is invited to, or is refused; one line however they came here."""

    standing: Standing
    organisation: str
    name: str
    category: str
    country: str
    part: Stakeholder | None
    decision: Eligibility | None


def people_of(consultation: Consultation) -> list[PersonLine]:
    """Everybody once, by the names that they go by here: a decision stands with the part it led to.

    Where none says which that was, it is the part of who has the address that was accepted. A
    refusal leads to no part and stands by itself.
    """
    decided = decisions(consultation)
    begun = {row.stakeholder_id: row for row in decided if row.stakeholder_id is not None}
    open_ = [row for row in decided if row.stakeholder_id is None]
    waiting = {row.email: row for row in open_ if row.is_accepted}
    lines = []
    for part in stakeholders_in(consultation):
        decision = begun.get(part.id) or waiting.pop(_address_of(part), None)
        lines.append(_line_of_part(part, decision))
    refused = [row for row in open_ if not row.is_accepted]
    lines += [_line_of_decision(row) for row in (*waiting.values(), *refused)]
    return sorted(lines, key=lambda line: (line.organisation or line.name).casefold())


def _address_of(part: Stakeholder) -> str:
    return part.person.email.lower() if part.person else part.contact


def _line_of_part(part: Stakeholder, decision: Eligibility | None) -> PersonLine:
    organisation = part.organisation.name if part.organisation else ""
    return PersonLine(
        Standing.BEGUN, organisation, part.name, part.category, part.country, part, decision
    )


def _line_of_decision(row: Eligibility) -> PersonLine:
    return PersonLine(
        standing_of(row), row.organisation, row.name, row.category, row.country, None, row
    )


def decisions(consultation: Consultation) -> Sequence[Eligibility]:
    """Every decision, in the order in which they were taken first."""
    return session.scalars(
        select(Eligibility).where(Eligibility.consultation == consultation).order_by(Eligibility.id)
    ).all()


def decision_on(consultation: Consultation, email: str) -> Eligibility | None:
    """What was decided on the owner of an address."""
    return session.scalar(
        select(Eligibility).where(
            Eligibility.consultation_id == consultation.id, Eligibility.email == email.lower()
        )
    )


def taking_part_by_address(consultation: Consultation) -> set[str]:
    """The addresses of those who lead a part, however they came to it."""
    return set(
        session.scalars(
            select(func.lower(Person.email))
            .join(Stakeholder, Stakeholder.person_id == Person.id)
            .where(Stakeholder.consultation_id == consultation.id)
        )
    )
