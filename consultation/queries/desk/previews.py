"""What a merge or a move would make of themes, told before it is done."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement

from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    OpenQuestion,
    Placement,
    Point,
    Quote,
    Stakeholder,
    Submission,
    Theme,
)
from consultation.queries.coding.code_changes import CodeChange, code_changes
from consultation.queries.contributions.submissions import was_said_in_a_meeting
from consultation.queries.counts import Counts
from consultation.queries.desk.points import from_points, is_not_filler, is_unplaced
from consultation.queries.desk.question_figures import in_order_of_position, most_first
from consultation.queries.grouping.minority import minority_among


@dataclass(frozen=True)
class Side:
    """A theme as it would be, beside how many answers it has now; `title` of who has none yet."""

    title: str
    was: int
    counts: Counts
    by_position: tuple[tuple[str, int], ...]
    by_category: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Preview:
    """What there would be afterwards: the theme that gains points, and the one that loses some.

    `shared` answers have points on both sides now, and would be counted once. `quotes` would speak
    for the gaining theme, and `minority` are the points in it that few make, with their reasons.
    `codes` are those that the points would lose or join, and `lost_outcome` is what was decided on
    a theme that would be gone.
    """

    gaining: Side
    losing: Side | None
    shared: int
    quotes: int
    minority: tuple[tuple[str, str], ...]
    codes: tuple[CodeChange, ...]
    lost_outcome: str


class _Row(NamedTuple):
    point_id: int
    answer_id: int
    submission_id: int
    is_from_meeting: bool
    organisation_id: int | None
    position: str
    category: str
    is_quote: bool


def codes_lost_with(theme: Theme) -> tuple[CodeChange, ...]:
    """What its points would be coded no more if a theme were discarded."""
    ids = {row.point_id for row in _rows(_under(theme))}
    return code_changes(theme.question, ids, None, gone=theme)


def merge_preview(theme: Theme, into: Theme) -> Preview:
    """What there would be once all points of a theme are in another."""
    moved, there = _rows(_under(theme)), _rows(_under(into))
    ids, outcome = {row.point_id for row in moved}, theme.outcome
    return Preview(
        gaining=_side(into.title, there, [*there, *moved]),
        losing=None,
        shared=_shared(moved, there),
        quotes=sum(row.is_quote for row in (*there, *moved)),
        minority=_minority(theme.question, ids),
        codes=code_changes(theme.question, ids, into, gone=theme),
        lost_outcome=str(outcome.kind) if outcome else "",
    )


def move_preview(
    ids: Collection[int], source: Theme | None, into: Theme | None, title: str
) -> Preview:
    """What there would be once some points are in a theme, in a new one of this title, or in none.

    `source` is the theme that they are in now.
    """
    chosen = set(ids)
    question = session.get_one(Point, next(iter(chosen))).question
    unplaced = (Answer.question_id == question.id) & is_unplaced()
    here = _rows(_under(source) if source else unplaced)
    there = _rows(_under(into)) if into else []
    moved = [row for row in here if row.point_id in chosen]
    left = [row for row in here if row.point_id not in chosen]
    return Preview(
        gaining=_side(into.title if into else title, there, [*there, *moved]),
        losing=_side(source.title, here, left) if source else None,
        shared=_shared(moved, there),
        quotes=sum(row.is_quote for row in (*there, *moved)),
        minority=_minority(question, chosen),
        codes=code_changes(question, chosen, into),
        lost_outcome="",
    )


def _under(theme: Theme) -> ColumnElement[bool]:
    return (Placement.theme_id == theme.id) & is_not_filler()


def _rows(where: ColumnElement[bool]) -> list[_Row]:
    rows = session.execute(
        from_points(
            Point.id,
            Answer.id,
            Submission.id,
            was_said_in_a_meeting(),
            Stakeholder.organisation_id,
            AnswerVersion.position,
            Stakeholder.category,
            Quote.id.is_not(None) & Quote.rejected.is_(False),
        )
        .outerjoin(Point.quote)
        .where(where)
    )
    return [
        _Row._make((*columns, str(position), category, bool(is_quote)))
        for *columns, position, category, is_quote in rows
    ]


def _side(title: str, before: Iterable[_Row], after: Collection[_Row]) -> Side:
    answers = {row.answer_id: row for row in after}.values()
    organisations = {row.organisation_id for row in after} - {None}
    return Side(
        title,
        was=len({row.answer_id for row in before}),
        counts=Counts(
            points=len(after),
            answers=len(answers),
            submissions=len({row.submission_id for row in after if not row.is_from_meeting}),
            organisations=len(organisations),
            from_meetings=sum(row.is_from_meeting for row in answers),
        ),
        by_position=in_order_of_position(list(Counter(r.position for r in answers).items())),
        by_category=most_first(list(Counter(r.category for r in answers).items())),
    )


def _shared(one: Iterable[_Row], other: Iterable[_Row]) -> int:
    return len({row.answer_id for row in one} & {row.answer_id for row in other})


def _minority(question: OpenQuestion, points: Collection[int]) -> tuple[tuple[str, str], ...]:
    """The words of those points that few make, each with the reason why it is listed."""
    return tuple((line.said.text, line.reason) for line in minority_among(question, points))
