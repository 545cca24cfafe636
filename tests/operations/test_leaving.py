"""Who has left is in no row that was written for their address, whoever has it now."""

from consultation.db import session, transaction
from consultation.models import Person, Publication, Source, Stakeholder
from consultation.operations.accounts.leaving import delete_account
from consultation.operations.contributions.answers import Writing
from consultation.operations.contributions.entering import (
    Arrival,
    begin_entry,
    enter_answer,
    receive,
)
from consultation.operations.contributions.senders import Sender, claim_parts, new_part
from tests import factories
from tests.conftest import NOW
from tests.newcomers import colleague
from tests.views.test_leaving import EMAIL, NAME, rows_with


def entered(world, *, organisation="") -> Stakeholder:
    """What came by e-mail from the one address, under the one name."""
    who = Sender(organisation, NAME, "industry", "France", Publication.NAMED, EMAIL)
    part = new_part(world.round, who, by=world.secretariat, now=NOW)
    arrival = Arrival(Source.EMAIL, NOW)
    sent = begin_entry(world.round, part, arrival, by=world.secretariat, now=NOW)
    enter_answer(sent, world.question, Writing("Two years."), by=world.secretariat, now=NOW)
    receive(sent, by=world.secretariat, now=NOW)
    return part


def with_an_account() -> Person:
    person = factories.person(name=NAME, email=EMAIL)
    session.add(person)
    session.flush()
    claim_parts(person, now=NOW)
    return person


def test_a_colleague_inherits_what_was_entered_for_somebody_without_their_address(world):
    with transaction():
        part = entered(world, organisation="Tea Guild")
        leaver = with_an_account()
        session.add(colleague(stakeholder=part, person=world.outsider))
        session.flush()
        delete_account(leaver, now=NOW)
    assert (part.person, part.contact) == (world.outsider, "")
    assert rows_with(NAME, EMAIL) == set()


def test_what_was_entered_for_who_takes_part_already_holds_neither_name_nor_address(world):
    with transaction():
        part = entered(world)
        person = with_an_account()
        # As it was entered before they joined a colleague's workspace.
        part.person = None
        delete_account(person, now=NOW)
    assert (part.person, part.name, part.contact) == (None, "", "")
    assert rows_with(NAME, EMAIL) == set()
