"""The instant of the deadline: what arrived by then counts, whoever waited, and nothing after."""

import io
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from consultation import clock, db
from consultation.db import session, transaction
from consultation.errors import RoundClosed
from consultation.models import (
    AnswerVersion,
    Mail,
    OpenQuestion,
    Person,
    Receipt,
    Round,
    Submission,
)
from consultation.operations.contributions.answers import ensure_writable
from consultation.operations.contributions.submissions import submit
from consultation.queries.consultations.rounds import round_counts
from tests import factories
from tests.client import Browser
from tests.operations.test_submissions import save

MILLISECOND = timedelta(milliseconds=1)
SECOND = timedelta(seconds=1)
GRACE = timedelta(minutes=10)


def accepted(round_: Round, now: datetime, *, sent: Submission | None = None) -> bool:
    try:
        ensure_writable(round_, sent, now)
    except RoundClosed:
        return False
    return True


@pytest.mark.parametrize("grace", [None, GRACE])
def test_of_a_thousand_instants_around_the_deadline_none_is_judged_wrongly(grace):
    """trust.md 24: without a time for late submissions, and with one."""
    closes = datetime(2027, 4, 19, 10, tzinfo=UTC)
    round_ = factories.round_(closes_at=closes, late_until=closes + grace if grace else None)
    end = closes + (grace or timedelta(0))
    chance = random.Random(24)
    named = [edge + shift for edge in (closes, end) for shift in (-SECOND, -MILLISECOND,
             timedelta(0), MILLISECOND, SECOND)]  # fmt: skip
    drawn = [
        chance.choice((closes, end)) + timedelta(microseconds=int(chance.gauss(0, 2_000_000)))
        for _ in range(1000)
    ]
    wrong = [now for now in [*named, *drawn] if accepted(round_, now) is not (now <= end)]
    assert wrong == []
    in_time = factories.submission(id=7, round=round_, submitted_at=closes - SECOND)
    assert [now for now in drawn if accepted(round_, now, sent=in_time) is not (now <= closes)] == (
        []
    )


def sixty_unsent(world) -> list[tuple[int, int]]:
    """Submissions that sixty people have saved and not sent: numbers of submission and person."""
    with transaction():
        question = session.get_one(OpenQuestion, world.question.id)
        begun = []
        for number in range(60):
            person = factories.person()
            by = factories.stakeholder(consultation=question.consultation, person=person)
            saved = factories.submission(round=question.round, stakeholder=by, submitted_at=None)
            session.add(
                AnswerVersion(
                    submission=saved, question=question, number=1, text=f"Text {number}.",
                    saved_at=question.round.opens_at,
                )
            )  # fmt: skip
            begun.append((saved, person))
        session.flush()
        return [(saved.id, person.id) for saved, person in begun]


def test_of_sixty_writers_queued_across_the_deadline_those_who_arrived_in_time_count(world):
    """trust.md 26."""
    closes, round_id = world.round.closes_at, world.round.id
    people = sixty_unsent(world)
    session.remove()
    held, queued = threading.Event(), threading.Barrier(61)

    def hold() -> None:
        with transaction():
            db.locked(session.get_one(Round, round_id))
            held.set()
            queued.wait(timeout=30)
        session.remove()

    def send(number: int) -> bool:
        submission, person = people[number]
        arrived = closes + (MILLISECOND if number % 2 else -MILLISECOND)
        held.wait(timeout=30)
        queued.wait(timeout=30)
        try:
            with transaction():
                mine = session.get_one(Submission, submission)
                author = session.get_one(Person, person)
                submit(mine, author=author, key=f"key {number}", now=arrived)
        except RoundClosed:
            return False
        finally:
            session.remove()
        return True

    with ThreadPoolExecutor(61) as pool:
        holding = pool.submit(hold)
        told = list(pool.map(send, range(60)))
        holding.result()
    assert told == [number % 2 == 0 for number in range(60)]
    late = select(func.count(Submission.id)).where(Submission.submitted_at > closes)
    assert session.scalar(late) == 0
    assert round_counts(session.get_one(Round, round_id)).submissions == 31


