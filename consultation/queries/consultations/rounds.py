"""A round at a glance, for the secretariat."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import (
    Answer,
    Draft,
    Job,
    OpenQuestion,
    Organisation,
    Round,
    Stakeholder,
    Submission,
)
from consultation.queries.consultations.stakeholders import takes_part
from consultation.queries.contributions.submissions import counts, questions_in, sent_in
from consultation.queries.contributions.workspace import writing_apart
from consultation.queries.counts import Counts
from consultation.queries.desk.desk import DeskLine, lines
from consultation.queries.desk.points import from_points
from consultation.queries.desk.question_figures import COUNTED, most_first
from consultation.queries.jobs import newest_jobs


@dataclass(frozen=True)
class RoundOverview:
    """Who takes part, what came in, what is under way, and what keeps the pack from being whole."""

    counts: Counts
    stakeholders: int
    by_category: tuple[tuple[str, int], ...]
    by_day: tuple[tuple[date, int], ...]
    questions: list[DeskLine]
    jobs: Sequence[Job]
    late_list: list[Submission]
    unsigned: list[OpenQuestion]
    apart: list[tuple[Organisation, list[Stakeholder]]]

    @property
    def late(self) -> int:
        return len(self.late_list)


def overview(round_: Round) -> RoundOverview:
    """The four figures of a round and what hangs on them."""
    sent = _sent(round_)
    counted = [s for s in sent if s.is_counted]
    questions = lines(questions_in(round_))
    zone = round_.consultation.zone
    days = Counter(s.submitted_at.astimezone(zone).date() for s in counted if s.submitted_at)
    return RoundOverview(
        counts=round_counts(round_),
        stakeholders=session.scalar(
            select(func.count(Stakeholder.id)).where(
                Stakeholder.consultation_id == round_.consultation_id, takes_part()
            )
        )
        or 0,
        by_category=most_first(list(Counter(s.stakeholder.category for s in counted).items())),
        by_day=tuple(sorted(days.items())),
        questions=questions,
        jobs=newest_jobs(round_),
        late_list=[s for s in sent if s.is_late and s.withdrawn_at is None],
        unsigned=[line.question for line in questions if line.sign_off is None],
        apart=writing_apart(round_.consultation),
    )


def _sent(round_: Round) -> Sequence[Submission]:
    return session.scalars(
        sent_in(round_, Submission)
        .options(joinedload(Submission.stakeholder))
        .order_by(Submission.submitted_at, Submission.id)
    ).all()


def round_counts(round_: Round) -> Counts:
    """How much was said in a round."""
    answers = (
        select(*COUNTED[1:])
        .select_from(Answer)
        .join(Answer.submission)
        .join(Submission.stakeholder)
        .where(Submission.round == round_, counts())
    )
    points = from_points(COUNTED[0]).join(Answer.question).join(OpenQuestion.draft)
    return Counts(
        session.scalar(points.where(Draft.round == round_)) or 0,
        *session.execute(answers).one(),
    )
