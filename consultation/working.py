"""What a job does, and how it is kept alive meanwhile: an analysis, or an edition of a pack."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import OperationalError

from consultation import clock, compiling, db
from consultation.db import session
from consultation.models import Edition, Job, JobState, OpenQuestion
from consultation.operations import jobs
from consultation.operations.plenary import editions
from consultation.wording import noun

if TYPE_CHECKING:
    from consultation.operations.grouping.analysis import Progress
    from consultation.operations.grouping.vectors import VectorMemory

log = structlog.get_logger()

REPORT_EVERY = 1.0
"""Seconds between two notes of progress, which are heartbeats too."""

READ_ANEW = 3
"""Times that an analysis begins again because words were redacted while it read them."""

Watch = Callable[[int, int, int, str], None]
"""Sees a job's progress: question id, done, total, stage."""


class LostJob(Exception):
    """The job was given to another worker while this one was silent, or taken back."""


@dataclass(frozen=True)
class Taken:
    """A job that this worker has begun: its number, which attempt it is, and what it is about."""

    job_id: int
    attempt: int
    question_id: int | None
    edition_id: int | None

    @classmethod
    def of(cls, job: Job) -> "Taken":
        return cls(job.id, job.attempt, job.question_id, job.edition_id)

    def note(self, done: int, total: int, message: str) -> None:
        """Note how far it is; raises LostJob when it is no longer this worker's."""
        with db.transaction():
            mine = jobs.report(
                self.job_id,
                attempt=self.attempt,
                done=done,
                total=total,
                message=message,
                now=clock.now(),
            )
        if not mine:
            raise LostJob

    def held(self) -> Job:
        """The job's row, held until the transaction ends; LostJob when it is another's now."""
        job = session.get_one(Job, self.job_id)
        db.locked(job)
        if job.attempt != self.attempt or job.state is not JobState.RUNNING:
            raise LostJob
        return job


class Pulse:
    """Notes how far a job is from a thread of its own, while the work reads one instant."""

    def __init__(self, taken: Taken) -> None:
        self._taken = taken
        self._said = (0, 0, "reading the round")
        self._is_lost = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="pulse", daemon=True)

    def __enter__(self) -> "Pulse":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def tell(self, done: int, total: int, message: str) -> None:
        """Say how far the work is; raises LostJob once the job is no longer this worker's."""
        if self._is_lost:
            raise LostJob
        self._said = (done, total, message)

    def _beat(self) -> None:
        while not self._ended.wait(REPORT_EVERY):
            try:
                self._taken.note(*self._said)
            except LostJob:
                self._is_lost = True
                return
            except OperationalError as error:
                log.warning("pulse_waits_for_the_database", error=str(error.orig))
            finally:
                session.remove()


def analyse(taken: Taken, question_id: int, *, watch: Watch | None) -> None:
    """Group the answers to a question, and keep what was found."""
    # Only a worker pays for importing spaCy and scikit-learn.
    from consultation.operations.grouping import analysis
    from consultation.operations.grouping.vectors import VectorMemory

    memory = VectorMemory(question_id)
    last = [0.0]

    def progress(done: int, total: int, message: str) -> None:
        if watch is not None:
            watch(question_id, done, total, message)
        if monotonic() - last[0] >= REPORT_EVERY:
            last[0] = monotonic()
            taken.note(done, total, message)

    for _ in range(READ_ANEW):
        with suppress(analysis.WordsChanged):
            _read_and_keep(taken, question_id, memory, progress)
            break
    else:
        _read_and_keep(taken, question_id, memory, progress)
    memory.forget_the_rest()


def _read_and_keep(
    taken: Taken, question_id: int, memory: "VectorMemory", progress: "Progress"
) -> None:
    """Read what counts and keep what is found; raises WordsChanged where words were covered."""
    from consultation.operations.grouping import analysis
    from consultation.operations.privacy.finding import find

    gathered = analysis.gather(session.get_one(OpenQuestion, question_id))
    session.rollback()
    result = analysis.read(gathered, memory=memory, progress=progress)
    suggested = analysis.learn(gathered, result, memory=memory)
    found = find(gathered.unseen)
    with db.transaction():
        job = taken.held()
        analysis.keep(gathered, result, suggested, found=found, now=clock.now())
        answers = noun(len(gathered.texts), "answer")
        message = f"{noun(len(result.themes), 'theme')} from {answers}"
        jobs.finish(job, state=JobState.DONE, message=message, now=clock.now())


def compile_edition(taken: Taken, edition_id: int, *, data: Path) -> None:
    """Write every file of an edition, and keep its manifest."""
    with Pulse(taken) as pulse:
        db.begin_read()
        edition = session.get_one(Edition, edition_id)
        manifest, sha256 = compiling.write_edition(edition, data, pulse.tell)
        session.rollback()
    with db.transaction():
        job = taken.held()
        edition = session.get_one(Edition, edition_id)
        editions.keep_manifest(edition, manifest, sha256=sha256, now=clock.now())
        message = f"{noun(len(manifest['files']), 'file')}, all of one moment"
        jobs.finish(job, state=JobState.DONE, message=message, now=clock.now())
