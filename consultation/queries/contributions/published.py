"""What others wrote, once the body has published it: each author named as they chose.

The rows hold what may be shown and nothing else, so that no page can show more. An anonymous
author has no country here, and is not found by one: with the kind of stakeholder it could be a
name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from consultation.boundary import LARGEST_NUMBER
from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    CampaignCopy,
    OpenQuestion,
    Organisation,
    Provision,
    Round,
    Stakeholder,
    Submission,
)
from consultation.queries.contributions.submissions import (
    counts,
)
from consultation.queries.contributions.visible import (
    is_nameless,
    is_public,
)
from consultation.queries.desk.filters import contains

PAGE_SIZE = 25
AT_ONCE = 1_000
"""Contributions that are read together where all of them leave."""


@dataclass(frozen=True)
class Filters:
    """What a reader asks for; what is empty does not narrow the list."""

    words: tuple[str, ...] = ()
    question: str = ""
    provision: str = ""
    category: str = ""
    country: str = ""
    campaign: int | None = None


@dataclass(frozen=True)
class Contribution:
    """One answer as it may be shown; `alike` near-identical ones are folded into it.

    Its `number` is drawn by chance, and in its question it stands where that puts it: neither says
    what came in together with it.
    """

    number: int
    author: str
    source: str
    is_anonymous: bool
    category: str
    country: str
    question: str
    question_text: str
    position: str
    remark: str
    choices: tuple[str, ...]
    passage: str
    text: str
    proposed: str
    campaign_id: int | None
    alike: int


@dataclass(frozen=True)
class Contributions:
    """One page of a list, how many contributions are in it, and in how many lines.

    `mark` is another where one line went and another came, though the list is as long.
    """

    lines: list[Contribution]
    counted: int
    total: int
    mark: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True)
class Choices:
    """What the list can be narrowed to: value and label."""

    questions: list[tuple[str, str]]
    provisions: list[tuple[str, str]]
    categories: list[tuple[str, str]]
    countries: list[tuple[str, str]]


def _from_answers(round_: Round, *columns: Any) -> Select[Any]:
    """A select over the answers of a round that count and may be read by everybody."""
    return (
        select(*columns)
        .select_from(Answer)
        .join(Answer.version)
        .join(Answer.question)
        .join(Answer.submission)
        .join(Submission.stakeholder)
        .outerjoin(Organisation, Stakeholder.organisation_id == Organisation.id)
        .outerjoin(Answer.campaign_copy)
        .where(Submission.round == round_, counts(), is_public(), _says_something())
    )


def _says_something() -> ColumnElement[bool]:
    return (AnswerVersion.text != "") | (AnswerVersion.proposed != "")


def contributions(round_: Round, filters: Filters, *, page: int = 1) -> Contributions:
    """The contributions to a round, in the draft's order; copies of a campaign are one line.

    Asked for one campaign, each of its copies is a line of its own.
    """
    one_line = (
        Answer.id
        if filters.campaign is not None
        else func.coalesce(-CampaignCopy.campaign_id, Answer.id)
    )
    shown = func.min(Answer.id)
    groups = (
        _from_answers(round_, shown.label("answer_id"), func.count(Answer.id).label("copies"))
        .where(*_narrowed(filters))
        .group_by(one_line)
    )
    each = groups.subquery()
    sums = (func.coalesce(func.sum(column), 0) for column in (each.c.copies, each.c.answer_id))
    total, counted, mark = session.execute(select(func.count(), *sums).select_from(each)).one()
    here = groups.order_by(func.min(OpenQuestion.rank), func.min(Answer.public_number))
    rows = session.execute(here.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    copies = {row.answer_id: row.copies for row in rows}
    found = {answer.id: answer for answer in session.scalars(_whole(copies))}
    return Contributions(
        [contribution_line(found[number], alike=copies[number] - 1) for number in copies],
        counted=int(counted),
        total=total,
        mark=int(mark) % LARGEST_NUMBER,
        page=page,
    )


def contribution(answer: Answer) -> Contribution | None:
    """One contribution by itself; None for one that does not count, says nothing or is not told."""
    round_ = answer.submission.round
    counted = session.scalar(_from_answers(round_, Answer.id).where(Answer.id == answer.id))
    return contribution_line(answer) if counted else None


def contribution_count(round_: Round) -> int:
    """How many contributions to a round everybody may read, each copy of a campaign by itself."""
    return session.scalar(_from_answers(round_, func.count(Answer.id))) or 0


def every_contribution(round_: Round, *, at_once: int = AT_ONCE) -> Iterator[Contribution]:
    """All contributions to a round in the draft's order, each a line, never held together."""
    numbers = session.scalars(
        _from_answers(round_, Answer.id).order_by(OpenQuestion.rank, Answer.public_number)
    ).all()
    for start in range(0, len(numbers), at_once):
        some = numbers[start : start + at_once]
        found = {answer.id: answer for answer in session.scalars(_whole(some))}
        yield from (contribution_line(found[number]) for number in some)


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    conditions = [_holds(word) for word in filters.words]
    if filters.question:
        conditions.append(OpenQuestion.number == filters.question)
    if filters.provision:
        conditions.append(OpenQuestion.provisions.any(Provision.key == filters.provision))
    if filters.category:
        conditions.append(Stakeholder.category == filters.category)
    if filters.country:
        conditions += [Stakeholder.country == filters.country, ~is_nameless()]
    if filters.campaign is not None:
        conditions.append(CampaignCopy.campaign_id == filters.campaign)
    return conditions


