"""Who replied in a round, counted: by kind, country, size and register status, and where.

Only counts, so that they can be told as soon as a round is closed. Beside an author who is not
named stands the kind of stakeholder alone: countries and sizes of fewer than `FEWEST` submissions
are counted together, and no two of these cuts are ever crossed. What was said in meetings is
nobody's submission and is in none of these counts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import distinct, func, select

from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    OpenQuestion,
    Organisation,
    Round,
    Stakeholder,
    Submission,
)
from consultation.queries.contributions.submissions import counts, is_submission, questions_in
from consultation.queries.counts import FEWEST
from consultation.queries.grouping.campaigns import campaigns_of
from consultation.queries.jobs import newest_jobs

NOT_SAID = "not said"
FEW = f"others, each with fewer than {FEWEST}"
REGISTERED, NOT_REGISTERED, ALONE = (
    "registered organisations",
    "organisations without a register number",
    "people who write for no organisation",
)
Pairs = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Replies:
    """Submissions that count in a round, cut in four ways; each cut adds up to `submissions`."""

    submissions: int
    organisations: int
    answers: int
    by_category: Pairs
    by_country: Pairs
    by_size: Pairs
    by_register: Pairs


@dataclass(frozen=True)
class AnsweredLine:
    """How much was answered in a working group, or to one question."""

    name: str
    text: str
    answers: int
    submissions: int
    organisations: int


@dataclass(frozen=True)
class CampaignCount:
    """The near-identical texts to one question: how many campaigns, and their three counts."""

    question: str
    submissions: int
    distinct_texts: int
    organisations: int


def replies(round_: Round) -> Replies:
    """Who replied in a round: in time, and not withdrawn."""
    rows = session.execute(
        select(
            Stakeholder.category,
            Stakeholder.country,
            Stakeholder.organisation_id,
            Organisation.size,
            Organisation.register_number,
        )
        .select_from(Submission)
        .join(Submission.stakeholder)
        .outerjoin(Organisation, Stakeholder.organisation_id == Organisation.id)
        .where(
            Submission.round == round_,
            is_submission(),
            select(Answer.id).where(Answer.submission_id == Submission.id, counts()).exists(),
        )
    ).all()
    return Replies(
        submissions=len(rows),
        organisations=len({row.organisation_id for row in rows} - {None}),
        answers=sum(line.answers for line in by_question(round_)),
        by_category=_told(row.category for row in rows),
        by_country=with_few_together(_told(row.country for row in rows)),
        by_size=with_few_together(_told(row.size or "" for row in rows)),
        by_register=_told(_register(row.organisation_id, row.register_number) for row in rows),
    )


def _told(labels: Iterable[str]) -> Pairs:
    """Each label with how often it comes, most first; what was not said stands last."""
    counted = Counter(label or NOT_SAID for label in labels)
    return tuple(sorted(counted.items(), key=lambda pair: (pair[0] == NOT_SAID, -pair[1], pair[0])))


def with_few_together(pairs: Pairs) -> Pairs:
    """The same counts with those below `FEWEST` in one line.

    >>> with_few_together((("France", 7), ("Malta", 1), ("Italy", 2), ("not said", 1)))
    (('France', 7), ('others, each with fewer than 5', 3), ('not said', 1))
    """
    many = [(label, n) for label, n in pairs if n >= FEWEST and label != NOT_SAID]
    few = sum(n for label, n in pairs if n < FEWEST and label != NOT_SAID)
    unsaid = [(label, n) for label, n in pairs if label == NOT_SAID]
    return (*many, *([(FEW, few)] if few else []), *unsaid)


def _register(organisation_id: int | None, number: str | None) -> str:
    if organisation_id is None:
        return ALONE
    return REGISTERED if number else NOT_REGISTERED


def by_group(round_: Round) -> list[AnsweredLine]:
    """What was answered in each working group, in the order of their codes."""
    groups = {q.working_group_id: q.working_group for q in questions_in(round_)}
    found = _answered(round_, OpenQuestion.working_group_id)
    return [
        AnsweredLine(group.code, group.name, *found.get(group.id, (0, 0, 0)))
        for group in sorted(groups.values(), key=lambda group: group.code)
    ]


def by_question(round_: Round) -> list[AnsweredLine]:
    """What was answered to each question, in the draft's order."""
    found = _answered(round_, OpenQuestion.id)
    return [
        AnsweredLine(question.number, question.text, *found.get(question.id, (0, 0, 0)))
        for question in questions_in(round_)
    ]


def _answered(round_: Round, by: object) -> dict[int, tuple[int, int, int]]:
    rows = session.execute(
        select(
            by,  # type: ignore[call-overload]
            func.count(distinct(Answer.id)),
            func.count(distinct(Submission.id)),
            func.count(distinct(Stakeholder.organisation_id)),
        )
        .select_from(Answer)
        .join(Answer.question)
        .join(Answer.submission)
        .join(Submission.stakeholder)
        .where(Submission.round == round_, counts(), is_submission())
        .group_by(by)
    )
    return {number: (answers, sent, bodies) for number, answers, sent, bodies in rows}


def campaign_counts(round_: Round) -> list[CampaignCount]:
    """The campaigns of a round by question, without their texts: those that were submitted."""
    return [
        CampaignCount(q.number, line.submissions, line.distinct_texts, line.organisations)
        for q in questions_in(round_)
        for line in campaigns_of(q)
        if line.submissions
    ]


def is_being_read(round_: Round) -> bool:
    """Whether an analysis of the round is under way or waits, which may find more campaigns."""
    return any(job.is_pending for job in newest_jobs(round_) if job.question_id is not None)


def stated(round_: Round) -> Iterator[tuple[str, str, str, int]]:
    """By question: how often each position was stated and each choice ticked, text or no text.

    The question's number, "position" or "choice", what it is, and by how many answers.
    """
    rows = session.execute(
        select(OpenQuestion.number, AnswerVersion.position, AnswerVersion.choices)
        .select_from(Answer)
        .join(Answer.version)
        .join(Answer.question)
        .join(Answer.submission)
        .where(Submission.round == round_, counts(), is_submission())
        .order_by(OpenQuestion.rank, Answer.id)
        .execution_options(yield_per=1_000)
    )
    counted: Counter[tuple[str, str, str]] = Counter()
    for number, position, choices in rows:
        counted[number, "position", str(position)] += 1
        counted.update((number, "choice", choice) for choice in choices)
    for (number, by, value), count in counted.items():
        yield number, by, value, count
