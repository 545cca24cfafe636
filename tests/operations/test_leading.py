"""Who leads a workspace, when several act on it in the same instant: each waits for the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest
from sqlalchemy import select

from consultation.db import locked, session, transaction
from consultation.errors import NotAllowedYet
from consultation.models import AuditEntry, Colleague, Person, Publication, Stakeholder, Submission
from consultation.operations.accounts import leaving
from consultation.operations.accounts.correcting import rename_person
from consultation.operations.audit import record
from consultation.operations.contributions import together
from consultation.operations.contributions.leading import hand_over
from tests import factories, newcomers
from tests.conftest import NOW
from tests.operations.at_once import at_once


@pytest.fixture
def workspace(world) -> int:
    """The owner's, with two colleagues."""
    with transaction():
        part = session.get_one(Submission, world.submission.id).stakeholder
        for who in (world.outsider, world.reader):
            person = session.get_one(Person, who.id)
            session.add(newcomers.colleague(stakeholder=part, person=person))
    return part.id


def colleagues() -> list[Colleague]:
    return list(session.scalars(select(Colleague).order_by(Colleague.id)))


def test_of_two_handings_over_at_once_one_counts_and_the_other_is_told(world, workspace):
    numbers, lead = [colleague.id for colleague in colleagues()], world.owner.id

    def hand(number: int) -> int:
        heir = session.get_one(Colleague, numbers[number])
        hand_over(heir, author=session.get_one(Person, lead), now=NOW)
        return heir.person_id

    told = at_once(hand, times=2)
    (refused,) = [answer for answer in told if isinstance(answer, NotAllowedYet)]
    assert "You do not lead this workspace any more" in str(refused)
    (heir,) = [answer for answer in told if answer is not refused]
    assert session.get_one(Stakeholder, workspace).person_id == heir
    assert lead in {colleague.person_id for colleague in colleagues()}


def test_a_colleague_who_leaves_while_the_lead_is_handed_over_is_told_or_leads_no_part(
    world, workspace
):
    number, lead, heir = colleagues()[0].id, world.owner.id, world.outsider.id

    def act(which: int) -> str:
        colleague = session.get(Colleague, number)
        if colleague is None:  # A page of it is not found: on SQLite writers come one by one.
            return "not there"
        if which:
            together.remove(colleague, author=colleague.person, now=NOW)
            return "left"
        hand_over(colleague, author=session.get_one(Person, lead), now=NOW)
        return "handed over"

    told = at_once(act, times=2)
    kept = {"left", "handed over"} & {answer for answer in told if isinstance(answer, str)}
    assert len(kept) == 1, told
    leads = session.get_one(Stakeholder, workspace).person_id
    assert leads == (lead if "left" in told else heir)
    assert session.get(Colleague, number) is None


def at_the_same_time(first: Callable[[Event], None], second: Callable[[], None]) -> None:
    """Let `second` begin once `first` says so; each in a transaction of its own, both kept."""
    going_on = Event()

    def act(which: Callable[[], None]) -> None:
        try:
            with transaction():
                which()
        finally:
            session.remove()

    def wait_and_act() -> None:
        assert going_on.wait(timeout=10)
        act(second)

    session.remove()
    with ThreadPoolExecutor(2) as pool:
        acts = [pool.submit(act, lambda: first(going_on)), pool.submit(wait_and_act)]
        for each in acts:
            each.result()


def test_a_stakeholder_can_be_corrected_while_the_lead_is_handed_over(world, workspace):
    number, lead, heir = colleagues()[0].id, world.owner.id, world.outsider.id

    def correct(going_on: Event) -> None:
        part = session.get_one(Stakeholder, workspace)
        locked(part.consultation)
        going_on.set()
        sleep(0.5)
        locked(part)
        part.country = "NO"

    def hand() -> None:
        hand_over(session.get_one(Colleague, number), author=session.get_one(Person, lead), now=NOW)

    at_the_same_time(correct, hand)
    part = session.get_one(Stakeholder, workspace)
    assert (part.country, part.person_id) == ("NO", heir)


def test_who_corrects_their_name_while_the_lead_is_handed_over_brings_out_nobodys(world, workspace):
    number, lead = colleagues()[0].id, world.owner.id
    with transaction():
        session.get_one(Stakeholder, workspace).name = session.get_one(Person, lead).name
        session.get_one(Submission, world.submission.id).submitted_at = None

    def hand(going_on: Event) -> None:
        author = session.get_one(Person, lead)
        hand_over(session.get_one(Colleague, number), author=author, now=NOW)
        session.flush()
        going_on.set()
        sleep(0.5)

    def rename() -> None:
        rename_person(session.get_one(Person, lead), "Renamed Since", now=NOW)

    at_the_same_time(hand, rename)
    assert "Renamed" not in session.get_one(Stakeholder, workspace).name


def test_an_account_with_two_workspaces_is_deleted_while_a_choice_is_made_in_the_second(
    world, workspace
):
    lead, heir = world.owner.id, world.reader.id
    with transaction():
        elsewhere = factories.stakeholder(
            consultation=factories.consultation(), person=session.get_one(Person, lead)
        )
        session.add(elsewhere)
        person = session.get_one(Person, heir)
        session.add(newcomers.colleague(stakeholder=elsewhere, person=person))
        session.flush()
        second = elsewhere.id

    def choose(going_on: Event) -> None:
        part = session.get_one(Stakeholder, second)
        locked(part)
        going_on.set()
        sleep(0.5)
        part.publication = Publication.ORGANISATION
        record("choose how it is published", part, person=part.person, now=NOW)

    def delete() -> None:
        leaving.delete_account(session.get_one(Person, lead), now=NOW)

    at_the_same_time(choose, delete)
    assert session.get_one(Stakeholder, second).person_id == heir
    acts = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert acts.index("choose how it is published") < acts.index("delete account")
