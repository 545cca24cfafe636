"""The worker: does what waits, one job at a time; a job that is no longer its own is left alone."""

import sqlite3
from datetime import timedelta
from subprocess import CompletedProcess
from unittest.mock import Mock

import pytest
from sqlalchemy import select

from consultation import clock, jobs, working
from consultation.db import session, transaction
from consultation.imports import papers
from consultation.models import Analysis, Job, JobState, Point, SignOff, Theme
from consultation.operations import jobs as job_rows
from consultation.operations.grouping import analysis
from tests import factories
from tests.conftest import NOW
from tests.operations.fabricated import analysis_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(database, now, monkeypatch):
    """A small consultation whose answers are read in no time."""
    monkeypatch.setattr(analysis, "read", read)
    monkeypatch.setattr(working, "REPORT_EVERY", 0)
    return factories.world()


def read(gathered, *, progress, memory=None):
    progress(1, 2, "splitting into points")
    return analysis_of([text.text for text in gathered.texts])


def ask(question) -> Job:
    with transaction():
        return job_rows.ask_for_analysis(question, asked_by=None, now=NOW)


def test_there_is_nothing_to_do_where_nothing_waits(world):
    assert not jobs.run_next()


def test_a_job_is_done_and_says_what_came_of_it(world):
    job_id = ask(world.question).id
    seen = []
    assert jobs.run_next(lambda *step: seen.append(step))
    job = session.get_one(Job, job_id)
    assert (job.state, job.message) == (JobState.DONE, "3 themes from 1 answer")
    assert (job.done, job.total, job.finished_at) == (1, 2, NOW)
    assert seen == [(job.question_id, 1, 2, "splitting into points")]
    assert len(session.scalars(select(Theme).where(Theme.question_id == job.question_id)).all()) > 1


def test_everything_that_waits_is_done(world, settings):
    ask(world.question)
    ask(world.other_question)
    assert jobs.work(settings) == 2
    assert jobs.work(settings) == 0


def test_a_refusal_ends_the_job_with_its_sentence_and_changes_nothing(world):
    job_id, before = ask(world.question).id, _rows()
    with transaction():
        session.add(
            SignOff(question_id=world.question.id, chair=world.chair, signed_at=NOW, state_hash="0")
        )
    assert jobs.run_next()
    job = session.get_one(Job, job_id)
    assert (job.state, job.message) == (
        JobState.FAILED, "Chair signed off Q01. Reopen it first.",
    )  # fmt: skip
    assert _rows() == before


def _rows() -> tuple[list, list, list]:
    return tuple(session.scalars(select(each.id)).all() for each in (Theme, Point, Analysis))


@pytest.mark.parametrize("at", ["a report", "the end"])
def test_a_worker_that_lost_its_job_stores_nothing(world, monkeypatch, at):
    """It was silent, the sweep gave the job to another, and that one runs."""
    job_id, before = ask(world.question).id, _rows()

    def read_slowly(gathered, *, progress, memory):
        with transaction():
            job_rows.sweep(MINUTE, NOW + 2 * MINUTE)
        with transaction():
            assert job_rows.take_next(NOW + 2 * MINUTE).id == job_id
        if at == "a report":
            progress(1, 2, "reading the points")
            raise AssertionError("It should have noticed.")
        return read(gathered, progress=lambda *_: None)

    monkeypatch.setattr(analysis, "read", read_slowly)
    assert jobs.run_next()
    job = session.get_one(Job, job_id)
    assert (job.state, job.attempt, job.message) == (
        JobState.RUNNING, 2, "reading the answers",
    )  # fmt: skip
    assert _rows() == before


def test_a_job_that_always_crashes_is_given_up_and_the_others_run_on(world, monkeypatch, settings):
    poison, other = ask(world.question).id, ask(world.other_question).id

    def crash(gathered, *, progress, memory):
        if gathered.question_id == world_question:
            raise MemoryError
        return read(gathered, progress=progress)

    world_question = world.question.id
    monkeypatch.setattr(analysis, "read", crash)
    for hour in range(job_rows.MOST_ATTEMPTS):
        monkeypatch.setattr(clock, "now", lambda hour=hour: NOW + timedelta(hours=hour))
        with pytest.raises(MemoryError):
            jobs.work(settings)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    jobs.work(settings)
    assert session.get_one(Job, poison).state is JobState.FAILED
    assert session.get_one(Job, other).state is JobState.DONE


def test_a_worker_that_dies_while_it_stores_leaves_the_themes_as_they_were(world, monkeypatch):
    job_id, before = ask(world.question).id, _rows()

    def die(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(job_rows, "finish", die)
    with pytest.raises(KeyboardInterrupt):
        jobs.run_next()
    monkeypatch.undo()
    assert _rows() == before
    assert session.get_one(Job, job_id).state is JobState.RUNNING


def test_a_bell_that_does_not_sound_is_no_error(settings, database):
    queue = jobs.make_queue(settings)
    before = queue.huey.pending_count()
    queue.ring()
    assert queue.huey.pending_count() == before + 1

    def broken():
        raise sqlite3.OperationalError("database is locked")

    jobs.Queue(queue.huey, broken, queue.used).ring()
    queue.huey.storage.close()


@pytest.mark.parametrize(
    ("which", "returns", "is_told"),
    [(None, 0, True), ("/usr/bin/unshare", 1, True), ("/x", 0, False)],
)
def test_a_worker_tells_once_where_papers_cannot_be_read_without_a_network(
    settings, monkeypatch, capfd, which, returns, is_told
):
    """Either unshare is missing, or the machine does not permit it."""
    monkeypatch.setattr(papers.shutil, "which", lambda _: which)
    monkeypatch.setattr(
        papers.subprocess, "run", lambda *_, **__: CompletedProcess((), returncode=returns)
    )
    monkeypatch.setattr(jobs, "make_queue", lambda _: Mock())
    papers.without_network.cache_clear()
    try:
        jobs.run_worker(settings)
    finally:
        papers.without_network.cache_clear()
    assert capfd.readouterr().err.count("papers_are_read_with_a_network") == is_told
