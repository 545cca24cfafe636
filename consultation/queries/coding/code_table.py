"""What was coded with a frame: counts by code, what fits none, what is to be coded anew."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Code, CodeRefusal, CodeUse, Consultation, OpenQuestion, Theme
from consultation.queries.coding.code_counts import FacetCoding, codings, in_scope, uses_in
from consultation.queries.desk.points import points_in_context


@dataclass(frozen=True)
class CodeTable:
    """What was coded, facet by facet; what fits no code, is to be coded anew, or was refused.

    `left` has each question with the points that are not coded in it, by facet.
    """

    facets: dict[str, FacetCoding]
    none_fits: tuple[CodeUse, ...]
    anew: tuple[CodeUse, ...]
    not_coded: tuple[Theme, ...]
    left: tuple[tuple[OpenQuestion, dict[str, int]], ...]
    refused: tuple[CodeRefusal, ...]
    words: dict[int, str]


def code_table(consultation: Consultation, question: OpenQuestion | None = None) -> CodeTable:
    """The coding of a consultation, or of one of its questions."""
    facets = codings(consultation, question)
    order = list(facets)
    uses = sorted(uses_in(consultation, question), key=lambda use: order.index(use.facet))
    refused = _refusals(consultation, question)
    words = _words([*uses, *refused])
    uses = [use for use in uses if use.point_id is None or use.point_id in words]
    coded = {use.theme_id for use in uses}
    themes = session.scalars(
        in_scope(select(Theme).join(Theme.question), consultation, question).where(
            Theme.discarded_at.is_(None), Theme.merged_into_id.is_(None)
        )
    )
    return CodeTable(
        facets=facets,
        none_fits=tuple(use for use in uses if use.code_id is None),
        anew=tuple(use for use in uses if use.is_outdated),
        not_coded=tuple(theme for theme in themes if theme.id not in coded),
        left=tuple(_left(facets)),
        refused=tuple(each for each in refused if each.theme_id or each.point_id in words),
        words=words,
    )


def _left(
    facets: dict[str, FacetCoding],
) -> Iterator[tuple[OpenQuestion, dict[str, int]]]:
    counts = {
        facet: Counter(point.question_id for point in coding.uncoded)
        for facet, coding in facets.items()
    }
    numbers = {number for counted in counts.values() for number in counted}
    asked = session.scalars(
        select(OpenQuestion).where(OpenQuestion.id.in_(numbers)).order_by(OpenQuestion.number)
    )
    for question in asked:
        yield question, {facet: counted[question.id] for facet, counted in counts.items()}


def _words(rows: Sequence[CodeUse | CodeRefusal]) -> dict[int, str]:
    """What the points say that still stand, by point."""
    own = [row for row in rows if row.point_id]
    words: dict[int, str] = {}
    for asked in {row.question_id: row.question for row in own}.values():
        found = points_in_context(asked, sorted({row.point_id for row in own if row.point_id}))
        words |= {point.point_id: point.point_text for point in found}
    return words


def _refusals(consultation: Consultation, question: OpenQuestion | None) -> list[CodeRefusal]:
    found = session.scalars(
        in_scope(select(CodeRefusal).join(CodeRefusal.question), consultation, question)
        .options(
            joinedload(CodeRefusal.code).joinedload(Code.wordings),
            joinedload(CodeRefusal.theme),
            joinedload(CodeRefusal.question),
            joinedload(CodeRefusal.person),
        )
        .order_by(CodeRefusal.id)
    ).unique()
    return [each for each in found if each.theme is None or each.theme.is_current]
