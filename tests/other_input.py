"""What came in otherwise, for tests that look at every page: a meeting, two entries, an answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from consultation import models
from consultation.db import session
from consultation.operations.contributions.answers import Writing
from consultation.operations.contributions.entering import (
    Arrival,
    begin_entry,
    enter_answer,
    receive,
)
from consultation.operations.contributions.meetings import MeetingNotes, PollLine, write_meeting
from consultation.operations.contributions.raised_points import RaisedPoint
from consultation.operations.contributions.senders import Sender, new_part
from consultation.operations.drafts.official_answers import Worded, add_official_answer
from tests import factories
from tests.factories import World


@dataclass(frozen=True)
class OtherInput:
    """The rows; `begun` has a `text` and a `paper` and no receipt yet, `received` has one."""

    meeting: models.Meeting
    answer: models.OfficialAnswer
    begun: models.Submission
    text: models.AnswerVersion
    paper: models.Paper
    received: models.Submission

    @property
    def numbers(self) -> dict[str, dict[str, Any]]:
        """What the routes call the rows, by endpoint; the empty name is for all."""
        begun = {"submission_id": self.begun.id}
        return {
            "": {"meeting_id": self.meeting.id, "official_answer_id": self.answer.id},
            "secretariat.read_entry": begun,
            "secretariat.correct_entry": begun | {"version_id": self.text.id},
            "secretariat.receive_entry": begun,
            "secretariat.attach_entered": begun,
            "secretariat.take_back_entry": {"submission_id": self.received.id},
            "secretariat.check_entered": {"paper_id": self.paper.id},
        }


def other_input(world: World, *, now: datetime, **paper: Any) -> OtherInput:
    """A meeting and an official answer that are not published, and two entries."""
    by: dict[str, Any] = {"by": world.secretariat, "now": now}
    notes = MeetingNotes(
        kind=models.MeetingKind.WORKSHOP,
        title="Records in practice",
        held_at=now - timedelta(days=2),
        place="Brussels",
        groups=[world.group],
        attendance={"civil society": 12},
        agenda="1. Records",
        minutes="We spoke about the *record*.",
        polls=[PollLine("Ready?", [("Yes", 4), ("No", 3)], answered=7, present=12)],
        points=[RaisedPoint(world.draft, "It is long.", "industry", said_by="Ida Berg")],
    )
    begun, text = _entry(world, "Ana Lopes", by)
    received, _ = _entry(world, "Ben Ames", by)
    receive(received, **by)
    kept = factories.paper(world, submission=begun, entered=True, **paper)
    session.add(kept)
    session.flush()
    return OtherInput(
        meeting=write_meeting(world.round, notes, **by),
        answer=add_official_answer(
            world.consultation, Worded("Does it cover tea?", "It does."), **by
        ),
        begun=begun,
        text=text,
        paper=kept,
        received=received,
    )


def _entry(
    world: World, name: str, by: dict[str, Any]
) -> tuple[models.Submission, models.AnswerVersion]:
    part = new_part(world.round, Sender("", name, "researcher"), **by)
    entry = begin_entry(world.round, part, Arrival(models.Source.PAPER, by["now"]), **by)
    return entry, enter_answer(entry, world.draft, Writing("It is long."), **by)
