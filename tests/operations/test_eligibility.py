"""Decisions on who takes part: kept, told by letter, and what lets somebody begin."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from consultation.db import session
from consultation.models import AuditEntry, Eligibility, Mail, Publication
from consultation.operations.accounts.leaving import delete_account
from consultation.operations.consultations.eligibility import Decision, decide, good_acceptance
from consultation.operations.contributions.joining import Declaration, begin_part, notice_hash
from consultation.predicates import may_join, may_read
from consultation.queries.consultations.eligibility import Standing, people_of
from consultation.queries.correspondence.letters import LINK
from tests.conftest import NOW

DECLARED = Declaration("Tea Works", "company", "Spain", Publication.NAMED)


def decision(world, **given) -> Decision:
    defaults = {
        "email": world.outsider.email, "name": "Ana", "organisation": "Tea Works",
        "category": "company", "country": "Spain", "size": "small", "register_number": "R-7",
        "working_groups": ("WGA",), "is_accepted": True, "reason": "",
    }  # fmt: skip
    return Decision(**defaults | given)


def keep(world, *decisions) -> int:
    count = decide(world.consultation, decisions, by=world.secretariat, now=NOW)
    session.flush()
    return count


def letters(address: str) -> list[Mail]:
    return list(session.scalars(select(Mail).where(Mail.to == address).order_by(Mail.id)))


def begin(world):
    return begin_part(
        world.outsider, world.consultation, DECLARED, agreed_to=notice_hash(world.consultation),
        now=NOW,
    )  # fmt: skip


def test_who_is_accepted_gets_a_link_of_their_own_and_who_is_refused_the_reason(world):
    refused = decision(world, email="ben@example.org", is_accepted=False, reason="Too late.")
    assert keep(world, decision(world), refused) == 2
    (accepted,) = letters(world.outsider.email)
    assert LINK in accepted.text
    assert good_acceptance(accepted.path.rpartition("/")[2]).email == world.outsider.email
    (told,) = letters("ben@example.org")
    assert "Too late." in told.text
    assert told.path == ""


def test_the_log_counts_decisions_and_names_nobody(world):
    keep(world, decision(world))
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.after == {"accepted": 1, "refused": 0}


def test_a_closed_consultation_takes_in_who_is_accepted_and_nobody_else(world):
    assert not may_join(world.outsider, world.consultation)
    keep(world, decision(world, is_accepted=False, reason="Too late."))
    assert not may_join(world.outsider, world.consultation)
    keep(world, decision(world))
    assert may_join(world.outsider, world.consultation)
    assert may_read(world.outsider, world.consultation)
    assert not may_join(world.reader, world.consultation)


def test_who_begins_is_known_to_be_the_one_who_was_accepted(world):
    keep(world, decision(world))
    part = begin(world)
    session.flush()
    (line,) = [line for line in people_of(world.consultation) if line.part is part]
    assert line.standing is Standing.BEGUN
    assert line.decision.email == world.outsider.email
    assert (part.organisation.size, part.organisation.register_number) == ("small", "R-7")


def test_everybody_is_on_the_list_once_with_where_they_stand(world):
    refused = decision(world, email="ben@example.org", is_accepted=False, reason="Too late.")
    keep(world, decision(world), refused)
    standings = [line.standing for line in people_of(world.consultation)]
    assert sorted(standings) == ["invited", "refused", "takes part", "takes part"]


def test_the_same_decision_again_writes_no_second_letter(world):
    keep(world, decision(world))
    assert keep(world, decision(world)) == 0
    assert keep(world, decision(world, country="Malta")) == 1
    assert len(letters(world.outsider.email)) == 1


def test_another_decision_is_told_and_ends_the_link(world):
    keep(world, decision(world))
    raw = letters(world.outsider.email)[0].path.rpartition("/")[2]
    keep(world, decision(world, is_accepted=False, reason="A mistake."))
    assert good_acceptance(raw) is None
    assert "A mistake." in letters(world.outsider.email)[-1].text


def test_whoever_began_keeps_their_part_whatever_is_decided(world):
    keep(world, decision(world))
    begin(world)
    session.flush()
    later = replace(decision(world), is_accepted=False, reason="Too late.")
    assert keep(world, later) == 0
    assert session.scalars(select(Eligibility)).one().is_accepted


def test_who_deletes_their_account_is_in_no_decision_any_more(world):
    keep(world, decision(world))
    address = world.outsider.email
    delete_account(world.outsider, now=NOW)
    row = session.scalars(select(Eligibility)).one()
    assert (row.email == address, row.name, row.link_hash) == (False, "Deleted account", None)


@pytest.mark.parametrize("name", ["{{link}}", "\x1f"])
def test_a_name_moves_no_link(world, name):
    keep(world, decision(world, name=name.replace("\x1f", "")))
    (letter,) = letters(world.outsider.email)
    assert letter.text.count(LINK) == 1
