"""Whoever changes what is told waits for a job before the log, as the worker that ends it does."""

from collections.abc import Callable
from threading import Event
from time import sleep

import pytest
from sqlalchemy import select

from consultation.db import locked, session, transaction
from consultation.models import (
    Answer,
    Consultation,
    Edition,
    Job,
    JobState,
    OpenQuestion,
    Person,
    Publication,
    Redaction,
    Removal,
    Round,
    Submission,
)
from consultation.models.moderation import SealedField
from consultation.operations.audit import record
from consultation.operations.contributions.joining import choose_publication, notice_hash
from consultation.operations.contributions.submissions import withdraw
from consultation.operations.grouping.fineness import choose_fineness
from consultation.operations.privacy.redacting import Span, decide, lift
from consultation.operations.privacy.removing import confirm_removal, end_removal
from consultation.queries.privacy.moderation import removal_seen
from tests import factories
from tests.conftest import NOW
from tests.factories import World
from tests.operations.test_leading import at_the_same_time


def removes(world) -> None:
    removal = session.scalars(select(Removal)).one()
    by = session.get_one(Person, world.chair.id)
    confirm_removal(removal, seen=removal_seen(removal), by=by, now=NOW)


def takes_back(world) -> None:
    removal = session.scalars(select(Removal)).one()
    end_removal(removal, because="No.", by=session.get_one(Person, world.chair.id), now=NOW)


def redacts(world) -> None:
    version = session.get_one(Answer, world.point.answer_id).version
    by = session.get_one(Person, world.secretariat.id)
    span = Span(SealedField.TEXT, 0, 5)
    decide(version, span, stays=False, reason="By rule 1.", by=by, now=NOW)


def lifts(world) -> None:
    by = session.get_one(Person, world.secretariat.id)
    lift(session.scalars(select(Redaction)).one(), because="It may stay.", by=by, now=NOW)


def is_named_otherwise(world) -> None:
    submission = session.get_one(Submission, world.submission.id)
    author, agreed = (
        session.get_one(Person, world.owner.id),
        notice_hash(session.get_one(Consultation, world.consultation.id)),
    )
    choose_publication(submission, Publication.ANONYMOUS, author=author, agreed_to=agreed, now=NOW)


def takes_all_back(world) -> None:
    submission = session.get_one(Submission, world.submission.id)
    withdraw(submission, author=session.get_one(Person, world.owner.id), key="c" * 32, now=NOW)


def chooses_fineness(world) -> None:
    question = session.get_one(OpenQuestion, world.question.id)
    choose_fineness(question, 7, by=session.get_one(Person, world.chair.id), now=NOW)


ACTS = [removes, takes_back, redacts, lifts, is_named_otherwise, takes_all_back, chooses_fineness]


def of_an_edition(job: Job) -> bool:
    return job.edition_id is not None


@pytest.fixture
def world(database) -> World:
    """Its rows' own columns stay readable in every thread."""
    made = factories.world()
    for row in vars(made).values():
        session.refresh(row)
    session.remove()
    return made


@pytest.fixture
def jobs(world) -> list[int]:
    """An edition that is being compiled, and an analysis that waits."""
    with transaction():
        consultation = session.get_one(Consultation, world.consultation.id)
        factories.privacy_notice(consultation, "What is kept.")
        by = session.get_one(Person, world.secretariat.id)
        round_ = session.get_one(Round, world.round.id)
        edition = factories.edition(world, round=round_, asked_by=by)
        running = factories.compiling(edition, state=JobState.RUNNING)
        question = session.get_one(OpenQuestion, world.question.id)
        waiting = Job(question=question, asked_at=NOW, message="waits")
        session.add_all([edition, running, waiting])
        session.flush()
        return [running.id, waiting.id]


def prepare(act: Callable[..., None], world) -> None:
    with transaction():
        answer = session.get_one(Answer, world.point.answer_id)
        removal = factories.removal(answer, world)
        if act is removes:
            removal.decided_by_id = removal.decided_at = None
        if act in {removes, takes_back}:
            session.add(removal)
        if act is lifts:
            redacts(world)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_none_waits_for_a_job_while_it_holds_the_log(world, jobs, act):
    prepare(act, world)
    with transaction():
        session.get_one(Job, jobs[0]).state = JobState.RUNNING

    def works(going_on: Event) -> None:
        for number in jobs:
            locked(session.get_one(Job, number))
        going_on.set()
        sleep(0.7)
        edition = session.scalars(select(Edition)).one()
        record("compile an edition", edition, person=None, now=NOW)

    at_the_same_time(works, lambda: act(world))
