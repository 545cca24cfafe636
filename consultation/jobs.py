"""The worker: Huey rings, the job rows say what to do.

By default the queue is a SQLite file beside the database; with PostgreSQL it lives there, and
workers may run on any number of machines. A bell that was not heard costs nothing: the sweep finds
the row.
"""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import structlog
from huey import PostgresHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.serializer import SignedSerializer
from sqlalchemy.exc import OperationalError

from consultation import clock, courier, db, logs, polling, postman, working
from consultation.config import Settings
from consultation.db import session
from consultation.errors import RuleError
from consultation.imports.papers import without_network
from consultation.models import Consultation, JobState
from consultation.operations import jobs
from consultation.operations.accounts import attempts, sessions, tokens
from consultation.operations.consultations import api_tokens
from consultation.operations.correspondence import mail, reminders, webhooks
from consultation.operations.privacy import retention_notice
from consultation.queries.privacy.retention import due_today
from consultation.tidying import forget_editions, forget_papers, sweep_papers
from consultation.working import LostJob, Taken, Watch

log = structlog.get_logger()

_TABLES_LOCK = 7_317_002


@dataclass(frozen=True)
class Queue:
    """The queue of an instance, and the bell that wakes its workers."""

    huey: Huey
    bell: Callable[[], object]
    used: Callable[[int, str], object]

    def ring(self) -> None:
        """Wake a worker. A bell that does not sound is noted; the minute's sweep finds the row."""
        try:
            self.bell()
        except (sqlite3.Error, psycopg.Error) as error:
            log.warning("bell_silent", error=str(error))

    def note_use(self, token_id: int, day: date) -> None:
        """Have a worker write down that a token was used: who reads writes nothing."""
        try:
            self.used(token_id, day.isoformat())
        except (sqlite3.Error, psycopg.Error) as error:
            log.warning("use_not_noted", token=token_id, error=str(error))


def make_queue(settings: Settings) -> Queue:
    """The queue of an instance: one task works off what waits, each minute and when rung."""
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
    huey.periodic_task(crontab(minute="17"), name="tidy")(lambda: sweep_papers(settings.data))
    used = huey.task(name="used")(_note_use)
    return Queue(huey, bell, used)


def _note_use(token_id: int, day: str) -> None:
    with db.transaction():
        api_tokens.note_use(token_id, date.fromisoformat(day))
    session.remove()


def _postgres_queue(settings: Settings, options: dict[str, Any]) -> Huey:
    """The queue in PostgreSQL. Huey makes its tables, one process at a time: all start at once."""
    dsn = settings.url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(dsn) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_TABLES_LOCK])
        return PostgresHuey("plenary", dsn=dsn, **options)


def run_worker(settings: Settings) -> None:
    """Work until told to stop, carrying mails and deliveries beside; what waits comes first."""
    logs.configure()
    _tell_of_network()
    queue = make_queue(settings)
    queue.ring()
    with polling.beside(settings, postman=postman.carry_due, courier=courier.carry_due):
        queue.huey.create_consumer(workers=1, periodic=True, check_worker_health=True).run()


def _tell_of_network() -> None:
    """Each machine that serves pages and reads papers has a worker: it is told there, once."""
    if not without_network():
        log.warning(
            "papers_are_read_with_a_network",
            because="unshare is missing or not permitted here; the reader's other limits hold",
        )


def work(settings: Settings) -> int:
    """Take up what died, then do what waits until nothing does. Returns how many jobs were done.

    What personal data go is seen to last: no fault in that stops a job.
    """
    sweep(timedelta(seconds=settings.heartbeat_seconds))
    forget_editions(settings.data)
    done = 0
    while run_next(data=settings.data):
        done += 1
    look_after_personal_data(settings.data)
    return done


def sweep(silent_for: timedelta) -> None:
    """Hand lost jobs back to the queue, tell of what is due, forget what is too old."""
    with db.transaction():
        attempts.forget_old(clock.now())
        tokens.forget_old(clock.now())
        sessions.forget_old(clock.now())
        mail.forget_old(clock.now())
        reminders.post_letters(clock.now())
        webhooks.announce_dates(clock.now())
        for job in jobs.sweep(silent_for, clock.now()):
            log.warning("job_lost", job=job.id, attempt=job.attempt, state=job.state)


def look_after_personal_data(data: Path) -> None:
    """Tell of the personal data that go soon, and let go what is due: papers from `data` too.

    Each consultation has transactions of its own. One that fails is told of in full, and is left
    alone until tomorrow.
    """
    db.begin_read()
    numbers = [consultation.id for consultation in due_today(clock.now())]
    session.rollback()
    for number in numbers:
        try:
            _look_after(number, data)
        except Exception as error:
            # What is due elsewhere must not wait for one fault.
            log.error("personal_data_not_seen_to", consultation=number, exc_info=error)
            _leave_until_tomorrow(number)


def _leave_until_tomorrow(number: int) -> None:
    """Note the day of a consultation that failed; where even that fails, it is tried again soon."""
    try:
        with db.transaction():
            if failed := session.get(Consultation, number):
                retention_notice.note_looked_at(failed, now=clock.now())
    except OperationalError as error:
        log.error("fault_not_noted", consultation=number, exc_info=error)


def _look_after(number: int, data: Path) -> None:
    with db.transaction():
        due = session.get_one(Consultation, number)
        files = retention_notice.look_after(due, now=clock.now())
    with db.transaction():
        forget_papers(files, data)
    log.info("personal_data_seen_to", consultation=number, files=len(files))


def run_next(watch: Watch | None = None, *, data: Path | None = None) -> bool:
    """Do one waiting job; False when none waits. `watch` sees an analysis.

    Who has no `data` folder has nowhere to put files, and leaves editions to those who have.
    """
    with db.transaction():
        job = jobs.take_next(clock.now(), editions=data is not None)
        taken = Taken.of(job) if job else None
    if taken is None:
        return False
    try:
        _do(taken, watch=watch, data=data)
    except RuleError as refusal:
        _end(taken, JobState.FAILED, str(refusal))
    except LostJob:
        log.warning("job_taken_over", job=taken.job_id)
    finally:
        session.remove()
    return True


def _do(taken: Taken, *, watch: Watch | None, data: Path | None) -> None:
    if taken.question_id is not None:
        working.analyse(taken, taken.question_id, watch=watch)
    elif taken.edition_id is not None and data is not None:
        working.compile_edition(taken, taken.edition_id, data=data)


def _end(taken: Taken, state: JobState, message: str) -> None:
    session.rollback()
    with db.transaction(), suppress(LostJob):
        jobs.finish(taken.held(), state=state, message=message, now=clock.now())
