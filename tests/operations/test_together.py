"""Codes, colleagues and the lead: what holds, whoever asks, and what is logged."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, NoticeUnread
from consultation.models import (
    AuditEntry,
    Colleague,
    Consultation,
    OpenQuestion,
    Person,
    Publication,
    Stakeholder,
    Submission,
)
from consultation.operations.accounts import leaving
from consultation.operations.contributions import together
from consultation.operations.contributions.answers import Writing, save_answer
from consultation.operations.contributions.joining import choose_publication
from consultation.operations.contributions.leading import hand_over
from consultation.operations.contributions.submissions import submit
from consultation.predicates import submits, wrote
from consultation.roles import stakeholder_of
from tests import factories, newcomers
from tests.conftest import NOW
from tests.operations.at_once import at_once


def part(world) -> Stakeholder:
    return session.get_one(Submission, world.submission.id).stakeholder


def person(row) -> Person:
    return session.get_one(Person, row.id)


def question(world) -> OpenQuestion:
    return session.get_one(OpenQuestion, world.question.id)


def sent_by(world) -> Submission:
    return session.get_one(Submission, world.submission.id)


def code(world, now=NOW) -> str:
    with transaction():
        return together.make_code(part(world), author=person(world.owner), now=now)


def join(world, who, with_code, now=NOW, agreed_to="") -> Colleague:
    with transaction():
        return together.join(person(who), with_code, agreed_to=agreed_to, now=now)


@pytest.mark.parametrize("written", [str, str.upper, lambda c: f" {c.replace('-', ' ')} "])
def test_a_code_lets_in_however_it_is_written(world, written):
    joined = join(world, world.outsider, written(code(world)))
    assert not joined.may_submit
    assert stakeholder_of(person(world.outsider), world.consultation).id == part(world).id


@pytest.mark.parametrize(("days", "is_good"), [(13, True), (14, False)])
def test_a_code_is_good_for_two_weeks(world, days, is_good):
    made, then = code(world), NOW + timedelta(days=days)
    if is_good:
        join(world, world.outsider, made, then)
    else:
        with pytest.raises(NotAllowedYet, match="older than two weeks"):
            join(world, world.outsider, made, then)


def test_a_newer_code_ends_the_one_before(world):
    first, second = code(world), code(world)
    with pytest.raises(NotAllowedYet):
        join(world, world.outsider, first)
    join(world, world.outsider, second)


def test_no_code_at_all_lets_nobody_in(world):
    with pytest.raises(NotAllowedYet):
        join(world, world.outsider, "")


def test_a_person_has_one_part_in_a_consultation(world):
    made = code(world)
    with pytest.raises(NotAllowedYet, match="by yourself already"):
        join(world, world.stakeholder, made)
    join(world, world.outsider, made)
    with pytest.raises(NotAllowedYet, match="You write there already"):
        join(world, world.outsider, made)


def test_two_joins_at_once_make_one_part(world):
    made, who = code(world), world.outsider.id
    told = at_once(
        lambda _: together.join(session.get_one(Person, who), made, agreed_to="", now=NOW).id,
        times=2,
    )
    assert len([answer for answer in told if isinstance(answer, NotAllowedYet)]) == 1
    assert len(session.scalars(select(Colleague)).all()) == 1


def test_the_database_knows_one_part_a_consultation(world):
    def twice() -> None:
        with transaction():
            session.add_all(
                newcomers.colleague(stakeholder=part(world), person=person(world.outsider))
                for _ in range(2)
            )

    with pytest.raises(IntegrityError):
        twice()


def test_a_colleague_reads_and_submits_only_with_the_right(world):
    colleague = join(world, world.outsider, code(world))
    sent, who = world.submission, person(world.outsider)
    assert (wrote(who, sent), submits(who, sent)) == (True, False)
    with transaction():
        together.set_right(colleague, may_submit=True, author=person(world.owner), now=NOW)
    assert submits(who, sent)
    assert not wrote(person(world.stakeholder), sent)


def test_every_step_is_logged(world):
    colleague = join(world, world.outsider, code(world))
    owner = person(world.owner)
    with transaction():
        together.set_right(colleague, may_submit=True, author=owner, now=NOW)
        hand_over(colleague, author=owner, now=NOW)
        former = session.scalars(select(Colleague)).one()
        together.remove(former, author=person(world.outsider), now=NOW)
    assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all() == [
        "make a code for colleagues",
        "join as colleague",
        "change the right to submit",
        "hand over the lead",
        "remove a colleague",
    ]
    handed = session.scalars(select(AuditEntry).where(AuditEntry.action == "hand over the lead"))
    entry = handed.one()
    assert (entry.before["publication"], entry.after["publication"]) == (
        "named", "organisation only",
    )  # fmt: skip


def test_when_the_lead_deletes_the_account_a_colleague_leads(world):
    made = code(world)
    join(world, world.reader, made)
    heir = join(world, world.outsider, made)
    with transaction():
        together.set_right(heir, may_submit=True, author=person(world.owner), now=NOW)
        leaving.delete_account(person(world.owner), now=NOW)
    assert part(world).person_id == world.outsider.id
    assert [c.person_id for c in session.scalars(select(Colleague))] == [world.reader.id]


LEAVING = {
    "hands over": lambda owner, heir: hand_over(heir, author=owner, now=NOW),
    "deletes the account": lambda owner, _heir: leaving.delete_account(owner, now=NOW),
}


@pytest.mark.parametrize("how", LEAVING)
@pytest.mark.parametrize(
    ("organisation", "sent", "chosen", "name"),
    [
        (False, True, Publication.NAMED, "Anonymous (industry)"),
        (False, True, Publication.ANONYMOUS, "Anonymous (industry)"),
        (False, False, Publication.NAMED, "Ben"),
        (True, True, Publication.NAMED, "An Institute"),
        (True, True, Publication.ORGANISATION, "Ben, An Institute"),
        (True, False, Publication.NAMED, "Ben, An Institute"),
    ],
)
def test_what_was_sent_under_ones_own_name_never_bears_the_heirs(
    world, how, organisation, sent, chosen, name
):
    heir = join(world, world.outsider, code(world))
    with transaction():
        person(world.outsider).name = "Ben"
        sender = part(world)
        sender.name, sender.category = "Ana", "industry"
        sender.publication = chosen
        if organisation:
            sender.organisation.name = "An Institute"
        else:
            sender.organisation = None
        if not sent:
            session.get_one(Submission, world.submission.id).submitted_at = None
    with transaction():
        LEAVING[how](person(world.owner), heir)
    assert part(world).person_id == world.outsider.id
    assert part(world).named_as(Publication.NAMED) == name
    assert part(world).publication is not Publication.NAMED


def test_only_who_leads_can_have_their_name_published(world):
    join(world, world.outsider, code(world))
    colleague, writing = (
        person(world.outsider),
        Writing(text="Ours.", publication=Publication.NAMED),
    )
    with transaction():
        part(world).publication = Publication.ORGANISATION
    for refused in (
        lambda: save_answer(colleague, part(world), question(world), writing, now=NOW),
        lambda: choose_publication(
            sent_by(world), Publication.NAMED, author=person(world.outsider), now=NOW
        ),
    ):
        with pytest.raises(NotAllowedYet, match="only they can choose that"), transaction():
            refused()
    with transaction():
        save_answer(person(world.owner), part(world), question(world), writing, now=NOW)
    with transaction():
        again = replace(writing, text="Ours, with a comma.")
        save_answer(person(world.outsider), part(world), question(world), again, now=NOW)


def test_who_leads_since_may_have_their_name_published_where_nobodys_was(world):
    heir = join(world, world.outsider, code(world))
    with transaction():
        part(world).publication = Publication.ORGANISATION
        part(world).name = ""
        hand_over(heir, author=person(world.owner), now=NOW)
        part(world).name = ""
    with transaction():
        choose_publication(
            sent_by(world), Publication.NAMED, author=person(world.outsider), now=NOW
        )
    assert part(world).named_as(Publication.NAMED).startswith(f"{person(world.outsider).name}, ")


def unsent(world, writing: Writing, *, usual: Publication) -> Submission:
    """A submission of an organisation, not sent yet, with one text of its lead's."""
    with transaction():
        part(world).name, part(world).publication = "Ana", usual
        part(world).organisation.name = "An Institute"
        submission = session.get_one(Submission, world.submission.id)
        submission.submitted_at = None
        version = save_answer(person(world.owner), part(world), question(world), writing, now=NOW)
    return version.submission


