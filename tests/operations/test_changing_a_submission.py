"""What was sent can be changed and withdrawn until the round closes; every receipt stays true."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import NothingToSubmit, NothingToWithdraw, RoundClosed
from consultation.models import Act, Answer, AuditEntry, Job, Mail, Person, Round, Submission
from consultation.operations.contributions.submissions import submit, withdraw
from consultation.queries.contributions.accounts import AnswerState, PointState
from consultation.queries.contributions.ledger import question_ledger
from consultation.queries.contributions.receipts import receipt_copy, receipt_file
from consultation.queries.contributions.submissions import submitted_answers
from consultation.queries.desk.question_figures import question_counts
from tests.conftest import NOW
from tests.durability.writers import recomputed_hash
from tests.ledgers import account_of, point_state
from tests.operations.test_submissions import MOMENT, save, send
from tests.shown import points_under

LATER = NOW + timedelta(hours=1)


def take_back(world, submission, *, key="back", now=LATER):
    with transaction():
        author = session.get_one(Person, world.stakeholder.id)
        return withdraw(session.get_one(Submission, submission.id), author=author, key=key, now=now)


def sent_twice(world) -> Submission:
    """A submission whose answer to the world's question was changed after it was sent."""
    save(world, "Keep it.")
    send(world, save(world, "Tea.", to=world.other_question).submission)
    return send(world, save(world, "Drop it.", now=LATER).submission, key="2", now=LATER)


def texts(question) -> list[str]:
    return [answer.text for answer in submitted_answers(question)]


def test_the_newest_text_counts_and_what_was_not_changed_is_the_same_answer(world):
    save(world, "Keep it.")
    first = send(world, save(world, "Tea.", to=world.other_question).submission)
    (kept,) = (a.id for a in first.answers if a.question_id == world.other_question.id)
    sent = send(world, save(world, "Drop it.", now=LATER).submission, key="2", now=LATER)
    assert "Drop it." in texts(world.question)
    assert "Keep it." not in texts(world.question)
    counts = [answer.id for answer in sent.answers if answer.replaced_at is None]
    assert kept in counts
    assert len(counts) == 2
    assert sent.submitted_at == NOW


def test_every_receipt_still_proves_what_it_was_given_for(world):
    sent = sent_twice(world)
    take_back(world, sent)
    assert [(r.number, r.act) for r in sent.receipts] == [
        (sent.number, Act.SENT),
        (f"{sent.number}/2", Act.CHANGED),
        (f"{sent.number}/3", Act.WITHDRAWN),
    ]
    files = [json.loads(receipt_file(receipt_copy(receipt))) for receipt in sent.receipts]
    assert [recomputed_hash(file) for file in files] == [r.content_hash for r in sent.receipts]
    assert [{line["text"] for line in file["lines"]} for file in files] == [
        {"Keep it.", "Tea."}, {"Drop it.", "Tea."}, set(),
    ]  # fmt: skip


def test_an_answer_that_was_emptied_is_taken_back(world):
    save(world, "Keep it.")
    send(world, save(world, "Tea.", to=world.other_question).submission)
    send(world, save(world, "", now=LATER).submission, key="2", now=LATER)
    assert "Keep it." not in texts(world.question)
    assert "Tea." in texts(world.other_question)


def test_without_a_change_nothing_is_sent_again(world):
    sent = send(world, save(world).submission)
    with pytest.raises(
        NothingToSubmit, match=f"Nothing has changed since your receipt {sent.number}"
    ):
        send(world, sent, key="2", now=LATER)
    assert len(sent.receipts) == 1


def test_each_key_leads_to_its_own_receipt_for_ever(world):
    sent = sent_twice(world)
    with transaction():
        author = session.get_one(Person, world.stakeholder.id)
        found = [
            submit(sent, author=author, key=key, now=world.round.closes_at + MOMENT).ordinal
            for key in ("key", "2")
        ]
    assert found == [1, 2]


@pytest.mark.parametrize("act", ["change", "withdraw"])
def test_a_moment_after_closing_what_was_sent_stays_as_it_is(world, act):
    sent = send(world, save(world, "Keep it.").submission)
    save(world, "Drop it.", now=world.round.closes_at)
    late = world.round.closes_at + MOMENT
    received = (
        rf"This change was not sent\. What was received before counts: receipt {sent.number} of "
        r"12 April 2027, 12:00 \(Europe/Brussels time, UTC\+2\)\."
    )
    with pytest.raises(RoundClosed, match=received):
        send(world, sent, key="2", now=late) if act == "change" else take_back(
            world, sent, now=late
        )
    assert "Keep it." in texts(world.question)
    assert len(session.get_one(Submission, sent.id).receipts) == 1


