"""Long work, visible as a row: the row is the truth, the queue only a bell."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.person import Person
from consultation.models.question import OpenQuestion


class JobState(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """An analysis of one question, asked for by a person or by new answers."""

    __tablename__ = "job"
    __table_args__ = (
        # Of one question at most one analysis waits and at most one runs.
        Index(
            "uq_job_one_at_a_time",
            "question_id",
            "state",
            unique=True,
            sqlite_where=text("state IN ('waiting', 'running')"),
            postgresql_where=text("state IN ('waiting', 'running')"),
        ),
    )

    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), index=True)
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

    question: Mapped[OpenQuestion] = relationship()
    asked_by: Mapped[Person | None] = relationship()

    @property
    def is_pending(self) -> bool:
        return self.state in {JobState.WAITING, JobState.RUNNING}