def test_a_text_saved_by_name_never_bears_the_heirs_unasked(world):
    heir = join(world, world.outsider, code(world))
    writing = Writing(text="Ours.", publication=Publication.NAMED)
    submission = unsent(world, writing, usual=Publication.ORGANISATION)
    with transaction():
        person(world.outsider).name = "Ben"
        hand_over(heir, author=person(world.owner), now=NOW)
    with transaction():
        submit(submission, author=person(world.owner), key="after", now=NOW)
    assert {a.author for a in submission.answers if a.replaced_at is None} == {"An Institute"}


def test_a_name_that_was_chosen_for_all_and_not_sent_is_taken_back_with_the_lead(world):
    heir = join(world, world.outsider, code(world))
    submission = unsent(world, Writing(text="Ours."), usual=Publication.ORGANISATION)
    with transaction():
        choose_publication(submission, Publication.NAMED, author=person(world.owner), now=NOW)
    with transaction():
        hand_over(heir, author=person(world.owner), now=NOW)
    assert submission.publication is Publication.ORGANISATION


@pytest.mark.parametrize("how", ["saves a text", "chooses for all"])
def test_who_hands_over_at_the_same_time_brings_out_nobodys_name(world, how):
    heir = join(world, world.outsider, code(world)).id
    unsent(world, Writing(text="Ours."), usual=Publication.ORGANISATION)
    lead, after = world.owner.id, world.outsider.id
    sent, asked = world.submission.id, world.question.id
    handed_over = Event()

    def hand() -> None:
        with transaction():
            author = session.get_one(Person, lead)
            hand_over(session.get_one(Colleague, heir), author=author, now=NOW)
            session.flush()
            handed_over.set()
            # So long the other has to run into it, on a database that lets them.
            sleep(0.5)
        session.remove()

    def bring_out_the_name() -> None:
        # Before the transaction, which on SQLite holds the one writer's lock from its first word.
        assert handed_over.wait(timeout=10)
        try:
            with transaction():
                author, submission = (
                    session.get_one(Person, lead),
                    session.get_one(Submission, sent),
                )
                if how == "saves a text":
                    text = Writing(text="Mine.", publication=Publication.NAMED)
                    put = session.get_one(OpenQuestion, asked)
                    save_answer(author, submission.stakeholder, put, text, now=NOW)
                else:
                    choose_publication(submission, Publication.NAMED, author=author, now=NOW)
        finally:
            session.remove()

    session.remove()
    with ThreadPoolExecutor(2) as pool:
        handing, bringing = pool.submit(hand), pool.submit(bring_out_the_name)
        handing.result()
        with pytest.raises(NotAllowedYet, match="only they can choose that"):
            bringing.result()
    assert session.get_one(Submission, sent).stakeholder.person_id == after


