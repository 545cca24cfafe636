"""Which codes points have, facet by facet, and what is counted of that.

A point has the codes of its own, and in a facet where it has none, those of its theme. Whatever
counts codes counts here, so that pages and exports say the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import (
    Answer,
    Code,
    CodeFrame,
    CodeUse,
    Consultation,
    Draft,
    OpenQuestion,
    Placement,
    Point,
    Round,
    Stakeholder,
)
from consultation.queries.desk.points import from_points

T = TypeVar("T", bound=Select[Any])
CodeIds = frozenset[int | None]
"""Codes by number; None says that none fits."""


class CountedPoint(NamedTuple):
    """A point that counts, where it stands, and whose it is."""

    question_id: int
    point_id: int
    theme_id: int | None
    answer_id: int
    organisation_id: int | None


@dataclass(frozen=True)
class CodeCount:
    """A code (None: fits no code), its themes, and the points, answers, organisations it has."""

    facet: str
    code: Code | None
    themes: int
    points: int
    answers: int
    organisations: int


@dataclass(frozen=True)
class FacetCoding:
    """How points are coded in one facet: by themselves, and as their themes are."""

    facet: str
    codes: Mapping[int | None, Code | None]
    own: Mapping[int | None, CodeIds]
    of_theme: Mapping[int | None, CodeIds]
    points: Sequence[CountedPoint]

    def codes_of(self, point: CountedPoint) -> CodeIds:
        """What a point is coded with; empty where nobody coded it or its theme here."""
        return self.own.get(point.point_id) or self.of_theme.get(point.theme_id) or frozenset()

    def counts(self) -> tuple[CodeCount, ...]:
        """Every code that is used, in the order of the frame; what fits none is last."""
        return tuple(self.count(number) for number in self.codes)

    def count(self, number: int | None) -> CodeCount:
        """What one code has."""
        themes = sum(number in coded for coded in self.of_theme.values())
        return self._count(
            self.codes[number], themes, [p for p in self.points if number in self.codes_of(p)]
        )

    @property
    def uncoded(self) -> list[CountedPoint]:
        """The points that have no code here, nor were found to fit none."""
        return [point for point in self.points if not self.codes_of(point)]

    def not_coded(self) -> CodeCount:
        """What the uncoded points come to; themes of it are none."""
        return self._count(None, 0, self.uncoded)

    def _count(self, code: Code | None, themes: int, held: Sequence[CountedPoint]) -> CodeCount:
        return CodeCount(
            self.facet,
            code,
            themes,
            len(held),
            len({point.answer_id for point in held}),
            len({point.organisation_id for point in held} - {None}),
        )


def codings(
    consultation: Consultation, question: OpenQuestion | None = None
) -> dict[str, FacetCoding]:
    """By facet, in the order of the frame: how the points are coded in all or one question."""
    points = _points(consultation, question)
    by_facet: dict[str, list[CodeUse]] = {facet: [] for facet in _facets(consultation)}
    for use in uses_in(consultation, question):
        by_facet.setdefault(use.facet, []).append(use)
    return {facet: _coding(facet, uses, points) for facet, uses in by_facet.items()}


def _coding(facet: str, uses: Sequence[CodeUse], points: Sequence[CountedPoint]) -> FacetCoding:
    counting = {point.point_id for point in points}
    own: defaultdict[int | None, set[int | None]] = defaultdict(set)
    of_theme: defaultdict[int | None, set[int | None]] = defaultdict(set)
    codes: dict[int | None, Code | None] = {}
    for use in uses:
        if use.theme_id is None and use.point_id not in counting:
            continue
        codes[use.code_id] = use.code
        held = own[use.point_id] if use.theme_id is None else of_theme[use.theme_id]
        held.add(use.code_id)
    return FacetCoding(
        facet,
        dict(sorted(codes.items(), key=lambda each: (each[0] is None, each[0]))),
        {number: frozenset(held) for number, held in own.items()},
        {number: frozenset(held) for number, held in of_theme.items()},
        points,
    )


def _facets(consultation: Consultation) -> Iterator[str]:
    """Facets that have a code, in the order in which the frame got them."""
    rows = session.scalars(
        select(Code.facet)
        .join(Code.frame)
        .where(CodeFrame.consultation == consultation)
        .group_by(Code.facet)
        .having(func.count().filter(Code.retired_in.is_(None)) > 0)
        .order_by(func.min(Code.id))
    )
    return iter(rows)


def in_scope(asked: T, consultation: Consultation, question: OpenQuestion | None) -> T:
    """Of a select that has the questions: the rows of a consultation, or of one question."""
    asked = asked.join(OpenQuestion.draft).join(Draft.round)
    asked = asked.where(Round.consultation_id == consultation.id)
    return asked.where(OpenQuestion.id == question.id) if question else asked


def uses_in(consultation: Consultation, question: OpenQuestion | None) -> list[CodeUse]:
    """What people coded and what still stands, of themes that do."""
    found = session.scalars(
        in_scope(select(CodeUse).join(CodeUse.question), consultation, question)
        .where(CodeUse.ended_at.is_(None))
        .options(
            joinedload(CodeUse.code).joinedload(Code.wordings),
            joinedload(CodeUse.theme),
            joinedload(CodeUse.question),
            joinedload(CodeUse.person),
        )
        .order_by(CodeUse.id)
    ).unique()
    return [use for use in found if use.theme is None or use.theme.is_current]


def _points(consultation: Consultation, question: OpenQuestion | None) -> list[CountedPoint]:
    rows = from_points(
        Answer.question_id, Point.id, Placement.theme_id, Answer.id, Stakeholder.organisation_id
    ).join(Answer.question)
    rows = rows.where(Point.filler.is_(False), Placement.discarded_because.is_(None))
    found = session.execute(in_scope(rows, consultation, question).order_by(Answer.id, Point.start))
    return [CountedPoint(*row) for row in found]
