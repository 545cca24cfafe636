"""The demonstration's meetings: who was there, what was said, and what was asked of all."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from consultation.db import session
from consultation.models import (
    MeetingKind,
    Person,
    Position,
    Round,
    WorkingGroup,
)
from consultation.operations.contributions.meetings import (
    MeetingNotes,
    PollLine,
    publish_meeting,
    seen_of,
    write_meeting,
)
from consultation.operations.contributions.raised_points import RaisedPoint
from consultation.queries.contributions.submissions import questions_in

WRITTEN = timedelta(hours=4)
"""How long after a meeting what was said in it is written down and published."""


def hold_meetings(round_: Round, told: Sequence[Mapping[str, Any]], *, by: Person) -> None:
    """Write down and publish the meetings of a round."""
    for source in told:
        if source["round"] == round_.number:
            held_at = round_.opens_at + timedelta(days=source["after_days"], hours=2)
            now = held_at + WRITTEN
            meeting = write_meeting(round_, _notes(round_, source, held_at), by=by, now=now)
            publish_meeting(meeting, seen=seen_of(meeting), by=by, now=now)


def _notes(round_: Round, source: Mapping[str, Any], held_at: datetime) -> MeetingNotes:
    groups = session.scalars(
        select(WorkingGroup).where(
            WorkingGroup.consultation == round_.consultation,
            WorkingGroup.code.in_(source["groups"]),
        )
    ).all()
    asked = {question.number: question for question in questions_in(round_)}
    return MeetingNotes(
        kind=MeetingKind(source["kind"]),
        title=source["title"],
        held_at=held_at,
        place=source["place"],
        groups=groups,
        attendance=source["attendance"],
        agenda=source["agenda"],
        minutes=source["minutes"],
        polls=[PollLine(**poll) for poll in source["polls"]],
        points=[
            RaisedPoint(
                asked[point["question"]],
                point["text"],
                point["category"],
                position=Position(point["position"]),
            )
            for point in source.get("points", ())
        ],
    )
