"""Long work, visible as a row: the row is the truth, the queue only a bell."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.edition import Edition
from consultation.models.person import Person
from consultation.models.question import OpenQuestion


class JobState(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


PENDING = (JobState.WAITING, JobState.RUNNING)
"""What is still to end."""

_PENDING = text("state IN ('waiting', 'running')")


class Job(Base):
    """An analysis of one question, or the compiling of one edition of a pack.

    A person asked for it, or new answers did.
    """

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("(question_id IS NULL) <> (edition_id IS NULL)", "one_subject"),
        # Of one question, and of one edition, at most one job waits and at most one runs.
        Index(
            "uq_job_one_at_a_time",
            "question_id",
            "state",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        Index(
            "uq_job_one_edition_at_a_time",
            "edition_id",
            "state",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
    )

    question_id: Mapped[int | None] = mapped_column(ForeignKey("open_question.id"), index=True)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    asked_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    attempt: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(default="")

    question: Mapped[OpenQuestion | None] = relationship()
    edition: Mapped[Edition | None] = relationship()
    asked_by: Mapped[Person | None] = relationship()

    @property
    def is_pending(self) -> bool:
        return self.state in PENDING
