"""Whom letters reach: who writes for each stakeholder, and where they are written to."""

from sqlalchemy import String, Subquery, case, cast, literal, select, union_all

from consultation.db import session
from consultation.models import Colleague, Person, Round, Stakeholder

BY_ADDRESS = "their address"
"""Who is known by an address that the secretariat entered, in the key of a letter to it."""


def writers() -> Subquery:
    """Who writes for each stakeholder: the lead and every colleague."""
    return union_all(
        select(Stakeholder.id.label("stakeholder_id"), Stakeholder.person_id),
        select(Colleague.stakeholder_id, Colleague.person_id),
    ).subquery()


def reached() -> Subquery:
    """Where each stakeholder is written to, and who that is: whoever writes, or a bare address.

    Who was entered by an address keeps that name when they come to have an account with it.
    """
    who = writers()
    number = cast(Person.id, String)
    people = (
        select(
            Stakeholder.id.label("stakeholder_id"),
            Person.email.label("email"),
            case((Stakeholder.contact == Person.email, BY_ADDRESS), else_=number).label("who"),
        )
        .join(who, who.c.stakeholder_id == Stakeholder.id)
        .join(Person, Person.id == who.c.person_id)
    )
    unclaimed = Stakeholder.person_id.is_(None) & (Stakeholder.contact != "")
    addresses = select(Stakeholder.id, Stakeholder.contact, literal(BY_ADDRESS)).where(unclaimed)
    return union_all(people, addresses).subquery()


def taking_part(round_: Round) -> list[tuple[int, str]]:
    """Number and address of everybody who writes for a stakeholder of a round's consultation."""
    who = writers()
    people = session.execute(
        select(Person.id, Person.email)
        .join(who, who.c.person_id == Person.id)
        .join(Stakeholder, Stakeholder.id == who.c.stakeholder_id)
        .where(Stakeholder.consultation_id == round_.consultation_id)
        .order_by(Person.id)
    )
    return [(person, email) for person, email in people]
