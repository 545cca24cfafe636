"""The dates of rounds as a calendar that people subscribe to (RFC 5545)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from consultation.models import Round

READ_AGAIN = timedelta(hours=1)
"""How long a calendar program may keep what it read."""


def render_calendar(
    rounds: Sequence[Round], *, name: str, host: str, address: Callable[[Round], str]
) -> bytes:
    """The opening and the closing of each round, an instant in UTC.

    `host` names the instance in the events' identities, which never change; an extension raises
    their SEQUENCE, so that a calendar moves the event it has. The same rounds give the same bytes.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Plenary//Rounds//EN")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", READ_AGAIN, parameters={"value": "DURATION"})
    for round_ in rounds:
        for event in _events(round_, host, address(round_)):
            calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _events(round_: Round, host: str, address: str) -> Iterator[Event]:
    for name, verb, at in (
        ("opening", "opens", round_.opens_at),
        ("closing", "closes", round_.closes_at),
    ):
        event = Event()
        event.add("uid", f"round-{round_.id}-{name}@{host}")
        event.add("sequence", len(round_.extensions))
        event.add("dtstamp", _changed_at(round_).replace(microsecond=0))
        event.add("dtstart", at.astimezone(UTC).replace(microsecond=0))
        event.add("summary", f"{round_.consultation.title}: {round_.title} {verb}")
        event.add("description", _description(round_, verb, at))
        event.add("url", address)
        event.add("transp", "TRANSPARENT")
        yield event


def _changed_at(round_: Round) -> datetime:
    changed = round_.extensions[-1].at if round_.extensions else round_.opens_at
    return changed.astimezone(UTC)


def _description(round_: Round, verb: str, at: datetime) -> str:
    lines = [f"{round_.title} {verb} on {round_.exactly(at)}."]
    if verb == "closes":
        lines += [
            f"Extended from {round_.exactly(each.was)} because: {each.reason}"
            for each in round_.extensions
        ]
    return "\n".join(lines)
