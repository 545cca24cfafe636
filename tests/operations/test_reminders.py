"""Who is written to about a deadline: whoever began and did not send, and all when it is moved."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from consultation import clock
from consultation.db import session, transaction
from consultation.jobs import sweep
from consultation.models import Extension, Mail, Person, Stakeholder, Submission
from consultation.operations.consultations.deadlines import extend
from consultation.operations.correspondence.reminders import (
    letters_due,
    letters_of,
    post_letters,
    reminders,
)
from tests import newcomers
from tests.conftest import NOW
from tests.operations.test_changing_a_submission import take_back
from tests.operations.test_deadlines import DAY, HOUR, run
from tests.operations.test_submissions import MOMENT, save, send


def before_closing(world, hours: float):
    return world.round.closes_at - timedelta(hours=hours)


@pytest.mark.parametrize(
    ("hours", "letters"), [(72.1, 0), (72, 1), (24.1, 1), (24, 1), (0.1, 1), (0, 0), (-1, 0)]
)
def test_who_began_and_did_not_send_is_reminded_in_the_last_three_days(world, hours, letters):
    """trust.md 30."""
    save(world)
    assert [letter.to for letter in reminders(before_closing(world, hours))] == [
        world.stakeholder.email
    ] * letters


def test_there_is_one_letter_for_the_last_three_days_and_one_for_the_last(world):
    save(world)
    keys = [
        letter.key
        for hours in (72, 50, 24.1, 24, 12, 1)
        for letter in reminders(before_closing(world, hours))
    ]
    assert len(keys) == 6
    assert len(set(keys)) == 2


def test_a_reminder_says_when_it_closes_and_what_happens_to_a_draft(world):
    save(world)
    (letter,) = reminders(before_closing(world, 20))
    assert "closes on 19 April 2027, 12:00 (Europe/Brussels time, UTC+2)" in letter.text
    assert "what is only saved is not counted" in letter.text
    assert "you can still read and download it" in letter.text
    assert "Keep it." not in letter.text


def test_nobody_is_reminded_of_what_is_sent_or_was_never_begun(world):
    assert reminders(before_closing(world, 20)) == []
    send(world, save(world).submission)
    assert reminders(before_closing(world, 20)) == []


def test_nobody_is_reminded_of_what_they_emptied_again(world):
    save(world)
    save(world, " \n", now=NOW + HOUR)
    assert reminders(before_closing(world, 20)) == []
    save(world, "Keep it.", now=NOW + 2 * HOUR)
    assert len(reminders(before_closing(world, 20))) == 1


def test_who_saved_anew_after_sending_is_reminded_and_told_what_counts(world):
    sent = send(world, save(world).submission)
    save(world, "Keep it longer.", now=NOW + HOUR)
    (changed,) = reminders(before_closing(world, 20))
    assert "have not sent the changes. What you sent before counts." in changed.text
    send(world, sent, key="again", now=NOW + 2 * HOUR)
    assert reminders(before_closing(world, 20)) == []


def test_who_withdrew_is_reminded_of_what_they_saved_since_and_of_nothing_else(world):
    sent = send(world, save(world).submission)
    take_back(world, sent, now=NOW + HOUR)
    assert reminders(before_closing(world, 20)) == []
    save(world, "Keep it longer.", now=NOW + 2 * HOUR)
    (letter,) = reminders(before_closing(world, 20))
    assert "have not sent the changes. Nothing of yours counts now." in letter.text


def test_an_extension_is_told_to_everybody_who_takes_part(world):
    was = world.round.closes_at
    run(extend, world, was + DAY)
    (extension,) = session.scalars(select(Extension)).all()
    letters = letters_of(extension)
    assert sorted(letter.to for letter in letters) == sorted(
        session.scalars(select(Person.email).join(Stakeholder, Stakeholder.person_id == Person.id))
    )
    assert len({letter.key for letter in letters}) == len(letters) == 2
    for words in ("20 April 2027, 12:00", "19 April 2027, 12:00", "The site was down."):
        assert all(words in letter.text for letter in letters)


def test_after_an_extension_people_are_reminded_of_the_new_deadline(world):
    save(world)
    a_day_before = before_closing(world, 20)
    (first,) = reminders(a_day_before)
    run(extend, world, world.round.closes_at + 10 * DAY)
    assert reminders(a_day_before) == []
    (second,) = reminders(a_day_before + 10 * DAY)
    assert first.key != second.key


def test_a_sweep_writes_reminders_and_the_newest_extension_until_it_is_over(world):
    save(world)
    was = world.round.closes_at
    run(extend, world, was + DAY)
    run(extend, world, was + 2 * DAY)
    newest = session.scalars(select(Extension).order_by(Extension.id.desc())).first()
    due = letters_due(was + 2 * DAY - HOUR)
    assert [letter.key.split(",")[0] for letter in due] == [
        f"extension {newest.id}", f"extension {newest.id}", "reminder 24 h",
    ]  # fmt: skip
    assert letters_due(was + 2 * DAY + MOMENT) == []


def test_each_sweep_posts_what_is_due_and_no_letter_twice(world, monkeypatch):
    save(world)
    now, round_id = before_closing(world, 20), world.round.id
    monkeypatch.setattr(clock, "now", lambda: now)
    for _ in range(2):
        sweep(timedelta(minutes=1))
    (mail,) = session.scalars(select(Mail))
    assert mail.to == "stakeholder@example.org"
    assert mail.path == f"/rounds/{round_id}/submission"


def add_colleague(world, submission: Submission) -> None:
    with transaction():
        newcomer = newcomers.colleague(
            stakeholder=session.get_one(Submission, submission.id).stakeholder,
            person=session.get_one(Person, world.outsider.id),
        )
        session.add(newcomer)


def test_colleagues_are_reminded_and_told_of_an_extension_each_by_a_letter_of_their_own(world):
    add_colleague(world, save(world).submission)
    letters = reminders(before_closing(world, 20))
    both = [world.stakeholder.email, world.outsider.email]
    assert sorted(letter.to for letter in letters) == sorted(both)
    assert len({letter.key for letter in letters}) == 2
    run(extend, world, world.round.closes_at + DAY)
    told = letters_of(session.scalars(select(Extension)).one())
    assert sorted(letter.to for letter in told) == sorted([*both, world.owner.email])
    assert len({letter.key for letter in told}) == 3


def test_what_is_in_the_outbox_already_is_asked_for_once_however_many_take_part(world):
    run(extend, world, world.round.closes_at + DAY)
    add_colleague(world, world.submission)
    with transaction():
        post_letters(NOW)
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if "FROM mail" in statement:
            asked.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    with transaction():
        post_letters(NOW)
    event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == 1
    assert len(session.scalars(select(Mail)).all()) == 3