def _holds(word: str) -> ColumnElement[bool]:
    return or_(*(contains(column, word) for column in (AnswerVersion.text, AnswerVersion.proposed)))


def _whole(numbers: Any) -> Select[Any]:
    return (
        select(Answer)
        .where(Answer.id.in_(numbers))
        .options(
            joinedload(Answer.question),
            joinedload(Answer.submission).joinedload(Submission.stakeholder),
            joinedload(Answer.campaign_copy),
        )
    )


def contribution_line(answer: Answer, *, alike: int = 0) -> Contribution:
    """An answer as its author let it be told; whether it may be is for the caller to have asked."""
    stakeholder, version = answer.submission.stakeholder, answer.version
    return Contribution(
        number=answer.public_number,
        author=answer.author,
        source=answer.source,
        is_anonymous=stakeholder.is_nameless_as(answer.choice),
        category=stakeholder.category,
        country=answer.country,
        question=answer.question.number,
        question_text=answer.question.text,
        position=str(version.position),
        remark=str(version.remark or ""),
        choices=tuple(version.choices),
        passage=version.passage["exact"] if version.passage else "",
        text=version.text,
        proposed=version.proposed,
        campaign_id=answer.campaign_copy.campaign_id if answer.campaign_copy else None,
        alike=alike,
    )


def choices(round_: Round) -> Choices:
    """What there is to narrow the list by: only what some contribution has."""
    questions = session.execute(
        _from_answers(round_, OpenQuestion.number, OpenQuestion.text, OpenQuestion.rank)
        .distinct()
        .order_by(OpenQuestion.rank)
    )
    provisions = session.execute(
        _from_answers(round_, Provision.key, Provision.number, Provision.title, Provision.rank)
        .join(OpenQuestion.provisions)
        .distinct()
        .order_by(Provision.rank)
    )
    categories = _from_answers(round_, Stakeholder.category).distinct()
    countries = _from_answers(round_, Stakeholder.country).where(~is_nameless()).distinct()
    return Choices(
        questions=[(number, f"{number} {text}") for number, text, _ in questions],
        provisions=[(key, f"{number} {title}") for key, number, title, _ in provisions],
        categories=[(name, name) for name in sorted(session.scalars(categories))],
        countries=[(name, name) for name in sorted(session.scalars(countries)) if name],
    )
