"""Which code of each facet a theme or point is likest to, by what people coded before.

It is placing once more (see `nlp.place`): the codes are the themes, their labels and definitions
people's own words for them, and what was coded already are the decisions. It writes nothing, and
counts nowhere until a person ticks the code.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.errors import RuleError
from consultation.models import Answer, CodeUse, Draft, OpenQuestion, Point, Round, Theme
from consultation.operations.vectors import ReadOnlyMemory
from consultation.queries.codes import CodeRow, FrameVersion

LEARNT_AT_MOST = 1_000
"""Codings that one page reads: the newest."""


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


def suggested_codes(subject: Point | Theme, frame: FrameVersion) -> dict[int, SuggestedCode]:
    """By code: the likeliest of each facet, where one is clearly likelier than the others.

    Raises RuleError where the sentence encoder of the settings cannot be used.
    """
    learnt = _codings(subject)
    found = [
        _likeliest(subject, rows, [(text, code) for text, f, code in learnt if f == facet])
        for facet, rows in frame.facets.items()
    ]
    return {each.code.code_id: each for each in found if each is not None}


def _likeliest(
    subject: Point | Theme, rows: Sequence[CodeRow], learnt: Sequence[tuple[str, int]]
) -> SuggestedCode | None:
    # The import is here because it takes seconds, once in a process.
    import nlp

    by_id = {row.code_id: row for row in rows}
    learnt = [(text, code_id) for text, code_id in learnt if code_id in by_id]
    texts = [_text(subject), *(text for text, _ in learnt)]
    try:
        placed = nlp.place(
            texts,
            [None] * len(texts),
            {number: code_id for number, (_, code_id) in enumerate(learnt, 1)},
            titles={row.code_id: f"{row.label}. {row.definition}" for row in rows},
            question=subject.question.text,
            memory=ReadOnlyMemory(subject.question.id),
        )
    except nlp.EncoderError as error:
        raise RuleError(str(error)) from error
    likeliest, share = placed[0].likeliest, placed[0].confidence
    even = 1 / (len(rows) + 1)  # none of them is as likely as each
    if likeliest is None or share < _LIKELIER * even:
        return None
    return SuggestedCode(by_id[likeliest], share)


def _text(subject: Point | Theme) -> str:
    """What is read of it: a theme's title with the terms that set it apart."""
    if isinstance(subject, Point):
        return subject.text
    return ". ".join([subject.title, *subject.terms])


def _codings(subject: Point | Theme) -> list[tuple[str, str, int]]:
    """What people coded in the consultation, but for the subject: text, facet and code."""
    uses = session.scalars(
        select(CodeUse)
        .join(CodeUse.question)
        .join(OpenQuestion.draft)
        .join(Draft.round)
        .where(
            Round.consultation_id == subject.question.consultation.id,
            CodeUse.ended_at.is_(None),
            CodeUse.code_id.is_not(None),
        )
        .options(
            joinedload(CodeUse.theme),
            joinedload(CodeUse.point).joinedload(Point.answer).joinedload(Answer.version),
        )
        .order_by(CodeUse.id.desc())
        .limit(LEARNT_AT_MOST)
    )
    return [
        (_text(coded), use.facet, use.code_id)
        for use in uses
        if (coded := use.theme or use.point) is not None and use.code_id and coded is not subject
    ]
