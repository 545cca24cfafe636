"""Writing a meeting down, publishing what was written, and correcting what was published."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from consultation.db import locked, session
from consultation.errors import RuleError, StaleEdit
from consultation.models import (
    Meeting,
    MeetingCorrection,
    MeetingKind,
    Person,
    Poll,
    Round,
    WorkingGroup,
)
from consultation.operations.audit import record
from consultation.operations.contributions.raised_points import RaisedPoint, keep_points
from consultation.operations.desk.themes import owed
from consultation.queries.contributions.meetings import answers_said_in, raised_in

_PARTS = {
    "kind": "what sort of meeting it was",
    "title": "its title",
    "held_at": "when it was",
    "place": "where it was",
    "groups": "its working groups",
    "attendance": "who was there",
    "agenda": "the agenda",
    "minutes": "the minutes",
    "polls": "the polls",
    "points": "the points raised",
}
"""What is read of a meeting, by what the parts are called to whoever publishes it."""


@dataclass(frozen=True)
class PollLine:
    """A poll as it is written down; see `Poll`."""

    question: str
    options: list[tuple[str, int]]
    answered: int
    present: int | None = None
    takes_several: bool = False


@dataclass(frozen=True)
class MeetingNotes:
    """Everything that is written down of a meeting; see `Meeting`."""

    kind: MeetingKind
    title: str
    held_at: datetime
    place: str = ""
    groups: Sequence[WorkingGroup] = ()
    attendance: dict[str, int] = field(default_factory=dict)
    agenda: str = ""
    minutes: str = ""
    polls: Sequence[PollLine] = ()
    points: Sequence[RaisedPoint] = ()


def write_meeting(round_: Round, notes: MeetingNotes, *, by: Person, now: datetime) -> Meeting:
    """Write a meeting of a round down; what was said in it counts from now on."""
    locked(round_)
    meeting = Meeting(round=round_, written_by=by)
    session.add(meeting)
    _write(meeting, notes)
    session.flush()
    figures = keep_points(meeting, notes.points, by=by, now=now)
    record("write down a meeting", meeting, person=by, now=now, after=_logged(meeting, figures))
    return meeting


def rewrite_meeting(
    meeting: Meeting, notes: MeetingNotes, *, seen: int, by: Person, now: datetime
) -> None:
    """Write a meeting down anew, as long as it is not published.

    Raises StaleEdit where somebody saved it since the version that was `seen`.
    """
    locked(meeting.round)
    locked(meeting)
    meeting.ensure_unpublished()
    meeting.ensure_version(seen)
    before = _logged(meeting, {})
    _write(meeting, notes)
    session.flush()
    figures = keep_points(meeting, notes.points, by=by, now=now)
    record(
        "rewrite a meeting", meeting, person=by, now=now,
        before=before, after=_logged(meeting, figures),
    )  # fmt: skip


def correct_meeting(
    meeting: Meeting, notes: MeetingNotes, *, reason: str, seen: int, by: Person, now: datetime
) -> None:
    """Put right what is published of a meeting, with the reason; what stood there stays to be read.

    Raises StaleEdit where somebody saved it since the version that was `seen`, NotAllowedYet while
    it is not published, RuleError without a reason and where nothing is changed.
    """
    locked(meeting.round)
    locked(meeting)
    meeting.ensure_published()
    meeting.ensure_version(seen)
    reason = owed(reason)
    stood, before = as_it_stands(meeting), _logged(meeting, {})
    _write(meeting, notes)
    session.flush()
    figures = keep_points(meeting, notes.points, by=by, now=now)
    if as_it_stands(meeting) == stood and not any(figures.values()):
        raise RuleError("Nothing is changed. Put right what is wrong, or go back without saving.")
    session.add(MeetingCorrection(meeting=meeting, was=stood, reason=reason, by=by, at=now))
    session.flush()
    record(
        "correct a meeting", meeting, person=by, now=now, reason=reason,
        before=before, after=_logged(meeting, figures),
    )  # fmt: skip


def as_it_stands(meeting: Meeting) -> dict[str, Any]:
    """What a meeting holds, as plain values; see `MeetingCorrection`."""
    return {
        **{name: getattr(meeting, name) for name in ("title", "place", "agenda", "minutes")},
        "kind": str(meeting.kind),
        "held_at": meeting.held_at.isoformat(),
        "groups": [[group.code, group.name] for group in meeting.groups],
        "attendance": dict(meeting.attendance),
        "polls": [_columns(poll) for poll in meeting.polls],
        "points": [
            [answer.id, answer.submission.stakeholder.category]
            for answer in answers_said_in(meeting)
        ],
    }


def publish_meeting(meeting: Meeting, *, seen: str, by: Person, now: datetime) -> None:
    """Let a meeting be read by whoever may read the consultation; from now on it is corrected.

    Raises StaleEdit, which names what was changed, where it is not what was `seen`.
    """
    locked(meeting.round)
    locked(meeting)
    meeting.ensure_unpublished()
    changed = _changed_since(meeting, seen)
    if changed:
        raise StaleEdit(
            f"Somebody saved this meeting meanwhile and changed {', '.join(changed)}. Read it "
            "once more as it stands below, then publish it."
        )
    meeting.published_at = now
    record("publish a meeting", meeting, person=by, now=now, after={"at": now.isoformat()})


def seen_of(meeting: Meeting) -> str:
    """What stands for a meeting as somebody read it: a mark of each of its parts."""
    stands = as_it_stands(meeting) | {
        "points": [[line.answer.id, line.category, line.said_by] for line in raised_in(meeting)]
    }
    return " ".join(_mark(stands[part]) for part in _PARTS)


def _mark(part: Any) -> str:
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:16]


def _changed_since(meeting: Meeting, seen: str) -> list[str]:
    """The parts, by their names, that are not as they were seen."""
    then, now = seen.split(" "), seen_of(meeting).split(" ")
    return [
        name for name, was, mark in zip_longest(_PARTS.values(), then, now) if name and was != mark
    ]


def _write(meeting: Meeting, notes: MeetingNotes) -> None:
    for name in ("kind", "title", "held_at", "place", "agenda", "minutes"):
        setattr(meeting, name, getattr(notes, name))
    meeting.attendance = dict(notes.attendance)
    meeting.groups = list(notes.groups)
    # A save that changed nothing but a poll or a point is one more version too.
    flag_modified(meeting, "attendance")
    written = [_columns(poll) for poll in meeting.polls]
    if written != (polls := [_of(line) for line in notes.polls]):
        meeting.polls = [Poll(**columns) for columns in polls]


_POLL = ("question", "options", "takes_several", "answered", "present")


def _columns(poll: Poll) -> dict[str, Any]:
    return {name: getattr(poll, name) for name in _POLL}


def _of(line: PollLine) -> dict[str, Any]:
    columns = {name: getattr(line, name) for name in _POLL}
    return columns | {"options": [[words, count] for words, count in line.options]}


def _logged(meeting: Meeting, points: dict[str, int]) -> dict[str, Any]:
    """Which meeting it is, in figures: a title or minutes may hold names, and the log is kept."""
    return {
        "kind": str(meeting.kind),
        "held_at": meeting.held_at.isoformat(),
        "present": meeting.present,
        "polls": len(meeting.polls),
        **({"points": points} if points else {}),
    }
