"""Jobs as rows: one waits per question, one runs, a silent one is taken up again, three times."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import EditionKind, Job, JobState, OpenQuestion
from consultation.operations import jobs
from consultation.queries.jobs import newest_job, newest_jobs, pending_analyses
from tests import factories
from tests.conftest import NOW
from tests.operations.at_once import at_once

MINUTE = timedelta(minutes=1)


def ask(question, *, by=None, now=NOW) -> Job:
    with transaction():
        return jobs.ask_for_analysis(question, asked_by=by, now=now)


def take(now=NOW) -> Job | None:
    with transaction():
        return jobs.take_next(now)


def sweep(now) -> list[Job]:
    with transaction():
        return jobs.sweep(MINUTE, now)


def test_asking_again_finds_the_job_that_waits(world):
    first = ask(world.question, by=world.chair)
    assert ask(world.question) is first
    assert (first.state, first.asked_by, first.attempt) == (JobState.WAITING, world.chair, 0)
    assert ask(world.other_question) is not first


def test_whoever_commits_is_told_to_ring(world):
    session.info.pop(jobs.RINGS, None)
    ask(world.question)
    assert session.info.pop(jobs.RINGS) is True


def test_while_one_runs_another_may_wait_for_it(world):
    running, waiting = ask(world.question), None
    assert take() is running
    waiting = ask(world.question)
    assert waiting is not running
    assert take() is None
    with transaction():
        jobs.finish(running, state=JobState.DONE, message="2 themes", now=NOW)
    assert take() is waiting


def test_the_oldest_that_may_run_is_taken_first(world):
    first, second = ask(world.other_question), ask(world.question)
    taken = take(NOW + MINUTE)
    assert taken is first
    assert (taken.state, taken.attempt) == (JobState.RUNNING, 1)
    assert taken.started_at == taken.heartbeat_at == NOW + MINUTE
    assert take() is second
    assert take() is None


def test_two_workers_never_take_one_job(world):
    first, second = ask(world.question).id, ask(world.other_question).id

    def act(_number):
        job = jobs.take_next(NOW)
        return job and job.id

    told = at_once(act, times=4)
    taken = [job for job in told if job is not None]
    assert len(taken) == len(set(taken))
    # A worker that finds every row held goes away; what it left is there for the next.
    while (left := take()) is not None:
        taken.append(left.id)
    assert sorted(taken) == [first, second]


def test_progress_is_the_heartbeat_of_the_worker_whose_job_it_is(world):
    job = ask(world.question)
    take()
    with transaction():
        assert jobs.report(job.id, attempt=1, done=3, total=9, message="reading", now=NOW + MINUTE)
    assert (job.done, job.total, job.message) == (3, 9, "reading")
    assert job.heartbeat_at == NOW + MINUTE


@pytest.mark.parametrize(
    ("attempt", "state"),
    [(2, JobState.RUNNING), (1, JobState.WAITING), (1, JobState.DONE), (1, JobState.FAILED)],
)
def test_a_late_worker_is_refused_and_changes_nothing(world, attempt, state):
    job = ask(world.question)
    take()
    with transaction():
        job.attempt, job.state = attempt, state
    with transaction():
        assert not jobs.report(job.id, attempt=1, done=9, total=9, message="late", now=NOW + MINUTE)
    assert (job.done, job.heartbeat_at) == (0, NOW)


@pytest.mark.parametrize(
    ("silent_for", "is_lost"),
    [
        (MINUTE - timedelta(microseconds=1), False),
        (MINUTE, False),
        (MINUTE + timedelta(microseconds=1), True),
    ],
)
def test_a_job_is_lost_when_it_was_silent_for_longer_than_it_may(world, silent_for, is_lost):
    job = ask(world.question)
    take()
    assert sweep(NOW + silent_for) == ([job] if is_lost else [])
    assert job.state is (JobState.WAITING if is_lost else JobState.RUNNING)


def test_what_waits_or_is_done_is_never_lost(world):
    waiting = ask(world.other_question)
    assert sweep(NOW + timedelta(days=9)) == []
    assert (waiting.state, world.job.state) == (JobState.WAITING, JobState.DONE)


def test_a_job_that_keeps_dying_is_given_up_after_three_tries_and_says_so(world):
    job = ask(world.question)
    for number in range(1, jobs.MOST_ATTEMPTS + 1):
        now = NOW + number * timedelta(hours=1)
        assert take(now) is job
        sweep(now + 2 * MINUTE)
        assert job.attempt == number
    assert (job.state, job.finished_at) == (JobState.FAILED, now + 2 * MINUTE)
    assert "died 3 times. The themes are as they were" in job.message
    assert take() is None
    again = ask(world.question)
    assert take() is again


@pytest.mark.parametrize("kind", EditionKind)
def test_a_compiling_that_keeps_dying_says_what_to_compile_anew(world, kind):
    with transaction():
        edition = factories.edition(world, manifest=None, kind=kind)
        job = Job(edition=edition, asked_by=world.secretariat, asked_at=NOW)
        session.add(job)
    for number in range(1, jobs.MOST_ATTEMPTS + 1):
        now = NOW + number * timedelta(hours=1)
        assert take(now) is job
        sweep(now + 2 * MINUTE)
    assert f"Compile the {kind} anew" in job.message


def test_a_dead_job_steps_back_for_a_newer_one(world):
    dead = ask(world.question)
    take()
    newer = ask(world.question)
    sweep(NOW + 2 * MINUTE)
    assert (dead.state, dead.message) == (JobState.FAILED, "died; a newer one follows")
    assert take() is newer


def test_asking_at_once_makes_one_job(world):
    question = world.question.id

    def act(_number):
        on = session.get_one(OpenQuestion, question)
        return jobs.ask_for_analysis(on, asked_by=None, now=NOW).id

    assert len(set(at_once(act, times=8))) == 1
    waiting = session.scalars(select(Job).where(Job.state == JobState.WAITING)).all()
    assert len(waiting) == 1


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_no_worker_begins_a_job_before_what_it_is_to_read_is_there(world):
    """Somebody submits, and finds a job that waits; SQLite's one writer is alone."""
    ask(world.question)
    jobs.ask_for_analysis(world.question, asked_by=None, now=NOW)
    assert _elsewhere(lambda: jobs.take_next(NOW)) is None
    session.commit()
    assert take() is not None


def _elsewhere(act):
    """What a worker on another connection is given while this transaction is open."""

    def worker():
        try:
            with transaction():
                return act()
        finally:
            session.remove()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(worker).result()


def test_the_pages_show_the_running_job_before_a_newer_one_that_waits(world):
    running = ask(world.question)
    take()
    ask(world.question)
    ask(world.other_question)
    assert newest_job(world.question) is running
    assert pending_analyses() == 3
    assert {job.question.number for job in newest_jobs(world.round)} == {"Q01", "Q02"}
