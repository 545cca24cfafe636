"""A deadline is only ever moved later, with a reason; what is late is taken where that is said."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import RoundClosed, RuleError
from consultation.models import AuditEntry, Extension, Job, Person, Round, Submission
from consultation.operations.consultations.deadlines import allow_late, extend, publish
from tests.conftest import NOW
from tests.operations.test_changing_a_submission import texts
from tests.operations.test_submissions import MOMENT, save, send

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def run(act, world, *given, reason="The site was down.", now=NOW):
    """Let the secretariat do something to the round of the world."""
    with transaction():
        by = session.get_one(Person, world.secretariat.id)
        act(session.get_one(Round, world.round.id), *given, reason=reason, by=by, now=now)


def publish_round(world, now):
    with transaction():
        by = session.get_one(Person, world.secretariat.id)
        publish(session.get_one(Round, world.round.id), by=by, now=now)


def last_entry() -> AuditEntry:
    return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()


def test_an_extension_moves_the_deadline_and_says_from_when_and_why(world):
    was = world.round.closes_at
    run(extend, world, was + DAY)
    (extension,) = session.scalars(select(Extension)).all()
    assert (extension.was, extension.closes_at) == (was, was + DAY)
    assert (extension.reason, extension.by_id, extension.at) == (
        "The site was down.", world.secretariat.id, NOW,
    )  # fmt: skip
    assert session.get_one(Round, world.round.id).is_open(was + DAY)


def test_an_extension_is_logged_with_both_deadlines_and_its_reason(world):
    """trust.md 29."""
    was = world.round.closes_at
    run(extend, world, was + DAY)
    entry = last_entry()
    assert (entry.action, entry.subject_id, entry.reason) == (
        "extend", world.round.id, "The site was down.",
    )  # fmt: skip
    assert entry.before["closes_at"] == was.isoformat()
    assert entry.after["closes_at"] == (was + DAY).isoformat()


@pytest.mark.parametrize("shift", [timedelta(0), -MOMENT, -DAY])
def test_a_deadline_is_never_shortened(world, shift):
    """trust.md 29: not by two people either; nothing that was announced is cut."""
    was = world.round.closes_at
    with pytest.raises(RuleError, match="only be moved to a later time"):
        run(extend, world, was + shift)
    assert session.get_one(Round, world.round.id).closes_at == was
    assert session.scalars(select(Extension)).all() == []


def test_a_closed_round_is_not_extended_to_a_time_that_has_passed(world):
    now = world.round.closes_at + DAY
    for closes_at in (now - HOUR, now):
        with pytest.raises(RuleError, match="that has not passed"):
            run(extend, world, closes_at, now=now)


@pytest.mark.parametrize("act", [extend, allow_late])
def test_moving_a_deadline_needs_a_reason(world, act):
    with pytest.raises(RuleError, match="Write the reason"):
        run(act, world, world.round.closes_at + DAY, reason=" \n")


def test_a_closed_round_that_is_extended_takes_submissions_again(world):
    now = world.round.closes_at + HOUR
    with pytest.raises(RoundClosed):
        save(world, now=now)
    run(extend, world, now + DAY, now=now)
    sent = send(world, save(world, "In time after all.", now=now).submission, now=now)
    assert not sent.is_late
    assert "In time after all." in texts(world.question)


def late_submission(world) -> Submission:
    run(allow_late, world, world.round.closes_at + 2 * DAY)
    late = world.round.closes_at + HOUR
    return send(world, save(world, "An hour late.", now=late).submission, now=late)


def test_who_is_in_time_by_an_extension_leaves_the_late_list_and_is_read(world):
    sent = late_submission(world)
    assert "An hour late." not in texts(world.question)
    session.query(Job).delete()
    session.commit()
    run(extend, world, world.round.closes_at + DAY, now=world.round.closes_at + 2 * HOUR)
    assert not session.get_one(Submission, sent.id).is_late
    assert "An hour late." in texts(world.question)
    waiting = session.scalars(select(Job.question_id).where(Job.state == "waiting")).all()
    assert waiting == [world.question.id]
    assert last_entry().after["in time now"] == [sent.number]


def test_an_extension_past_the_late_list_ends_it(world):
    late_until = world.round.closes_at + 2 * DAY
    run(allow_late, world, late_until)
    run(extend, world, late_until - HOUR)
    assert session.get_one(Round, world.round.id).late_until == late_until
    run(extend, world, late_until)
    assert session.get_one(Round, world.round.id).late_until is None


def test_late_submissions_are_allowed_until_a_time_with_a_reason_in_the_log(world):
    sent = late_submission(world)
    assert sent.is_late
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "allow late submissions")
    ).one()
    assert entry.reason == "The site was down."


@pytest.mark.parametrize("shift", [timedelta(0), -HOUR])
def test_late_is_after_the_deadline(world, shift):
    with pytest.raises(RuleError, match="Late is what comes after the deadline"):
        run(allow_late, world, world.round.closes_at + shift)


def test_contributions_are_published_once_and_never_while_anybody_can_send(world):
    closes = world.round.closes_at
    run(allow_late, world, closes + DAY)
    for now in (closes, closes + DAY):
        with pytest.raises(RuleError, match="still takes submissions"):
            publish_round(world, now)
    publish_round(world, closes + DAY + MOMENT)
    assert session.get_one(Round, world.round.id).published_at == closes + DAY + MOMENT
    assert (last_entry().action, last_entry().person_id) == (
        "publish contributions", world.secretariat.id,
    )  # fmt: skip
    with pytest.raises(RuleError, match="were published on"):
        publish_round(world, closes + 2 * DAY)


@pytest.mark.parametrize("act", [extend, allow_late])
def test_once_contributions_are_published_a_round_takes_no_more(world, act):
    """Whoever sent then would answer what others wrote, and be published unasked."""
    closes = world.round.closes_at
    publish_round(world, closes + MOMENT)
    with pytest.raises(RuleError, match="so that nobody answers what others wrote"):
        run(act, world, closes + DAY, now=closes + HOUR)
    round_ = session.get_one(Round, world.round.id)
    assert (round_.closes_at, round_.late_until) == (closes, None)
    assert round_.is_published(closes + HOUR)
