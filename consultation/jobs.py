"""The worker: Huey rings, the job rows say what to do.

By default the queue is a SQLite file beside the database; with PostgreSQL it lives there, and
workers may run on any number of machines. A bell that was not heard costs nothing: the sweep finds
the row.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any

import psycopg
import structlog
from huey import PostgresHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.serializer import SignedSerializer

from consultation import clock, db, logs, postman
from consultation.config import Settings
from consultation.db import session
from consultation.errors import RuleError
from consultation.imports.papers import without_network
from consultation.models import Job, JobState, OpenQuestion
from consultation.operations import attempts, jobs, mail, reminders, sessions, tokens
from consultation.wording import noun

log = structlog.get_logger()

REPORT_EVERY = 1.0
"""Seconds between two notes of progress, which are heartbeats too."""

_TABLES_LOCK = 7_317_002

Watch = Callable[[int, int, int, str], None]
"""Sees a job's progress: question id, done, total, stage."""


class LostJob(Exception):
    """The job was given to another worker while this one was silent."""


@dataclass(frozen=True)
class Queue:
    """The queue of an instance, and the bell that wakes its workers."""

    huey: Huey
    bell: Callable[[], object]

    def ring(self) -> None:
        """Wake a worker. A bell that does not sound is noted; the minute's sweep finds the row."""
        try:
            self.bell()
        except (sqlite3.Error, psycopg.Error) as error:
            log.warning("bell_silent", error=str(error))


def make_queue(settings: Settings) -> Queue:
    """The queue of an instance: one task that works off what waits, each minute and when rung."""
    options: dict[str, Any] = {
        "results": False,
        "serializer": SignedSerializer(secret=settings.secret_key()),
    }
    if settings.url.startswith("sqlite"):
        huey = SqliteHuey("plenary", filename=str(settings.data / "queue.sqlite"), **options)
    else:
        huey = _postgres_queue(settings, options)
    bell = huey.task(name="work")(lambda: work(settings))
    huey.periodic_task(crontab(minute="*"), name="sweep")(lambda: work(settings))
    return Queue(huey, bell)


def _postgres_queue(settings: Settings, options: dict[str, Any]) -> Huey:
    """The queue in PostgreSQL. Huey makes its tables, one process at a time: all start at once."""
    dsn = settings.url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(dsn) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_TABLES_LOCK])
        return PostgresHuey("plenary", dsn=dsn, **options)


def run_worker(settings: Settings) -> None:
    """Work until told to stop, carrying mails beside; what was left waiting is taken up first."""
    logs.configure()
    _tell_of_network()
    queue = make_queue(settings)
    queue.ring()
    postman.start_round(settings)
    queue.huey.create_consumer(workers=1, periodic=True, check_worker_health=True).run()


def _tell_of_network() -> None:
    """Each machine that serves pages and reads papers has a worker: it is told there, once."""
    if not without_network():
        log.warning(
            "papers_are_read_with_a_network",
            because="unshare is missing or not permitted here; the reader's other limits hold",
        )


def work(settings: Settings) -> int:
    """Take up what died, then do what waits until nothing does. Returns how many jobs were done."""
    sweep(timedelta(seconds=settings.heartbeat_seconds))
    done = 0
    while run_next():
        done += 1
    return done


def sweep(silent_for: timedelta) -> None:
    """Hand lost jobs back to the queue, write the letters that are due, forget what is too old."""
    with db.transaction():
        attempts.forget_old(clock.now())
        tokens.forget_old(clock.now())
        sessions.forget_old(clock.now())
        mail.forget_old(clock.now())
        reminders.post_letters(clock.now())
        for job in jobs.sweep(silent_for, clock.now()):
            log.warning("job_lost", job=job.id, attempt=job.attempt, state=job.state)


def run_next(watch: Watch | None = None) -> bool:
    """Do one waiting job; False when none waits. `watch` sees it."""
    with db.transaction():
        job = jobs.take_next(clock.now())
        taken = (job.id, job.attempt, job.question_id) if job else None
    if taken is None:
        return False
    try:
        _analyse(*taken, watch=watch)
    except RuleError as refusal:
        _end(*taken[:2], JobState.FAILED, str(refusal))
    except LostJob:
        log.warning("job_taken_over", job=taken[0])
    finally:
        session.remove()
    return True


def _analyse(job_id: int, attempt: int, question_id: int, *, watch: Watch | None) -> None:
    # Only a worker pays for importing spaCy and scikit-learn.
    from consultation.operations import analysis
    from consultation.operations.vectors import VectorMemory

    gathered = analysis.gather(session.get_one(OpenQuestion, question_id))
    session.rollback()
    memory = VectorMemory(question_id)
    last = [0.0]

    def progress(done: int, total: int, message: str) -> None:
        if watch is not None:
            watch(question_id, done, total, message)
        if monotonic() - last[0] >= REPORT_EVERY:
            last[0] = monotonic()
            _note(job_id, attempt, done, total, message)

    result = analysis.read(gathered, memory=memory, progress=progress)
    suggested = analysis.learn(gathered, result, memory=memory)
    with db.transaction():
        job = session.get_one(Job, job_id)
        db.locked(job)
        if job.attempt != attempt or job.state is not JobState.RUNNING:
            raise LostJob
        analysis.keep(gathered, result, suggested, now=clock.now())
        answers = noun(len(gathered.texts), "answer")
        message = f"{noun(len(result.themes), 'theme')} from {answers}"
        jobs.finish(job, state=JobState.DONE, message=message, now=clock.now())
    memory.forget_the_rest()


def _note(job_id: int, attempt: int, done: int, total: int, message: str) -> None:
    with db.transaction():
        mine = jobs.report(
            job_id, attempt=attempt, done=done, total=total, message=message, now=clock.now()
        )
    if not mine:
        raise LostJob


def _end(job_id: int, attempt: int, state: JobState, message: str) -> None:
    with db.transaction():
        job = session.get_one(Job, job_id)
        if job.attempt == attempt and job.state is JobState.RUNNING:
            jobs.finish(job, state=state, message=message, now=clock.now())