def test_what_arrived_in_time_and_waited_for_the_lock_across_the_deadline_counts(
    app, world, monkeypatch
):
    """trust.md 25."""
    closes = world.round.closes_at
    saved, round_id = save(world).submission_id, world.round.id
    browser = Browser(app).sign_in(world.stakeholder.email)
    review = browser.get(f"/rounds/{round_id}/submission")
    session.remove()
    arrived, passed = threading.Event(), threading.Event()

    def now() -> datetime:
        if passed.is_set():
            return closes + timedelta(hours=1)
        arrived.set()
        return closes

    monkeypatch.setattr(clock, "now", now)
    with ThreadPoolExecutor(1) as pool:
        with transaction():
            db.locked(session.get_one(Round, round_id))
            answer = pool.submit(browser.submit, review)
            assert arrived.wait(timeout=10)
            passed.set()
        assert answer.result(timeout=30).status_code == 302
    session.remove()
    sent = session.get_one(Submission, saved)
    assert (sent.submitted_at, sent.is_late) == (closes, False)
    (receipt,) = sent.receipts
    assert (receipt.received_at, receipt.stored_at) == (closes, closes + timedelta(hours=1))
    page = browser.get(f"/submissions/{saved}/receipts/1")
    assert "Stored 19 April 2027, 13:00" in page.words
    waited = "after the deadline: it waited while others were being received"
    assert waited in page.words
    file = browser.client.get(f"/submissions/{saved}/receipts/1.json").get_json()
    assert file["stored_late_at"] == (closes + timedelta(hours=1)).isoformat()
    mail = session.scalars(select(Mail).order_by(Mail.id.desc())).first()
    assert "Stored: 19 April 2027, 13:00" in mail.text
    assert waited in mail.text


@pytest.mark.parametrize(
    ("received", "stored", "told"),
    [
        (timedelta(0), MILLISECOND, True),
        (-SECOND, timedelta(0), False),
        (MILLISECOND, SECOND, False),
        (-SECOND, None, False),
    ],
)
def test_a_receipt_tells_of_two_times_only_where_it_waited_across_the_deadline(
    received, stored, told
):
    closes = datetime(2027, 4, 19, 10, tzinfo=UTC)
    sent = factories.submission(round=factories.round_(closes_at=closes))
    receipt = Receipt(
        submission=sent,
        received_at=closes + received,
        stored_at=None if stored is None else closes + stored,
    )
    assert (receipt.stored_late_at is not None) is told


def test_a_request_that_began_to_arrive_in_time_and_went_on_arriving_across_the_deadline_counts(
    app, world, monkeypatch
):
    """trust.md 25: the arrival is noted before the body is read, by whoever reads it first."""
    closes = world.round.closes_at
    saved, round_id = save(world).submission_id, world.round.id
    browser = Browser(app).sign_in(world.stakeholder.email)
    form = browser.get(f"/rounds/{round_id}/submission").fields()
    session.remove()
    passed = threading.Event()

    class SlowBody(io.BytesIO):
        def readinto(self, room: bytearray) -> int:
            passed.set()
            return super().readinto(room)

    monkeypatch.setattr(clock, "now", lambda: closes + SECOND if passed.is_set() else closes)
    body = urlencode(form).encode()
    reply = browser.client.post(
        f"/submissions/{saved}/submit",
        input_stream=SlowBody(body),
        content_length=len(body),
        content_type="application/x-www-form-urlencoded",
    )
    assert passed.is_set()
    assert reply.status_code == 302
    session.remove()
    assert session.get_one(Submission, saved).submitted_at == closes


def test_what_was_saved_at_the_last_instant_and_never_sent_is_not_counted(world):
    """trust.md 30."""
    before = round_counts(world.round)
    saved = save(world, "Saved in time.", now=world.round.closes_at)
    assert round_counts(session.get_one(Round, world.round.id)) == before
    assert [version.text for version in saved.submission.versions] == ["Saved in time."]
    with pytest.raises(RoundClosed):
        save(world, "Saved too late.", now=world.round.closes_at + MILLISECOND)


@pytest.mark.parametrize(
    ("zone", "at", "reading", "offset"),
    [
        ("Europe/Brussels", "2027-01-11T22:59", "11 January 2027, 23:59", "UTC+1"),
        ("Europe/Brussels", "2027-10-31T00:30", "31 October 2027, 02:30", "UTC+2"),
        ("Europe/Brussels", "2027-10-31T01:30", "31 October 2027, 02:30", "UTC+1"),
        ("Europe/Brussels", "2027-03-28T01:00", "28 March 2027, 03:00", "UTC+2"),
        ("Pacific/Apia", "2027-01-11T10:59", "11 January 2027, 23:59", "UTC+13"),
        ("Pacific/Niue", "2027-01-12T10:59", "11 January 2027, 23:59", "UTC-11"),
        ("Asia/Kathmandu", "2027-01-11T18:14", "11 January 2027, 23:59", "UTC+5:45"),
        ("Europe/London", "2027-01-11T23:59", "11 January 2027, 23:59", "UTC"),
    ],
)  # fmt: skip
def test_a_deadline_is_told_with_the_offset_of_its_own_instant(zone, at, reading, offset):
    """trust.md 28."""
    round_ = factories.round_(consultation=factories.consultation(time_zone=zone))
    assert round_.exactly(datetime.fromisoformat(at).replace(tzinfo=UTC)) == (
        f"{reading} ({zone} time, {offset})"
    )
