"""Jobs as the pages show them."""

from collections.abc import Sequence

from sqlalchemy import func, select

from consultation.db import session
from consultation.models import Draft, Job, JobState, OpenQuestion, Round
from consultation.models.job import PENDING


def newest_job(question: OpenQuestion) -> Job | None:
    """The job that says what is going on: the running one, else the newest."""
    return session.scalar(
        select(Job)
        .where(Job.question == question)
        .order_by((Job.state == JobState.RUNNING).desc(), Job.id.desc())
        .limit(1)
    )


def newest_jobs_of(question_ids: Sequence[int]) -> dict[int, Job]:
    """By question: the job that says what is going on, as `newest_job` has it for one."""
    rows = session.scalars(
        select(Job)
        .where(Job.question_id.in_(question_ids))
        .order_by(Job.state == JobState.RUNNING, Job.id)
    )
    return {job.question_id: job for job in rows if job.question_id is not None}


def newest_jobs(round_: Round) -> Sequence[Job]:
    """Of each question of a round the newest job."""
    newest = (
        select(func.max(Job.id))
        .join(Job.question)
        .join(OpenQuestion.draft)
        .where(Draft.round == round_)
        .group_by(Job.question_id)
    )
    return session.scalars(select(Job).where(Job.id.in_(newest)).order_by(Job.id)).all()


def pending_analyses() -> int:
    """How many analyses wait or run."""
    some = select(func.count(Job.id)).where(Job.state.in_(PENDING), Job.question_id.is_not(None))
    return session.scalar(some) or 0
