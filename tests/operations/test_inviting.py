"""Offices and roles are given by a mailed link, and end without touching what was signed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError
from consultation.models import Appointment, Assignment, AuditEntry, Mail, Membership, Office, Role
from consultation.operations.accounts.leaving import delete_account
from consultation.operations.consultations.inviting import (
    LIFE,
    accept,
    end_office,
    end_role,
    good_invitation,
    invite,
    send_again,
    take_back,
)
from consultation.operations.plenary.signing import sign_off
from consultation.operations.plenary.summaries import write_summary
from consultation.queries.plenary.signing import state_hash
from consultation.roles import offices_for, parts_of
from tests.conftest import NOW


def asked(world, person, to=Role.READER):
    return invite(world.consultation, person.email, person.name, to, by=world.secretariat, now=NOW)


def raw() -> str:
    """The secret in the newest letter."""
    mail = session.scalars(select(Mail).order_by(Mail.id.desc())).first()
    return mail.path.rpartition("/")[2]


def office(world, person) -> set[Office]:
    session.flush()
    return offices_for(person, world.group)


def test_who_accepts_holds_the_office_and_the_link_opens_nothing_more(world):
    asked(world, world.outsider, (world.group, Office.CHAIR))
    link = raw()
    accept(link, world.outsider, now=NOW)
    assert office(world, world.outsider) == {Office.CHAIR}
    assert good_invitation(link, NOW) is None
    with pytest.raises(NotAllowedYet):
        accept(link, world.outsider, now=NOW)


def test_a_vice_chair_who_accepts_to_chair_holds_one_office(world):
    asked(world, world.vice_chair, (world.group, Office.CHAIR))
    accept(raw(), world.vice_chair, now=NOW)
    assert office(world, world.vice_chair) == {Office.CHAIR}


def test_nobody_accepts_what_was_sent_to_somebody_else(world):
    asked(world, world.outsider, (world.group, Office.CHAIR))
    with pytest.raises(NotAllowedYet, match="somebody else’s address"):
        accept(raw(), world.reader, now=NOW)
    assert office(world, world.reader) == set()


@pytest.mark.parametrize(("after", "good"), [(-timedelta(seconds=1), True), (timedelta(0), False)])
def test_a_link_is_good_for_thirty_days(world, after, good):
    asked(world, world.outsider)
    assert (good_invitation(raw(), NOW + LIFE + after) is not None) is good


def test_the_link_of_the_letter_before_is_void_when_it_is_sent_again(world):
    invitation = asked(world, world.outsider)
    old = raw()
    send_again(invitation, by=world.secretariat, now=NOW + timedelta(days=40))
    assert good_invitation(old, NOW + timedelta(days=40)) is None
    assert good_invitation(raw(), NOW + timedelta(days=40)) is invitation


def test_what_is_taken_back_opens_nothing_and_is_not_sent_again(world):
    invitation = asked(world, world.outsider)
    take_back(invitation, by=world.secretariat, now=NOW)
    assert good_invitation(raw(), NOW) is None
    with pytest.raises(RuleError):
        send_again(invitation, by=world.secretariat, now=NOW)


def test_nobody_is_invited_twice_or_to_what_they_hold(world):
    asked(world, world.outsider)
    with pytest.raises(RuleError, match="is invited as a reader already"):
        asked(world, world.outsider)
    with pytest.raises(RuleError, match="is a reader already"):
        asked(world, world.reader)
    with pytest.raises(RuleError, match="is chair of"):
        asked(world, world.chair, (world.group, Office.CHAIR))


def test_the_log_names_nobody_who_was_invited(world):
    asked(world, world.outsider)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert world.outsider.email not in str(entry.after)
    assert world.outsider.name not in str(entry.after)


def test_an_office_ends_and_what_was_signed_stays_signed(world):
    write_summary(world.question, text="All want it.", seen=0, author=world.chair, now=NOW)
    sign_off(world.question, chair=world.chair, seen=state_hash(world.question), now=NOW)
    signed = state_hash(world.question)
    session.add(
        Assignment(
            question_id=world.question.id,
            person_id=world.chair.id,
            assigned_by_id=world.chair.id,
            assigned_at=NOW,
        )
    )
    session.flush()
    appointment = session.scalars(
        select(Appointment).where(Appointment.person == world.chair)
    ).one()
    end_office(appointment, by=world.secretariat, now=NOW)
    assert office(world, world.chair) == set()
    assert world.question.sign_off.chair is world.chair
    assert state_hash(world.question) == signed
    assert session.scalars(select(Assignment)).all() == []


def test_somebody_always_runs_the_consultation(world):
    own = session.scalars(select(Membership).where(Membership.person == world.secretariat)).one()
    with pytest.raises(RuleError, match="the only one who runs"):
        end_role(own, by=world.secretariat, now=NOW)
    asked(world, world.outsider, Role.SECRETARIAT)
    accept(raw(), world.outsider, now=NOW)
    end_role(own, by=world.outsider, now=NOW)
    session.flush()
    assert parts_of(world.secretariat, world.consultation).roles == frozenset()


def test_who_deletes_their_account_is_in_no_invitation_any_more(world):
    invitation = asked(world, world.outsider)
    address = world.outsider.email
    delete_account(world.outsider, now=NOW)
    assert invitation.email != address
    assert invitation.name == "Deleted account"
    assert not invitation.is_pending
