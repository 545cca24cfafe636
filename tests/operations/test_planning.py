"""Rounds are planned, and moved as long as they have not opened; what was announced stays."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from consultation.db import session
from consultation.errors import RuleError
from consultation.models import AuditEntry, Mail, Rescheduling
from consultation.operations.consultations.planning import Window, plan_round, reschedule
from consultation.operations.correspondence.reminders import letters_due, post_letters
from consultation.queries.consultations.planned import cautions_on
from tests import factories, setting_up
from tests.conftest import NOW

BRUSSELS = ZoneInfo("Europe/Brussels")
OPENS = datetime(2027, 6, 1, 9, 0, tzinfo=BRUSSELS)
DAY = timedelta(days=1)


def window(days: int, because: str = "") -> Window:
    return Window(OPENS, OPENS + days * DAY, because)


@pytest.fixture
def planned(world):
    world.consultation.usual_days = 28
    round_ = setting_up.planned_round(world)
    session.add(round_)
    session.flush()
    return round_


def plan(world, given: Window, number: int = 2):
    return plan_round(world.consultation, number, "", given, by=world.secretariat, now=NOW)


def test_a_round_is_planned_and_logged_with_its_dates(world):
    round_ = plan(world, window(28))
    assert (round_.title, round_.days) == ("Round 2", 28)
    assert round_ in world.consultation.rounds
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.after["opens_at"] == round_.opens_at.isoformat()


@pytest.mark.parametrize(
    ("days", "because", "kept"),
    [(28, "", ""), (40, "No matter.", ""), (27, "The law sets a date.", "The law sets a date.")],
)
def test_a_window_shorter_than_usual_has_its_reason_and_no_other_has_one(
    world, days, because, kept
):
    world.consultation.usual_days = 28
    assert plan(world, window(days, because)).shorter_because == kept


def test_a_window_shorter_than_usual_is_refused_without_a_reason(world):
    world.consultation.usual_days = 28
    with pytest.raises(RuleError, match="27 days are fewer than the 28 that are usual here"):
        plan(world, window(27, " "))


def test_days_are_those_of_the_consultations_own_calendar(world):
    """Closing at one minute to midnight is the same day, and summer time takes none away."""
    closes = datetime(2027, 6, 15, 23, 59, tzinfo=BRUSSELS)
    assert plan(world, Window(OPENS, closes)).days == 14
    spring = datetime(2027, 3, 20, 9, 0, tzinfo=BRUSSELS)
    round_ = factories.round_(
        opens_at=spring,
        closes_at=datetime(2027, 4, 3, 8, 0, tzinfo=BRUSSELS),
    )  # fmt: skip
    assert round_.days == 14


@pytest.mark.parametrize(
    ("opens", "closes", "why"),
    [
        (OPENS, OPENS, "closes after it opens"),
        (OPENS, OPENS - DAY, "closes after it opens"),
        (NOW - 9 * DAY, NOW - DAY, "has passed"),
    ],
)
def test_dates_that_cannot_be_are_refused(world, opens, closes, why):
    with pytest.raises(RuleError, match=why):
        plan(world, Window(opens, closes))


def test_two_rounds_have_no_number_in_common(world):
    with pytest.raises(RuleError, match="round 1 already"):
        plan(world, window(28), number=1)


def test_a_round_that_has_not_opened_is_moved_and_both_dates_stay(world, planned):
    was = (planned.opens_at, planned.closes_at)
    by = world.secretariat
    reschedule(planned, window(30), reason="The draft is late.", by=by, now=NOW)
    session.flush()
    (kept,) = session.scalars(select(Rescheduling)).all()
    assert (kept.opened_at, kept.closed_at, kept.reason) == (*was, "The draft is late.")
    assert (planned.opens_at, planned.closes_at) == (OPENS, OPENS + 30 * DAY)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.before["opens_at"] == was[0].isoformat()


@pytest.mark.parametrize("since", [timedelta(0), DAY])
def test_a_round_that_has_opened_is_never_moved(world, planned, since):
    with pytest.raises(RuleError, match="can only be extended"):
        reschedule(
            planned, window(30), reason="Late.", by=world.secretariat, now=planned.opens_at + since
        )


def test_moving_owes_a_reason(world, planned):
    with pytest.raises(RuleError, match="Write the reason"):
        reschedule(planned, window(30), reason=" ", by=world.secretariat, now=NOW)


def test_a_refused_move_leaves_the_dates_as_they_are(world, planned):
    was = (planned.opens_at, planned.closes_at)
    with pytest.raises(RuleError):
        reschedule(planned, window(3), reason="Late.", by=world.secretariat, now=NOW)
    assert (planned.opens_at, planned.closes_at) == was


@pytest.mark.parametrize(
    ("opens", "closes", "said"),
    [
        ("2027-06-01", "2027-06-25", []),
        ("2027-06-01", "2027-06-26", ["a Saturday"]),
        ("2027-06-01", "2027-06-27", ["a Sunday"]),
        ("2027-12-10", "2028-01-10", ["end of the year"]),
        ("2027-12-01", "2027-12-24", ["24 December"]),
        ("2027-12-01", "2027-12-25", ["a Saturday", "25 December"]),
    ],
)
def test_weekends_and_the_end_of_the_year_are_cautioned_about(opens, closes, said):
    opens, closes = (
        datetime.fromisoformat(day).replace(hour=23, tzinfo=BRUSSELS) for day in (opens, closes)
    )
    cautions = cautions_on(factories.round_(opens_at=opens, closes_at=closes))
    assert len(cautions) == len(said)
    assert all(words in caution for words, caution in zip(said, cautions, strict=True))


def test_everybody_who_takes_part_is_told_once_that_a_round_has_other_dates(world, planned):
    moves = [Window(OPENS + n * DAY, OPENS + (n + 30) * DAY) for n in (1, 2)]
    for to in moves:
        reschedule(planned, to, reason="The text is late.", by=world.secretariat, now=NOW)
        session.flush()
        for _ in range(2):
            post_letters(NOW)
    mails = session.scalars(select(Mail).order_by(Mail.id)).all()
    both = {world.stakeholder.email, world.owner.email}
    assert [{mail.to for mail in pair} for pair in (mails[:2], mails[2:])] == [both, both]
    for words in ("now opens on 3 June 2027, 09:00", "was to open on 2 June 2027", "text is late"):
        assert all(words in mail.text for mail in mails[2:])
    assert letters_due(moves[-1].closes_at) == []
