"""Which code of each facet a theme or point is likest to, by what people coded before.

It is placing once more (see `nlp.place`): the codes are the themes, their labels and definitions
people's own words for them, what was coded already and what fits no code are the decisions, and
refused codes are refused themes. It writes nothing, and counts nowhere until a person ticks the
code.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.errors import RuleError
from consultation.models import (
    Answer,
    CodeRefusal,
    CodeUse,
    Draft,
    OpenQuestion,
    Point,
    Round,
    Theme,
)
from consultation.operations.grouping.vectors import ReadOnlyMemory
from consultation.queries.coding.code_refusals import refusals_of
from consultation.queries.coding.codes import CodeRow, FrameVersion

R = TypeVar("R", CodeUse, CodeRefusal)

LEARNT_AT_MOST = 1_000
"""Codings, and refusals, that one page reads: the newest."""


_LIKELIER = 1.5
"""How much likelier than all codes of its facet are alike one has to be to be worth a word."""


@dataclass(frozen=True)
class SuggestedCode:
    """A code, and how sure it is that it fits: a share, 0 to 1."""

    code: CodeRow
    share: float

    @property
    def tenths(self) -> int:
        """How sure, in so many of ten."""
        return min(round(10 * self.share), 10)


@dataclass(frozen=True)
class _Said:
    """What people said of a text in a facet: its code, None for no code; or what it is not."""

    text: str
    facet: str
    code_id: int | None
    refused: frozenset[int] = frozenset()


def suggested_codes(subject: Point | Theme, frame: FrameVersion) -> dict[int, SuggestedCode]:
    """By code: the likeliest of each facet, where one is clearly likelier than the others.

    What was refused for the subject is not among them. Raises RuleError where the sentence encoder
    of the settings cannot be used.
    """
    learnt = _said(subject)
    refused = {refusal.code_id for refusal in refusals_of(subject)}
    found = [
        _likeliest(subject, rows, refused, [said for said in learnt if said.facet == facet])
        for facet, rows in frame.facets.items()
    ]
    return {each.code.code_id: each for each in found if each is not None}


def _likeliest(
    subject: Point | Theme, rows: Sequence[CodeRow], refused: set[int], learnt: Sequence[_Said]
) -> SuggestedCode | None:
    # The import is here because it takes seconds, once in a process.
    import nlp

    by_id = {row.code_id: row for row in rows}
    learnt = [said for said in learnt if said.refused or said.code_id in {None, *by_id}]
    texts = [_text(subject), *(said.text for said in learnt)]
    try:
        placed = nlp.place(
            texts,
            [None] * len(texts),
            {number: said.code_id for number, said in enumerate(learnt, 1) if not said.refused},
            refused={0: refused} | {number: said.refused for number, said in enumerate(learnt, 1)},
            titles={row.code_id: f"{row.label}. {row.definition}" for row in rows},
            question=subject.question.text,
            memory=ReadOnlyMemory(subject.question.id),
        )
    except nlp.EncoderError as error:
        raise RuleError(str(error)) from error
    likeliest, share = placed[0].likeliest, placed[0].confidence
    even = 1 / (len(by_id.keys() - refused) + 1)  # none of them is as likely as each
    if likeliest is None or share < _LIKELIER * even:
        return None
    return SuggestedCode(by_id[likeliest], share)


def _text(subject: Point | Theme) -> str:
    """What is read of it: a theme's title with the terms that set it apart."""
    if isinstance(subject, Point):
        return subject.text
    return ". ".join([subject.title, *subject.terms])


def _said(subject: Point | Theme) -> list[_Said]:
    """What people said in the consultation, but of the subject.

    Where something was coded in a facet, that says more than what was refused there.
    """
    uses = _newest(CodeUse, subject, CodeUse.ended_at.is_(None))
    coded = {(use.theme_id, use.point_id, use.facet) for use in uses}
    refused: defaultdict[tuple[str, str, int | None, int | None], set[int]] = defaultdict(set)
    for each in _newest(CodeRefusal, subject):
        facet = each.code.facet
        if (each.theme_id, each.point_id, facet) not in coded:
            refused[_text(_coded(each)), facet, each.theme_id, each.point_id].add(each.code_id)
    return [
        *(_Said(_text(_coded(use)), use.facet, use.code_id) for use in uses),
        *(_Said(text, facet, None, frozenset(own)) for (text, facet, *_), own in refused.items()),
    ]


def _coded(row: CodeUse | CodeRefusal) -> Point | Theme:
    found = row.theme or row.point
    assert found is not None  # noqa: S101 – the database says so
    return found


def _newest(
    model: type[R], subject: Point | Theme, *conditions: ColumnElement[bool]
) -> Sequence[R]:
    """The newest rows of the consultation, but for the subject's own."""
    own = model.point_id if isinstance(subject, Point) else model.theme_id
    return session.scalars(
        select(model)
        .join(model.question)
        .join(OpenQuestion.draft)
        .join(Draft.round)
        .where(
            Round.consultation_id == subject.question.consultation.id,
            own.is_distinct_from(subject.id),
            *conditions,
        )
        .options(
            joinedload(model.theme),
            joinedload(model.code),
            joinedload(model.point).joinedload(Point.answer).joinedload(Answer.version),
        )
        .order_by(model.id.desc())
        .limit(LEARNT_AT_MOST)
    ).all()