def test_withdrawn_nothing_counts_and_what_was_written_can_be_sent_again(world):
    before = texts(world.question)
    sent = send(world, save(world, "Keep it.").submission)
    take_back(world, sent)
    assert texts(world.question) == before
    again = send(world, sent, key="again", now=LATER)
    assert texts(world.question) == [*before, "Keep it."]
    assert (again.withdrawn_at, again.receipts[-1].act) == (None, Act.SENT)
    assert len(session.scalars(select(Answer).where(Answer.submission == again)).all()) == 1


def test_what_was_never_sent_cannot_be_withdrawn(world):
    saved = save(world).submission
    with pytest.raises(NothingToWithdraw):
        take_back(world, saved)
    take_back(world, send(world, saved))
    with pytest.raises(NothingToWithdraw):
        take_back(world, saved, key="once more")


def test_each_act_is_logged_with_the_hash_of_its_receipt(world):
    sent = sent_twice(world)
    take_back(world, sent)
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(e.action, e.after["hash"]) for e in entries] == [
        (action, receipt.content_hash)
        for action, receipt in zip(
            ("submit", "change submission", "withdraw"), sent.receipts, strict=True
        )
    ]


def test_each_act_is_mailed_once_with_what_its_receipt_says(world):
    sent = sent_twice(world)
    take_back(world, sent)
    take_back(world, sent)
    mails = session.scalars(select(Mail).order_by(Mail.id)).all()
    assert [mail.to for mail in mails] == [world.stakeholder.email] * 3
    for mail, receipt in zip(mails, sent.receipts, strict=True):
        assert mail.subject == f"Receipt {receipt.number}"
        assert mail.path == f"/submissions/{sent.id}/receipts/{receipt.ordinal}"
        assert receipt.content_hash in mail.text
        assert f"{receipt.received_at:%Y-%m-%d %H:%M:%S} UTC" in mail.text


def test_only_questions_whose_answer_changed_are_read_again(world):
    save(world, "Keep it.")
    send(world, save(world, "Tea.", to=world.other_question).submission)
    session.query(Job).delete()
    session.commit()
    send(world, save(world, "Drop it.", now=LATER).submission, key="2", now=LATER)
    waiting = session.scalars(select(Job.question_id).where(Job.state == "waiting")).all()
    assert waiting == [world.question.id]


def test_a_replaced_answer_and_its_points_leave_every_count_and_stay_in_the_ledger(world):
    given = world.point.answer
    before = question_counts(world.question).counts
    with transaction():
        session.get_one(Answer, given.id).replaced_at = NOW
    given = session.get_one(Answer, given.id)
    after = question_counts(world.question).counts
    assert (before.answers - after.answers, after.points) == (1, 0)
    assert points_under(world.theme) == []
    account = account_of(given)
    assert (account.state, account.detail) == (AnswerState.REPLACED, "")
    assert point_state(world.point) is PointState.REPLACED
    ledger = question_ledger(world.question)
    assert not ledger.faults
    assert {line.what: line.count for line in ledger.points}["replaced by its author"] == 3


def test_who_withdrew_in_time_is_told_so_when_a_change_comes_too_late(world):
    sent = send(world, save(world).submission)
    take_back(world, sent)
    with pytest.raises(
        RoundClosed, match=rf"withdrawn what you sent before: receipt {sent.number}/2"
    ):
        send(world, sent, key="2", now=world.round.closes_at + MOMENT)


def test_who_sent_late_is_told_what_stands_on_the_late_list(world):
    late, until = world.round.closes_at + MOMENT, world.round.closes_at + timedelta(days=2)
    takes_late(world, until)
    sent = send(world, save(world, now=late).submission, now=late)
    stands = rf"received before stands on the late list: receipt {sent.number} of"
    with pytest.raises(RoundClosed, match=stands):
        save(world, "Too late.", now=until + MOMENT)


def takes_late(world, until) -> None:
    with transaction():
        session.get_one(Round, world.round.id).late_until = until


def test_where_the_round_takes_late_submissions_they_stand_on_the_late_list(world):
    late = world.round.closes_at + MOMENT
    takes_late(world, world.round.closes_at + timedelta(days=2))
    before = texts(world.question)
    sent = send(world, save(world, "Keep it.", now=late).submission, now=late)
    assert sent.is_late
    assert sent.submitted_at == late
    assert texts(world.question) == before


def test_what_was_sent_in_time_does_not_become_late(world):
    sent = send(world, save(world, "Keep it.").submission)
    takes_late(world, world.round.closes_at + timedelta(days=2))
    with pytest.raises(RoundClosed):
        save(world, "Drop it.", now=world.round.closes_at + MOMENT)
    assert not session.get_one(Submission, sent.id).is_late
    assert "Keep it." in texts(world.question)


def test_after_the_late_list_closes_nothing_is_taken(world):
    until = world.round.closes_at + timedelta(days=2)
    takes_late(world, until)
    save(world, now=until)
    with pytest.raises(RoundClosed):
        save(world, "Too late.", now=until + MOMENT)
