"""Save as often as wanted, submit once, within the window, and get a receipt."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from consultation.db import session, transaction
from consultation.errors import NothingToSubmit, RoundClosed
from consultation.models import (
    Answer,
    AnswerVersion,
    AuditEntry,
    Job,
    OpenQuestion,
    Person,
    Position,
    Round,
    SignOff,
    Stakeholder,
    Submission,
)
from consultation.operations.contributions.answers import Writing, save_answer
from consultation.operations.contributions.submissions import submit
from consultation.queries.contributions.receipts import receipt_copy, receipt_file
from consultation.queries.contributions.review import review_lines
from consultation.queries.contributions.submissions import newest_version, submission_in
from tests.conftest import NOW
from tests.durability.writers import recomputed_hash
from tests.operations.at_once import at_once

MOMENT = timedelta(microseconds=1)


def save(world, words="Keep it.", *, to=None, choices=(), now=NOW) -> AnswerVersion:
    """What the stakeholder of the world, who has sent nothing yet, saves."""
    with transaction():
        author = session.get_one(Person, world.stakeholder.id)
        part = session.scalars(select(Stakeholder).where(Stakeholder.person == author)).one()
        return save_answer(
            author,
            part,
            session.get_one(OpenQuestion, (to or world.question).id),
            Writing(text=words, position=Position.SUPPORT, choices=list(choices)),
            now=now,
        )


def send(world, submission: Submission, *, key="key", as_late=True, now=NOW) -> Submission:
    with transaction():
        author = session.get_one(Person, world.stakeholder.id)
        mine = session.get_one(Submission, submission.id)
        submit(mine, author=author, key=key, as_late=as_late, now=now)
    return session.get_one(Submission, submission.id)


def how_many(model) -> int:
    return session.scalar(select(func.count(model.id)))


def test_every_save_is_kept_and_the_newest_is_what_its_author_sees(world):
    saved = [save(world, words) for words in ("One.", "", "Three.")]
    submission = saved[0].submission
    kept = [(v.number, v.text) for v in submission.versions]
    assert kept == [(1, "One."), (2, ""), (3, "Three.")]
    assert newest_version(submission, world.question).text == "Three."
    assert {v.saved_by_id for v in submission.versions} == {world.stakeholder.id}


def test_each_question_counts_its_own_saves(world):
    save(world)
    save(world)
    assert save(world, to=world.other_question).number == 1


def test_what_is_saved_and_not_sent_is_no_answer(world):
    before = how_many(Answer)
    save(world)
    assert how_many(Answer) == before


@pytest.mark.parametrize("now", ["opens_at", "closes_at"])
def test_saving_and_sending_are_possible_from_the_first_instant_to_the_last(world, now):
    instant = getattr(world.round, now)
    saved = save(world, now=instant)
    assert send(world, saved.submission, now=instant).submitted_at == instant


def test_saving_outside_the_window_is_refused_and_keeps_what_was_saved(world):
    early, late = world.round.opens_at - MOMENT, world.round.closes_at + MOMENT
    save(world, "In time.")
    for now in (early, late):
        with pytest.raises(RoundClosed):
            save(world, "Outside.", now=now)
    part = select(AnswerVersion.text).where(AnswerVersion.saved_by_id == world.stakeholder.id)
    assert session.scalars(part).all() == ["In time."]


def test_a_moment_too_late_nothing_is_sent(world):
    saved = save(world)
    with pytest.raises(RoundClosed, match="what you had saved is kept"):
        send(world, saved.submission, now=world.round.closes_at + MOMENT)
    submission = session.get_one(Submission, saved.submission_id)
    assert (submission.submitted_at, submission.answers) == (None, [])
    assert how_many(AuditEntry) == 0


def test_sending_gives_every_written_answer_and_leaves_blanks_out(world):
    save(world, "First thought.")
    save(world, "Second thought.")
    blank = save(world, " \n", to=world.other_question)
    sent = send(world, blank.submission)
    assert [answer.text for answer in sent.answers] == ["Second thought."]
    assert sent.submitted_at == NOW
    assert sent.number == f"R1-{sent.id:06d}"


def test_a_tick_alone_is_an_answer(world):
    ticked = save(world, "", choices=["agree"])
    sent = send(world, ticked.submission)
    assert [answer.version.choices for answer in sent.answers] == [["agree"]]


@pytest.mark.parametrize("words", [[" "], ["Something.", ""]])
def test_without_a_single_answer_nothing_is_sent(world, words):
    saved = [save(world, each) for each in words]
    with pytest.raises(NothingToSubmit, match="Answer a question first"):
        send(world, saved[-1].submission)
    assert session.get_one(Submission, saved[0].submission_id).submitted_at is None


def test_the_same_key_again_returns_the_same_submission_even_after_the_deadline(world):
    first = send(world, save(world).submission)
    told = (first.number, first.receipts[-1].content_hash, first.submitted_at)
    again = send(world, first, now=world.round.closes_at + timedelta(days=1))
    assert (again.number, again.receipts[-1].content_hash, again.submitted_at) == told
    assert how_many(AuditEntry) == 1


def test_the_receipt_holds_all_that_its_hash_is_made_of(world):
    save(world, "Größe, état, 記録 🙂\n“quoted”", choices=["agree"])
    sent = send(world, save(world, "Later.", to=world.other_question).submission)
    file = json.loads(receipt_file(receipt_copy(sent.receipts[0])))
    assert recomputed_hash(file) == file["content_hash"] == sent.receipts[0].content_hash


def test_sending_is_logged_and_asks_for_the_analysis_of_each_answered_question(world):
    save(world)
    sent = send(world, save(world, to=world.other_question).submission)
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject_id, entry.person_id) == (
        "submit", sent.id, world.stakeholder.id,
    )  # fmt: skip
    assert entry.after == {"hash": sent.receipts[0].content_hash}
    waiting = session.scalars(select(Job.question_id).where(Job.state == "waiting")).all()
    assert sorted(waiting) == [world.question.id, world.other_question.id]


def test_what_comes_in_under_a_signature_waits_unread(world):
    session.add(
        SignOff(question_id=world.question.id, chair=world.chair, signed_at=NOW, state_hash="0")
    )
    session.commit()
    save(world)
    sent = send(world, save(world, to=world.other_question).submission)
    assert len(sent.answers) == 2
    waiting = session.scalars(select(Job.question_id).where(Job.state == "waiting")).all()
    assert waiting == [world.other_question.id]


def test_the_review_shows_what_is_missing_first(world):
    submission = save(world).submission
    lines = review_lines(world.round, submission)
    assert [(line.question.number, line.is_answered) for line in lines] == [
        ("Q02", False), ("Q01", True),
    ]  # fmt: skip


def test_twenty_clicks_at_once_send_one_submission(world):
    saved = save(world).submission_id
    author = world.stakeholder.id

    def click(_number):
        mine = session.get_one(Submission, saved)
        return submit(mine, author=session.get_one(Person, author), key="k", now=NOW).number

    assert len(set(at_once(click, times=20))) == 1
    assert session.get_one(Submission, saved).submitted_at == NOW
    assert how_many(AuditEntry) == 1


def test_of_two_forms_sent_at_once_one_counts(world):
    saved = save(world).submission_id
    author = world.stakeholder.id

    def click(number):
        mine = session.get_one(Submission, saved)
        submit(mine, author=session.get_one(Person, author), key=f"form {number}", now=NOW)

    told = at_once(click, times=8)
    assert told.count(None) == 1
    assert sum(isinstance(answer, NothingToSubmit) for answer in told) == 7


def test_saves_at_once_are_all_kept_in_one_submission(world):
    author, question, round_id = world.stakeholder.id, world.question.id, world.round.id

    def type_away(number):
        person = session.get_one(Person, author)
        part = session.scalars(select(Stakeholder).where(Stakeholder.person == person)).one()
        return save_answer(
            person, part, session.get_one(OpenQuestion, question),
            Writing(text=f"Text {number}"), now=NOW,
        ).number  # fmt: skip

    assert sorted(at_once(type_away, times=8)) == list(range(1, 9))
    part = session.scalars(select(Stakeholder).where(Stakeholder.person_id == author)).one()
    assert len(submission_in(session.get_one(Round, round_id), part.id).versions) == 8


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_the_deadline_that_counts_is_the_one_in_force_when_the_lock_is_held(world):
    """A round shortened after its row was read; SQLite's one writer holds the lock first."""
    saved = save(world).submission_id
    submission = session.get_one(Submission, saved)
    assert submission.round.is_open(NOW)
    with session.get_bind().begin() as elsewhere:
        elsewhere.execute(
            text("UPDATE round SET closes_at = :then WHERE id = :id"),
            {"then": (NOW - timedelta(hours=1)).replace(tzinfo=None), "id": world.round.id},
        )
    with pytest.raises(RoundClosed):
        submit(submission, author=world.stakeholder, key="k", now=NOW)
