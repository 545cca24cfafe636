"""Letters on what was decided: once, to whoever sent something that counts, account or none."""

from datetime import datetime, timedelta

from sqlalchemy import String, Subquery, case, cast, literal, select, union_all

from consultation.db import session
from consultation.models import Person, Round, Stakeholder, Submission
from consultation.operations.correspondence.addressed import Letter, writers

TELLS_FOR = timedelta(days=7)
"""How long after outcomes are published a sweep still sees to it that everybody was told."""

BY_ADDRESS = "their address"
"""Who is known by an address that the secretariat entered, in the key of a letter to it."""

_REGISTER = "\nTo open it sign in with this address, or register with it first.\n"


def letters_of_outcomes(now: datetime) -> list[Letter]:
    """To everybody whose submission counts, once, when the outcomes of its round are published."""
    reached = _reached()
    told = session.execute(
        select(Submission, reached.c.email, reached.c.who)
        .join(Submission.round)
        .join(reached, reached.c.stakeholder_id == Submission.stakeholder_id)
        .where(
            Round.outcomes_published_at > now - TELLS_FOR,
            Round.outcomes_published_at <= now,
            Submission.submitted_at.is_not(None),
            Submission.withdrawn_at.is_(None),
            Submission.is_late.is_(False),
        )
        .order_by(Submission.id, reached.c.who)
    )
    return [
        Letter(
            to=email,
            subject=f"{submission.round.consultation.title}: what became of your input",
            text=(
                f"The outcomes of {submission.round.title} of "
                f"“{submission.round.consultation.title}” are published.\n\n"
                f"Under the address below you read each of your points in {submission.number}, the "
                "theme it is in, and what was decided on it and why.\n\n"
                "Where a question is not signed off yet, that page says so; what is decided there "
                "stands on the same page once it is. You get no further e-mail about it.\n"
                f"{_REGISTER if who == BY_ADDRESS else ''}"
            ),
            key=f"outcomes of submission {submission.id} to {who}",
            path=f"/submissions/{submission.id}/outcomes",
        )
        for submission, email, who in told
    ]


def _reached() -> Subquery:
    """Where each stakeholder is written to, and who that is: whoever writes, or a bare address.

    Who was entered by an address keeps that name when they come to have an account with it.
    """
    writing = writers()
    number = cast(Person.id, String)
    people = (
        select(
            Stakeholder.id.label("stakeholder_id"),
            Person.email.label("email"),
            case((Stakeholder.contact == Person.email, BY_ADDRESS), else_=number).label("who"),
        )
        .join(writing, writing.c.stakeholder_id == Stakeholder.id)
        .join(Person, Person.id == writing.c.person_id)
    )
    unclaimed = Stakeholder.person_id.is_(None) & (Stakeholder.contact != "")
    addresses = select(Stakeholder.id, Stakeholder.contact, literal(BY_ADDRESS)).where(unclaimed)
    return union_all(people, addresses).subquery()
