"""What was told as the outcome of a round stands until a chair reopens it, whatever comes in."""

from datetime import timedelta

import pytest

from consultation import models
from consultation.db import session, transaction
from consultation.errors import NotAllowedYet
from consultation.imports.answers import read_answers
from consultation.imports.columns import match_columns
from consultation.imports.rows import Row, Table
from consultation.models import MeetingKind, Source
from consultation.operations.accounts.correcting import Identity, correct
from consultation.operations.consultations.deadlines import publish_outcomes
from consultation.operations.contributions.answers import Writing
from consultation.operations.contributions.entering import (
    Arrival,
    begin_entry,
    enter_answer,
    receive,
    take_back_entry,
)
from consultation.operations.contributions.meetings import (
    MeetingNotes,
    rewrite_meeting,
    write_meeting,
)
from consultation.operations.contributions.raised_points import RaisedPoint
from consultation.operations.contributions.senders import Sender, new_part
from consultation.operations.contributions.taking_rows import take_batch
from consultation.operations.plenary import signing
from consultation.operations.plenary.summaries import write_summary
from consultation.queries.contributions.meetings import answers_said_in
from consultation.queries.drafts.places import places_in
from consultation.queries.plenary.signing import stands, state_hash
from tests import factories
from tests.conftest import NOW

CLOSED = NOW + timedelta(days=8)
IN_TIME = NOW + timedelta(days=6)


class Told:
    """The world's question signed and its outcome published, with what came in otherwise."""

    def __init__(self, world) -> None:
        self.world = world
        self.begun, self.received = entered(world, "Ana Lopes"), entered(world, "Ben Ames")
        with transaction():
            receive(self.get(self.received), by=world.secretariat, now=NOW)
            self.meeting = write_meeting(
                self.get(world.round), notes(world), by=world.secretariat, now=NOW
            )
            (said,) = answers_said_in(self.meeting)
            theme = self.get(world.theme)
            session.add(models.Placement(point=factories.point(said), theme=theme))
            question, chair = self.get(world.question), self.get(world.chair)
            write_summary(question, text="Most agree.", seen=0, author=chair, now=NOW)
        self.sign()
        with transaction():
            publish_outcomes(self.get(world.round), by=world.secretariat, now=CLOSED)

    def get(self, row):
        return session.get_one(type(row), row.id)

    def sign(self) -> None:
        with transaction():
            question, chair = self.get(self.world.question), self.get(self.world.chair)
            signing.sign_off(question, chair=chair, seen=state_hash(question), now=CLOSED)

    def reopen(self) -> None:
        with transaction():
            question, chair = self.get(self.world.question), self.get(self.world.chair)
            signing.reopen(question, reason="More came in.", by=chair, now=CLOSED)


def entered(world, name: str) -> models.Submission:
    with transaction():
        by = {"by": world.secretariat, "now": NOW}
        part = new_part(world.round, Sender("", name, "researcher"), **by)
        entry = begin_entry(world.round, part, Arrival(Source.PAPER, NOW), **by)
        enter_answer(entry, world.question, Writing(text="Say by when."), **by)
        return entry


def notes(world, **changed) -> MeetingNotes:
    given = {"category": "industry", "said_by": "Ida Berg"} | changed
    return MeetingNotes(
        kind=MeetingKind.WORKSHOP, title="Records", held_at=NOW,
        points=[RaisedPoint(world.question, "It is too long.", **given)],
    )  # fmt: skip


def rewrites(told, **changed) -> None:
    meeting = told.get(told.meeting)
    (said,) = answers_said_in(meeting)
    new = notes(told.world, answer_id=said.id, **changed)
    rewrite_meeting(meeting, new, seen=meeting.version, by=told.world.secretariat, now=CLOSED)


def imports(told) -> None:
    world = told.world
    columns = ("id", "respondent", "category", "question", "answer")
    row = Row(2, ("7", "F1", "NGO", world.question.text, "All of them."))
    batch = read_answers(Table(columns, (row,)), match_columns(columns, {}), by_id=True)
    placed = {each.question: places_in(world.draft).worded(each.question) for each in batch.answers}
    arrival = Arrival(Source.TABLE, IN_TIME)
    take_batch(batch, told.get(world.round), placed, arrival, by=world.secretariat, now=CLOSED)


def corrects(told, **said) -> None:
    part = told.get(told.world.submission).stakeholder
    same = {
        "organisation": "Kettle Works", "name": part.name, "category": part.category,
        "country": part.country,
    }  # fmt: skip
    correct(part, Identity(**same | said), reason="A slip.", by=told.world.secretariat, now=CLOSED)


ACTS = {
    "a meeting": lambda told: write_meeting(
        told.get(told.world.round), notes(told.world), by=told.world.secretariat, now=CLOSED
    ),
    "the kind of who spoke": lambda told: rewrites(told, category="civil society"),
    "an entry": lambda told: receive(told.get(told.begun), by=told.world.secretariat, now=CLOSED),
    "an entry taken back": lambda told: take_back_entry(
        told.get(told.received), reason="Not theirs.", by=told.world.secretariat, now=CLOSED
    ),
    "a table": imports,
    "a kind corrected": lambda told: corrects(told, category="industry"),
}


@pytest.fixture
def told(world) -> Told:
    return Told(world)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_what_would_change_a_told_outcome_is_refused_until_a_chair_reopens_it(told, act):
    with (
        pytest.raises(NotAllowedYet, match=r"Q01 is signed off.* Ask Chair to reopen it"),
        transaction(),
    ):
        act(told)
    assert stands(told.get(told.world.question))
    told.reopen()
    with transaction():
        act(told)
    told.sign()
    assert stands(told.get(told.world.question))


@pytest.mark.parametrize(
    "act",
    [lambda told: rewrites(told, said_by=""), lambda told: corrects(told, name="Owner Jones")],
    ids=["who spoke", "who wrote"],
)
def test_a_name_is_corrected_under_a_told_outcome_for_no_name_is_signed(told, act):
    with transaction():
        act(told)
    assert stands(told.get(told.world.question))
