"""Rounds as they are planned, each with what is to be thought of before it opens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from consultation.models import Consultation, Round

WEEKEND = {5: "a Saturday", 6: "a Sunday"}
OFF = {(12, 24), (12, 25), (12, 26), (12, 31), (1, 1)}
"""Days around the end of a year on which few offices are open."""


@dataclass(frozen=True)
class PlannedRound:
    """A round, and the sentences that caution about its dates."""

    round: Round
    cautions: tuple[str, ...]


def planned_rounds(consultation: Consultation) -> list[PlannedRound]:
    """Every round of a consultation, in order."""
    return [PlannedRound(each, cautions_on(each)) for each in consultation.rounds]


def cautions_on(round_: Round) -> tuple[str, ...]:
    """What the dates of a round are likely to be criticised for."""
    return tuple(_cautions(round_))


def _cautions(round_: Round) -> Iterator[str]:
    zone = round_.consultation.zone
    opens, closes = (each.astimezone(zone).date() for each in (round_.opens_at, round_.closes_at))
    if closes.weekday() in WEEKEND:
        yield f"It closes on {WEEKEND[closes.weekday()]}, when few can ask for help."
    if (closes.month, closes.day) in OFF:
        yield f"It closes on {closes:%-d %B}, when few are at work."
    elif any(opens <= date(year, 12, 25) <= closes for year in (opens.year, closes.year)):
        yield "It runs over the end of the year: some ten of its days are holidays for many."
