"""What came by e-mail or on paper is its author's, in time or late by when it came."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, NothingToSubmit, RuleError
from consultation.models import (
    AnswerVersion,
    Eligibility,
    Mail,
    OpenQuestion,
    Person,
    Position,
    Publication,
    Round,
    Source,
    Submission,
)
from consultation.operations.accounts.invited import make_account
from consultation.operations.consultations.eligibility import Decision, decide
from consultation.operations.contributions.answers import Writing, save_answer
from consultation.operations.contributions.entering import (
    Arrival,
    begin_entry,
    correct_entry,
    enter_answer,
    receive,
    take_back_entry,
)
from consultation.operations.contributions.senders import Sender, claim_parts, new_part
from consultation.operations.contributions.submissions import receipt_hash, submit
from consultation.operations.correspondence.reminders import post_letters, reminders
from consultation.queries.consultations.eligibility import people_of
from consultation.queries.contributions.ledger import submission_lines
from consultation.queries.contributions.submissions import answers_that_count
from consultation.roles import stakeholder_of
from tests import factories
from tests.conftest import NOW

SENDER = Sender("Tea Guild", "Ana Lopes", "industry", "Portugal", Publication.NAMED)
BEFORE, AFTER = timedelta(days=-1), timedelta(days=2)


@pytest.fixture
def closed(world):
    """A round that closed an hour ago."""
    with transaction():
        round_ = session.get_one(Round, world.round.id)
        round_.closes_at = NOW - timedelta(hours=1)
    return world


def entry(world, *, reached=NOW - timedelta(days=1), because="", sender=SENDER) -> Submission:
    by = session.merge(world.secretariat)
    round_ = session.get_one(Round, world.round.id)
    part = new_part(round_, sender, by=by, now=NOW)
    arrival = Arrival(Source.EMAIL, reached, because)
    return begin_entry(round_, part, arrival, by=by, now=NOW)


def written(world, submission, text="Two years are short.", **more):
    question = session.get_one(OpenQuestion, world.question.id)
    return enter_answer(submission, question, Writing(text, **more), by=world.secretariat, now=NOW)


def received(world, **more) -> Submission:
    with transaction():
        submission = entry(world, **more)
        written(world, submission, position=Position.OPPOSE)
        receive(submission, by=world.secretariat, now=NOW)
    return submission


def lines(world) -> dict[str, int]:
    return {line.what: line.count for line in submission_lines(world.round) if line.count}


def test_it_counts_as_its_authors_and_the_receipt_says_who_entered_it(world):
    submission = received(world)
    (answer,) = answers_that_count(submission)
    assert (answer.author, answer.source, answer.position) == (
        "Ana Lopes, Tea Guild",
        "by e-mail",
        Position.OPPOSE,
    )
    (receipt,) = submission.receipts
    assert receipt.entered_by == world.secretariat
    assert receipt.received_at == submission.submitted_at == NOW - timedelta(days=1)
    assert receipt.content_hash == receipt_hash(submission, [answer.version])
    assert lines(world) == {"received in time": 2}


def test_what_came_after_the_deadline_stands_on_the_late_list(closed):
    assert received(closed, reached=NOW - timedelta(minutes=5)).is_late
    assert lines(closed) == {"received in time": 1, "late": 1}


def test_with_a_reason_it_counts_though_it_came_after_the_deadline(closed):
    submission = received(closed, reached=NOW, because="The site was down.")
    assert (submission.is_late, submission.in_time_because) == (False, "The site was down.")


def test_what_came_in_time_counts_although_it_is_entered_when_the_round_is_closed(closed):
    submission = received(closed, because="It is not needed.")
    assert (submission.is_late, submission.in_time_because) == (False, "")
    assert submission.receipts[0].stored_late_at is None


@pytest.mark.parametrize(
    ("reached", "told"),
    [(NOW + timedelta(hours=1), "has not come yet"), (NOW - timedelta(days=9), "opened on")],
)
def test_it_comes_while_the_round_is_open_or_after_it_and_never_in_the_future(world, reached, told):
    with pytest.raises(RuleError, match=told), transaction():
        entry(world, reached=reached)


def test_what_came_after_publication_is_never_in_time(closed):
    with transaction():
        session.get_one(Round, closed.round.id).published_at = NOW - timedelta(minutes=30)
    with pytest.raises(RuleError, match="could read them"), transaction():
        entry(closed, reached=NOW, because="Please.")


def test_it_is_not_mixed_into_what_they_sent_themselves(world):
    part = world.submission.stakeholder
    with pytest.raises(NotAllowedYet, match="is not mixed into it"), transaction():
        begin_entry(world.round, part, Arrival(Source.PAPER, NOW), by=world.secretariat, now=NOW)


def test_what_they_saved_and_never_sent_is_not_sent_with_it(world):
    person = session.get_one(Person, world.stakeholder.id)
    part = stakeholder_of(person, world.consultation)
    with transaction():
        own = save_answer(person, part, world.other_question, Writing("A draft."), now=NOW)
        arrival = Arrival(Source.EMAIL, NOW)
        submission = begin_entry(world.round, part, arrival, by=world.secretariat, now=NOW)
        written(world, submission)
        receive(submission, by=world.secretariat, now=NOW)
    assert own.submission_id == submission.id
    assert [a.question_id for a in answers_that_count(submission)] == [world.question.id]


def test_what_is_put_right_has_one_more_receipt(world):
    submission = received(world)
    with transaction():
        (version,) = session.scalars(
            select(AnswerVersion).where(AnswerVersion.submission_id == submission.id)
        )
        correct_entry(
            version, Writing("Three years are short."), seen=1, by=world.secretariat, now=NOW
        )
        receive(submission, by=world.secretariat, now=NOW)
    (answer,) = answers_that_count(submission)
    assert answer.text == "Three years are short."
    assert [str(receipt.act) for receipt in submission.receipts] == ["sent", "changed"]
    with pytest.raises(NothingToSubmit, match="Nothing has changed"), transaction():
        receive(submission, by=world.secretariat, now=NOW)


def test_what_is_taken_back_counts_no_more_and_says_why(world):
    submission = received(world)
    with transaction():
        take_back_entry(submission, reason="Entered twice.", by=world.secretariat, now=NOW)
    assert lines(world) == {"received in time": 1, "withdrawn": 1}


def test_it_becomes_theirs_with_an_account_of_their_address_and_they_are_mailed(world):
    sender = Sender("", "Ana Lopes", "industry", contact="Ana@example.org")
    submission = received(world, sender=sender)
    assert session.scalars(select(Mail.to)).all() == ["ana@example.org"]
    with transaction():
        person = factories.person(email="ana@example.org")
        session.add(person)
        session.flush()
        claim_parts(person, now=NOW)
    assert stakeholder_of(person, world.consultation).id == submission.stakeholder_id


def owned(world) -> tuple[Person, Submission]:
    """What was entered for somebody who has an account since."""
    submission = received(world, sender=Sender("", "Ana Lopes", "industry", contact="a@b.example"))
    with transaction():
        person = factories.person(email="a@b.example")
        session.add(person)
        session.flush()
        claim_parts(person, now=NOW)
    return person, submission


def test_nobody_is_reminded_to_send_what_was_entered_for_them(world):
    owned(world)
    assert reminders(world.round.closes_at - timedelta(hours=20)) == []


def test_once_they_send_a_change_themselves_it_is_theirs_alone(world):
    person, submission = owned(world)
    with transaction():
        part = stakeholder_of(person, world.consultation)
        save_answer(person, part, world.question, Writing("Three years."), now=NOW)
        submit(submission, author=person, key="c" * 32, now=NOW)
    (answer,) = answers_that_count(submission)
    assert (answer.text, answer.source, submission.source) == ("Three years.", "", Source.WEB)
    with pytest.raises(NotAllowedYet, match="nobody writes in it but they"), transaction():
        written(world, submission)


def test_it_becomes_theirs_too_who_makes_the_account_by_an_invitation(world):
    sender = Sender("", "Ana Lopes", "industry", contact="ana@example.org")
    submission = received(world, sender=sender)
    with transaction():
        person = make_account("ana@example.org", "Ana", factories.password_hash(), now=NOW)
    assert stakeholder_of(person, world.consultation).id == submission.stakeholder_id


def test_what_became_of_it_is_told_once_to_who_is_known_by_an_address_alone(closed):
    submission = received(
        closed, sender=Sender("", "Ana Lopes", "industry", contact="ana@example.org")
    )
    with transaction():
        session.get_one(Round, closed.round.id).outcomes_published_at = NOW
        post_letters(NOW)
        make_account("ana@example.org", "Ana", factories.password_hash(), now=NOW)
        post_letters(NOW)
    told = select(Mail).where(Mail.to == "ana@example.org", Mail.key.startswith("outcomes"))
    (mail,) = session.scalars(told)
    assert mail.path == f"/submissions/{submission.id}/outcomes"
    assert "register with it first" in mail.text


def accepted(world, email="ana@example.org", refused="") -> None:
    decision = Decision(
        email=email, name="Ana", organisation="", category="industry", country="", size="",
        register_number="", working_groups=(), is_accepted=not refused, reason=refused,
    )  # fmt: skip
    with transaction():
        decide(world.consultation, [decision], by=world.secretariat, now=NOW)


def standings(world, name="Ana") -> list[str]:
    everybody = people_of(world.consultation)
    return [str(line.standing) for line in everybody if line.name.startswith(name)]


def test_who_was_refused_and_wrote_by_mail_is_nobody_who_was_invited(world):
    accepted(world, refused="The call closed on 1 March.")
    received(world, sender=Sender("", "Ana Lopes", "industry", contact="ana@example.org"))
    assert sorted(standings(world)) == ["refused", "takes part"]
    ana = [line for line in people_of(world.consultation) if line.name.startswith("Ana")]
    assert [line.decision for line in ana if line.part] == [None]


def test_who_was_accepted_and_wrote_by_mail_stands_once_among_people(world):
    accepted(world)
    received(world, sender=Sender("", "Ana Lopes", "industry", contact="ana@example.org"))
    assert standings(world) == ["takes part"]
    with transaction():
        person = make_account("ana@example.org", "Ana", factories.password_hash(), now=NOW)
    assert standings(world) == ["takes part"]
    row = session.scalars(select(Eligibility)).one()
    assert row.stakeholder_id == stakeholder_of(person, world.consultation).id


def test_who_has_an_account_begins_with_what_is_entered_for_them(world):
    accepted(world, world.outsider.email)
    received(world, sender=Sender("", "Ana Lopes", "industry", contact=world.outsider.email))
    assert session.scalars(select(Eligibility)).one().stakeholder_id is not None
    assert standings(world) == ["takes part"]


def test_nobody_is_entered_twice_by_one_address(world):
    sender = Sender("", "Ana Lopes", "industry", contact="ana@example.org")
    received(world, sender=sender)
    with pytest.raises(RuleError, match="takes part already"), transaction():
        entry(world, sender=sender)


def test_who_sent_it_has_a_name_or_an_organisation(world):
    with pytest.raises(RuleError, match="Write who sent it"), transaction():
        entry(world, sender=Sender(" ", "", "industry"))


def test_what_its_author_saves_meanwhile_takes_nothing_from_what_was_entered(world):
    person, submission = owned(world)
    with transaction():
        part = stakeholder_of(person, world.consultation)
        save_answer(person, part, world.question, Writing("My own draft."), now=NOW)
        question = session.get_one(OpenQuestion, world.other_question.id)
        enter_answer(submission, question, Writing("An outage."), by=world.secretariat, now=NOW)
        receive(submission, by=world.secretariat, now=NOW)
    assert [answer.text for answer in answers_that_count(submission)] == [
        "Two years are short.",
        "An outage.",
    ]
