"""How far those who may take part in a round have come: invited, taking part, writing, sent."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import distinct, func, select

from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    Colleague,
    OpenQuestion,
    Person,
    Round,
    Stakeholder,
    Submission,
    WorkingGroup,
)
from consultation.queries.consultations.eligibility import PersonLine, Standing, people_of
from consultation.queries.contributions.submissions import (
    counts,
    is_counted,
    is_submission,
    questions_in,
    sent_in,
)
from consultation.queries.counts import CampaignLine
from consultation.queries.grouping.campaigns import campaigns_of

NOT_SAID = "not said"


@dataclass
class Share:
    """How many of one kind or country have come how far."""

    label: str
    invited: int = 0
    taking_part: int = 0
    writing: int = 0
    sent: int = 0


@dataclass(frozen=True)
class GroupShare:
    """How many asked to follow a working group, and how many answer its questions."""

    code: str
    following: int
    writing: int
    sent: int


@dataclass(frozen=True)
class Participation:
    """The same people cut by kind and by country, and who answers which working group.

    Which group somebody follows is told by those alone who were decided on: `following` counts who
    named any, and where nobody did says nothing of the groups.
    """

    whole: Share
    by_category: list[Share]
    by_country: list[Share]
    by_group: list[GroupShare]
    following: int


def participation(round_: Round) -> Participation:
    """Who was invited, takes part, has saved something, and has sent it in time and not withdrawn.

    Whoever was accepted was invited, also once they take part.
    """
    people = people_of(round_.consultation)
    writing, sent = _writing(round_), _sent(round_)
    asked = [_groups_of(line) for line in people if line.standing is not Standing.REFUSED]
    return Participation(
        whole=next(iter(_shares(people, lambda _line: ["all"], writing, sent)), Share("all")),
        by_category=_shares(people, lambda line: [line.category or NOT_SAID], writing, sent),
        by_country=_shares(people, lambda line: [line.country or NOT_SAID], writing, sent),
        by_group=_by_group(round_, Counter(code for codes in asked for code in codes)),
        following=sum(bool(codes) for codes in asked),
    )


def _groups_of(line: PersonLine) -> set[str]:
    """Each once, also where somebody asked for it twice."""
    return set(line.decision.working_groups) if line.decision else set()


def _by_group(round_: Round, following: Counter[str]) -> list[GroupShare]:
    """The groups of the round's questions, with those that anybody asked to follow."""
    writing, sent = _writing_by_group(round_), _answered_by_group(round_)
    codes = {question.working_group.code for question in questions_in(round_)} | {*following}
    return [
        GroupShare(code, following[code], writing.get(code, 0), sent.get(code, 0))
        for code in sorted(codes)
    ]


def _shares(
    people: Iterable[PersonLine],
    labels: Callable[[PersonLine], list[str]],
    writing: set[int],
    sent: set[int],
) -> list[Share]:
    found: dict[str, Share] = {}
    for line in people:
        for label in labels(line) if line.standing is not Standing.REFUSED else ():
            share = found.setdefault(label, Share(label))
            number = line.part.id if line.part else 0
            share.invited += line.decision is not None
            share.taking_part += line.part is not None
            share.writing += number in writing
            share.sent += number in sent
    return sorted(found.values(), key=lambda share: (-share.taking_part, share.label))


def _writing(round_: Round) -> set[int]:
    """Stakeholders who have saved anything in a round."""
    saved = select(Submission.stakeholder_id).join(
        AnswerVersion, AnswerVersion.submission_id == Submission.id
    )
    return set(session.scalars(saved.where(Submission.round_id == round_.id)))


def _sent(round_: Round) -> set[int]:
    return set(session.scalars(sent_in(round_, Submission.stakeholder_id).where(is_counted())))


def _writing_by_group(round_: Round) -> dict[str, int]:
    """How many stakeholders saved an answer to each working group, sent or not."""
    rows = session.execute(
        select(WorkingGroup.code, func.count(distinct(Submission.stakeholder_id)))
        .join(OpenQuestion, OpenQuestion.working_group_id == WorkingGroup.id)
        .join(AnswerVersion, AnswerVersion.question_id == OpenQuestion.id)
        .join(AnswerVersion.submission)
        .where(Submission.round_id == round_.id, is_submission())
        .group_by(WorkingGroup.code)
    )
    return {code: int(count) for code, count in rows}


def _answered_by_group(round_: Round) -> dict[str, int]:
    """How many stakeholders sent an answer that counts in each working group."""
    rows = session.execute(
        sent_in(round_, WorkingGroup.code, func.count(distinct(Submission.stakeholder_id)))
        .join(Answer, Answer.submission_id == Submission.id)
        .join(Answer.question)
        .join(OpenQuestion.working_group)
        .where(counts())
        .group_by(WorkingGroup.code)
    )
    return {code: int(count) for code, count in rows}


def campaigns_in(round_: Round) -> list[tuple[OpenQuestion, CampaignLine]]:
    """The campaigns of a round by question, the one with most submissions first."""
    found = [(each, line) for each in questions_in(round_) for line in campaigns_of(each)]
    return sorted(found, key=lambda pair: (-pair[1].submissions, pair[0].rank))


def unsent_writers(round_: Round, category: str = "") -> list[Person]:
    """Who leads or writes in a part of which nothing is sent in a round, each once."""
    parts = select(Stakeholder.id).where(
        Stakeholder.consultation_id == round_.consultation_id,
        Stakeholder.id.not_in(_sent(round_) | {0}),
    )
    if category:
        parts = parts.where(Stakeholder.category == category)
    leads = select(Stakeholder.person_id).where(Stakeholder.id.in_(parts))
    colleagues = select(Colleague.person_id).where(Colleague.stakeholder_id.in_(parts))
    people: Sequence[Person] = session.scalars(
        select(Person)
        .where(Person.id.in_(leads) | Person.id.in_(colleagues), Person.disabled_at.is_(None))
        .order_by(Person.id)
    ).all()
    return list(people)


def invited_only(round_: Round, category: str = "") -> list[PersonLine]:
    """Who is accepted and has not begun to take part."""
    return [
        line
        for line in people_of(round_.consultation)
        if line.standing is Standing.INVITED and category in {"", line.category}
    ]