def test_a_colleague_does_not_bring_the_name_out_by_taking_on_the_usual_choice(world):
    join(world, world.outsider, code(world))
    writing = Writing(text="Ours.", publication=Publication.ANONYMOUS)
    unsent(world, writing, usual=Publication.NAMED)
    with pytest.raises(NotAllowedYet, match="only they can choose that"), transaction():
        save_answer(
            person(world.outsider), part(world), question(world),
            replace(writing, publication=None), now=NOW,
        )  # fmt: skip
    with transaction():
        save_answer(
            person(world.owner), part(world), question(world),
            replace(writing, publication=None), now=NOW,
        )  # fmt: skip


def test_a_colleagues_name_is_never_taken_for_the_leads(world):
    join(world, world.outsider, code(world))
    submission = unsent(world, Writing(text="Ours."), usual=Publication.NAMED)
    with transaction():
        part(world).name = ""
    with transaction():
        choose_publication(submission, Publication.NAMED, author=person(world.outsider), now=NOW)
    assert part(world).name == ""
    with transaction():
        choose_publication(submission, Publication.NAMED, author=person(world.owner), now=NOW)
    assert part(world).name == person(world.owner).name
    (entry,) = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "choose how it is published")
    )
    assert entry.after["name"] == "that of who leads"


def test_nobody_joins_who_has_not_agreed_to_the_notice_in_force(world):
    made = code(world)
    with transaction():
        kept = session.get_one(Consultation, world.consultation.id)
        factories.privacy_notice(kept, "We keep your name.")
    notice = hashlib.sha256(b"We keep your name.").hexdigest()
    for agreed_to in ("", "0" * 64):
        with pytest.raises(NoticeUnread):
            join(world, world.outsider, made, agreed_to=agreed_to)
    joined = join(world, world.outsider, made, agreed_to=notice)
    assert (joined.notice_hash, joined.agreed_at) == (notice, NOW)


def test_what_each_agreed_to_goes_along_when_the_lead_is_handed_over(world):
    with transaction():
        kept = session.get_one(Consultation, world.consultation.id)
        factories.privacy_notice(kept, "We keep your name.")
        part(world).notice_hash, part(world).agreed_at = "1" * 64, NOW - timedelta(days=1)
    notice = hashlib.sha256(b"We keep your name.").hexdigest()
    joined = join(world, world.outsider, code(world), agreed_to=notice)
    with transaction():
        hand_over(joined, author=person(world.owner), now=NOW)
    former = session.scalars(select(Colleague)).one()
    assert (former.notice_hash, former.agreed_at) == ("1" * 64, NOW - timedelta(days=1))
    assert (part(world).notice_hash, part(world).agreed_at) == (notice, NOW)
