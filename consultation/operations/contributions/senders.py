"""Who sent something otherwise: a part that an account of their address takes over."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consultation.db import session
from consultation.errors import RuleError
from consultation.models import Organisation, Person, Publication, Round, Stakeholder
from consultation.operations.accounts.passwords import person_by_email
from consultation.operations.accounts.people import address, known_as, one_line
from consultation.operations.audit import record
from consultation.operations.consultations.eligibility import note_begun
from consultation.operations.contributions.receipts import new_salt
from consultation.roles import stakeholder_of


@dataclass(frozen=True)
class Sender:
    """Who sent something and takes no part yet, as they call themselves."""

    organisation: str
    name: str
    category: str
    country: str = ""
    publication: Publication = Publication.ANONYMOUS
    contact: str = ""


def new_part(round_: Round, sender: Sender, *, by: Person, now: datetime) -> Stakeholder:
    """Make a stakeholder of who sent something; with an account of their address it is theirs.

    Who was accepted has begun with it. Raises RuleError without an organisation and a name, and for
    an address of who takes part.
    """
    organisation, name = one_line(sender.organisation), one_line(sender.name)
    if not (organisation or name):
        raise RuleError("Write who sent it: an organisation, a name, or both.")
    body = session.scalar(select(Organisation).where(Organisation.name == organisation))
    if organisation and body is None:
        body = Organisation(name=organisation, category=sender.category, country=sender.country)
    contact = address(sender.contact) if sender.contact.strip() else ""
    stakeholder = Stakeholder(
        consultation=round_.consultation,
        organisation=body,
        person=_free_person(contact, round_),
        reference=f"entered {new_salt()}",
        name=name,
        category=one_line(sender.category),
        country=one_line(sender.country),
        publication=sender.publication,
        contact=contact,
    )
    session.add(stakeholder)
    session.flush()
    stakeholder.reference = f"entered-{stakeholder.id}"
    if stakeholder.person is not None:
        note_begun(stakeholder.person, stakeholder)
    record("add a stakeholder", stakeholder, person=by, now=now)
    return stakeholder


def _free_person(contact: str, round_: Round) -> Person | None:
    if not contact:
        return None
    person, consultation = person_by_email(contact), round_.consultation
    entered = select(Stakeholder.id).where(
        Stakeholder.consultation_id == consultation.id, known_as(contact)
    )
    takes_part = person is not None and stakeholder_of(person, consultation) is not None
    if takes_part or session.scalar(entered.limit(1)) is not None:
        raise RuleError(f"{contact} takes part already. Choose them in the list of who takes part.")
    return person


def claim_parts(person: Person, *, now: datetime) -> None:
    """Give a person what was entered for their address, one part in each consultation."""
    waiting = session.scalars(
        select(Stakeholder).where(known_as(person.email)).order_by(Stakeholder.id)
    ).all()
    for part in waiting:
        if stakeholder_of(person, part.consultation) is None:
            part.person_id = person.id
            note_begun(person, part)
            record("take over a part", part, person=person, now=now)
