"""A round is open within its window, its last instant included; its times are the zone's own."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta, timezone

import pytest

from consultation.errors import RoundClosed
from tests import factories

OPENS = datetime(2027, 4, 5, 7, 0, tzinfo=UTC)
CLOSES = datetime(2027, 4, 30, 21, 59, 59, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
KIRITIMATI, NIUE = timezone(timedelta(hours=14)), timezone(timedelta(hours=-11))


def round_(**given):
    return factories.round_(**{"opens_at": OPENS, "closes_at": CLOSES} | given)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (OPENS - MOMENT, False),
        (OPENS, True),
        (OPENS + MOMENT, True),
        (CLOSES - MOMENT, True),
        (CLOSES, True),
        (CLOSES + MOMENT, False),
        (CLOSES.astimezone(KIRITIMATI), True),
        ((CLOSES + MOMENT).astimezone(NIUE), False),
    ],
)
def test_is_open_from_its_first_instant_to_its_last_wherever_the_clock_hangs(now, is_open):
    assert round_().is_open(now) is is_open
    with nullcontext() if is_open else pytest.raises(RoundClosed):
        round_().ensure_open(now)


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (
            OPENS - MOMENT,
            r"opens on 5 April 2027, 09:00 \(Europe/Brussels time, UTC\+2\)\. Come back",
        ),
        (CLOSES + MOMENT, r"closed on 30 April 2027, 23:59 \(Europe/Brussels time, UTC\+2\)\. "),
    ],
)
def test_a_refusal_says_when_in_the_consultations_own_zone(now, sentence):
    with pytest.raises(RoundClosed, match=sentence):
        round_().ensure_open(now)


@pytest.mark.parametrize(
    ("zone", "moment", "words"),
    [
        # The hour that a summer's end repeats, before and after the clock is set back.
        ("Europe/Brussels", datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "31 October 2027, 02:30"),
        ("Europe/Brussels", datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "31 October 2027, 02:30"),
        ("Europe/Brussels", datetime(2027, 10, 31, 2, 30, tzinfo=UTC), "31 October 2027, 03:30"),
        # The hour that a summer's beginning leaves out.
        ("Europe/Brussels", datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "28 March 2027, 03:00"),
        ("America/New_York", datetime(2027, 1, 1, 4, 59, tzinfo=UTC), "31 December 2026, 23:59"),
        ("Pacific/Apia", datetime(2028, 2, 28, 12, 0, tzinfo=UTC), "29 February 2028, 01:00"),
    ],
)
def test_times_are_told_in_the_consultations_zone(zone, moment, words):
    told = round_(consultation=factories.consultation(time_zone=zone)).local(moment)
    assert told == f"{words} ({zone.replace('_', ' ')} time)"
