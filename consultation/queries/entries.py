"""How what is in a round came in, and what the secretariat wrote down for others."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, distinct, func, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Answer, AnswerVersion, Round, Source, Submission
from consultation.queries.submissions import counts, entered_versions, is_submission


@dataclass(frozen=True)
class EntryLine:
    """A submission that was entered, and how many answers are written down in it."""

    submission: Submission
    answers: int


@dataclass(frozen=True)
class SourceLine:
    """One way in, and how many submissions and answers that count came by it."""

    source: Source
    submissions: int
    answers: int


def entries_in(round_: Round) -> list[EntryLine]:
    """What the secretariat entered in a round, the newest first."""
    rows = session.scalars(
        select(Submission)
        .where(Submission.round == round_, Submission.source.in_([Source.EMAIL, Source.PAPER]))
        .options(joinedload(Submission.stakeholder))
        .order_by(Submission.id.desc())
    ).all()
    return [EntryLine(submission, len(written_down(submission))) for submission in rows]


def written_down(submission: Submission) -> Sequence[AnswerVersion]:
    """What the secretariat wrote down for somebody, as it stands now, in the draft's order."""
    newest = entered_versions(submission).values()
    return [version for version in newest if not version.is_blank]


def by_source(round_: Round) -> list[SourceLine]:
    """How what counts in a round came in; of what was said in meetings the answers alone."""
    rows = session.execute(
        select(
            Submission.source,
            func.count(distinct(case((is_submission(), Submission.id)))),
            func.count(Answer.id),
        )
        .join(Submission.answers)
        .where(Submission.round == round_, counts())
        .group_by(Submission.source)
    )
    found = {source: SourceLine(source, sent, answers) for source, sent, answers in rows}
    return [found[source] for source in Source if source in found]
