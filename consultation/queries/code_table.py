"""What was coded with a frame: counts by code, what fits none, what is to be coded anew."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import (
    Answer,
    Code,
    CodeFrame,
    CodeRefusal,
    CodeUse,
    Consultation,
    Draft,
    OpenQuestion,
    Placement,
    Point,
    Round,
    Stakeholder,
    Theme,
)
from consultation.queries.points import from_points, points_in_context

T = TypeVar("T", bound=Select[Any])


@dataclass(frozen=True)
class CodeCount:
    """A code (None: fits no code), its themes, and the points, answers, organisations it has.

    A point has the codes of its own, and in a facet where it has none, those of its theme.
    """

    facet: str
    code: Code | None
    themes: int
    points: int
    answers: int
    organisations: int


@dataclass(frozen=True)
class CodeTable:
    """What was coded, facet by facet; what fits no code, is to be coded anew, or was refused."""

    counts: dict[str, tuple[CodeCount, ...]]
    none_fits: tuple[CodeUse, ...]
    anew: tuple[CodeUse, ...]
    not_coded: tuple[Theme, ...]
    refused: tuple[CodeRefusal, ...]
    words: dict[int, str]


def code_table(consultation: Consultation, question: OpenQuestion | None = None) -> CodeTable:
    """The coding of a consultation, or of one of its questions."""
    uses = [use for use in _uses(consultation, question) if _still_there(use)]
    refused = [each for each in _refusals(consultation, question) if _still_there(each)]
    words = _words([*uses, *refused])
    uses = [use for use in uses if use.point_id is None or use.point_id in words]
    coded = {use.theme_id for use in uses}
    themes = session.scalars(
        _in_scope(select(Theme).join(Theme.question), consultation, question).where(
            Theme.discarded_at.is_(None), Theme.merged_into_id.is_(None)
        )
    )
    return CodeTable(
        counts=_counts(uses, consultation, question),
        none_fits=tuple(use for use in uses if use.code_id is None),
        anew=tuple(use for use in uses if use.is_outdated),
        not_coded=tuple(theme for theme in themes if theme.id not in coded),
        refused=tuple(each for each in refused if each.theme_id or each.point_id in words),
        words=words,
    )


def _still_there(row: CodeUse | CodeRefusal) -> bool:
    return row.theme is None or row.theme.is_current


def _words(rows: Sequence[CodeUse | CodeRefusal]) -> dict[int, str]:
    """What the points say that still stand, by point."""
    own = [row for row in rows if row.point_id]
    words: dict[int, str] = {}
    for asked in {row.question_id: row.question for row in own}.values():
        found = points_in_context(asked, sorted({row.point_id for row in own if row.point_id}))
        words |= {point.point_id: point.point_text for point in found}
    return words


def _in_scope(asked: T, consultation: Consultation, question: OpenQuestion | None) -> T:
    asked = asked.join(OpenQuestion.draft).join(Draft.round)
    asked = asked.where(Round.consultation_id == consultation.id)
    return asked.where(OpenQuestion.id == question.id) if question else asked


def _uses(consultation: Consultation, question: OpenQuestion | None) -> Sequence[CodeUse]:
    return (
        session.scalars(
            _in_scope(select(CodeUse).join(CodeUse.question), consultation, question)
            .where(CodeUse.ended_at.is_(None))
            .options(
                joinedload(CodeUse.code).joinedload(Code.wordings),
                joinedload(CodeUse.theme),
                joinedload(CodeUse.question),
                joinedload(CodeUse.person),
            )
            .order_by(_first_of_facet(), CodeUse.facet, CodeUse.id)
        )
        .unique()
        .all()
    )


def _refusals(consultation: Consultation, question: OpenQuestion | None) -> Sequence[CodeRefusal]:
    return (
        session.scalars(
            _in_scope(select(CodeRefusal).join(CodeRefusal.question), consultation, question)
            .options(
                joinedload(CodeRefusal.code).joinedload(Code.wordings),
                joinedload(CodeRefusal.theme),
                joinedload(CodeRefusal.question),
                joinedload(CodeRefusal.person),
            )
            .order_by(CodeRefusal.id)
        )
        .unique()
        .all()
    )


def _first_of_facet() -> ScalarSelect[int]:
    """Facets stand in the order in which their frame got them."""
    return (
        select(func.min(Code.id))
        .join(Code.frame)
        .where(CodeFrame.consultation_id == Round.consultation_id, Code.facet == CodeUse.facet)
        .correlate(CodeUse, Round)
        .scalar_subquery()
    )


def _counts(
    uses: Sequence[CodeUse], consultation: Consultation, question: OpenQuestion | None
) -> dict[str, tuple[CodeCount, ...]]:
    """Every code that is used, and what is coded with it."""
    points = _points(consultation, question)
    by_facet: dict[str, list[CodeUse]] = defaultdict(list)
    for use in uses:
        by_facet[use.facet].append(use)
    return {facet: tuple(_of_facet(facet, own, points)) for facet, own in by_facet.items()}


def _of_facet(
    facet: str, uses: Sequence[CodeUse], points: Sequence[tuple[int, int | None, int, int | None]]
) -> Iterator[CodeCount]:
    own: dict[int | None, set[int | None]] = defaultdict(set)
    of_theme: dict[int | None, set[int | None]] = defaultdict(set)
    for use in uses:
        if use.theme_id is not None:
            of_theme[use.theme_id].add(use.code_id)
        else:
            own[use.point_id].add(use.code_id)
    codes = {use.code_id: use.code for use in uses}
    for number in sorted(codes, key=lambda each: (each is None, each)):
        held = [row for row in points if number in (own.get(row[0]) or of_theme.get(row[1]) or ())]
        yield CodeCount(
            facet,
            codes[number],
            sum(number in coded for coded in of_theme.values()),
            len(held),
            len({answer for _, _, answer, _ in held}),
            len({organisation for *_, organisation in held} - {None}),
        )


def _points(
    consultation: Consultation, question: OpenQuestion | None
) -> list[tuple[int, int | None, int, int | None]]:
    rows = from_points(Point.id, Placement.theme_id, Answer.id, Stakeholder.organisation_id).join(
        Answer.question
    )
    rows = rows.where(Point.filler.is_(False), Placement.discarded_because.is_(None))
    found = session.execute(_in_scope(rows, consultation, question))
    return [(point, theme, answer, by) for point, theme, answer, by in found]
