"""Jobs as rows: asked for, begun, kept alive, finished, and taken up again after a crash."""

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from consultation.db import session
from consultation.errors import NotAllowedYet
from consultation.models import EditionKind, Job, JobState, OpenQuestion, Person

MOST_ATTEMPTS = 3
"""Tries before a job that keeps dying is given up and shown as failed."""


RINGS = "rings"
"""Mark on a session whose transaction asked for a job."""


def ask_for_analysis(question: OpenQuestion, *, asked_by: Person | None, now: datetime) -> Job:
    """A waiting analysis of the question: the one that waits already, or a new one.

    It is held until the transaction ends: no worker begins it before what it is asked to read is
    there. Whoever commits rings the bell: a worker must not be woken before the row is on disk.
    """
    session.info[RINGS] = True
    waits = select(Job).where(Job.question_id == question.id, Job.state == JobState.WAITING)
    while (job := session.scalar(waits.with_for_update())) is None:
        # Another may ask in the same instant; then theirs is the one that waits.
        with suppress(IntegrityError), session.begin_nested():
            session.add(
                Job(
                    question_id=question.id,
                    asked_by=asked_by,
                    asked_at=now,
                    message="waiting for a worker",
                )
            )
    return job


def take_next(now: datetime, *, editions: bool = True) -> Job | None:
    """Begin the oldest waiting job whose subject has none running; None when there is none.

    Without `editions` only analyses are begun.
    """
    running = select(Job.question_id).where(
        Job.state == JobState.RUNNING, Job.question_id.is_not(None)
    )
    may_run = Job.question_id.is_not(None) & Job.question_id.not_in(running)
    job = session.scalar(
        select(Job)
        .where(
            Job.state == JobState.WAITING,
            or_(may_run, Job.edition_id.is_not(None)) if editions else may_run,
        )
        .order_by(Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if job is None:
        return None
    job.state = JobState.RUNNING
    job.started_at = job.heartbeat_at = now
    job.attempt += 1
    is_report = job.edition is not None and job.edition.kind is EditionKind.SYNOPSIS
    read = "answers" if job.edition is None else "rounds" if is_report else "round"
    job.message = f"reading the {read}"
    session.flush()
    return job


def report(
    job_id: int, *, attempt: int, done: int, total: int, message: str, now: datetime
) -> bool:
    """Note progress and that the worker is alive; False when the job is no longer this worker's."""
    changed = session.scalar(
        update(Job)
        .where(Job.id == job_id, Job.attempt == attempt, Job.state == JobState.RUNNING)
        .values(done=done, total=total, message=message, heartbeat_at=now)
        .returning(Job.id)
    )
    return changed is not None


def finish(job: Job, *, state: JobState, message: str, now: datetime) -> None:
    """End a job, for better or worse."""
    job.state = state
    job.message = message
    job.finished_at = now


def sweep(silent_for: timedelta, now: datetime) -> list[Job]:
    """Take up again what lost its heartbeat; give up what died too often.

    Returns the jobs it touched.
    """
    lost = session.scalars(
        select(Job)
        .where(Job.state == JobState.RUNNING, Job.heartbeat_at < now - silent_for)
        .with_for_update(skip_locked=True)
    ).all()
    for job in lost:
        _restart_or_give_up(job, now)
    session.flush()
    return list(lost)


def cancel(job: Job, *, by: Person, now: datetime) -> None:
    """End a job that nobody wants any more; a worker that has it notices with its next note."""
    if not job.is_pending:
        raise NotAllowedYet("It has ended already; there is nothing to cancel.")
    finish(job, state=JobState.FAILED, message=f"cancelled by {by.name}", now=now)


def _restart_or_give_up(job: Job, now: datetime) -> None:
    if job.attempt >= MOST_ATTEMPTS:
        finish(job, state=JobState.FAILED, message=_given_up(job), now=now)
        return
    newer = session.scalar(
        select(Job).where(
            Job.question_id.is_not_distinct_from(job.question_id),
            Job.edition_id.is_not_distinct_from(job.edition_id),
            Job.state == JobState.WAITING,
        )
    )
    if newer is not None:
        finish(job, state=JobState.FAILED, message="died; a newer one follows", now=now)
    else:
        job.state = JobState.WAITING
        job.message = "waiting for a worker, after a crash"


def _given_up(job: Job) -> str:
    if job.edition is not None:
        return (
            f"Compiling died {job.attempt} times, and no file of it can be taken away. Compile the "
            f"{job.edition.kind} anew, or tell whoever runs this machine."
        )
    return (
        f"The analysis died {job.attempt} times. The themes are as they were; ask for a new "
        "analysis, or tell whoever runs this machine."
    )
