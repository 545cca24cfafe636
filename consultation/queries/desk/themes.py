"""Themes with their counts, and points where they stand.

Counts are queries, never stored. A point counts where its placement puts it; an answer counts once
in each theme that holds one of its points. Answers of withdrawn submissions count nowhere.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

from sqlalchemy import ColumnElement, and_, distinct, func, select
from sqlalchemy.orm import joinedload, selectinload

from consultation.db import read_once, session
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
from consultation.queries.counts import Counts, QuoteLine, ThemeLine
from consultation.queries.desk.filters import EVERYTHING, Filter
from consultation.queries.desk.points import from_points
from consultation.queries.desk.question_figures import COUNTED, in_order_of_position, most_first
from consultation.queries.plenary.changed import changed_by, named

NOTHING = Counts(0, 0, 0, 0)


def is_current() -> ColumnElement[bool]:
    """Themes that were neither merged away nor discarded."""
    return Theme.discarded_at.is_(None) & Theme.merged_into_id.is_(None)


def current_themes(question: OpenQuestion) -> Sequence[Theme]:
    """A question's themes, in the order they were made."""
    return session.scalars(
        select(Theme).where(Theme.question == question, is_current()).order_by(Theme.id)
    ).all()


def other_themes(theme: Theme) -> list[Theme]:
    """The themes this one could be merged into."""
    return [other for other in current_themes(theme.question) if other.id != theme.id]


def themes_in_order(question: OpenQuestion, *, reviewed: bool = False) -> list[ThemeLine]:
    """A question's themes as `arranged`; who reviews reads every word of their quotes.

    A page that shows several things of them asks once.
    """
    return themes_of_each([question], reviewed=reviewed)[question.id]


def themes_of_each(
    questions: Collection[OpenQuestion], *, reviewed: bool = False
) -> dict[int, list[ThemeLine]]:
    """The same of several questions, by their numbers: as many queries for all as for one."""
    every = cache(lambda: _arranged_themes(questions, reviewed=reviewed))
    return {
        number: list(read_once((ThemeLine, number, reviewed), partial(_of_one, every, number)))
        for number in [question.id for question in questions]
    }


def _of_one(every: Callable[[], dict[int, list[ThemeLine]]], number: int) -> list[ThemeLine]:
    return every()[number]


def _arranged_themes(
    questions: Collection[OpenQuestion], *, reviewed: bool
) -> dict[int, list[ThemeLine]]:
    here = Answer.question_id.in_([question.id for question in questions])
    rows = _with_their_people(questions)
    sizes, whole = _sizes(here), _whole_sizes(here, rows)
    kinds = _shares(Stakeholder.category, here)
    positions = _shares(AnswerVersion.position, here)
    quotes = _quotes(here, reviewed=reviewed)
    lines: dict[int, list[ThemeLine]] = {}
    for question in questions:
        own = [theme for theme in rows if theme.question_id == question.id]
        changes = _changes(question, own)
        lines[question.id] = arranged(
            replace(
                _line(t, sizes.get(t.id, NOTHING), kinds[t.id], positions[t.id], quotes[t.id]),
                with_nested=whole.get(t.id),
                changes=changes[t.id],
            )
            for t in own
        )
    return lines


def arranged(lines: Iterable[ThemeLine]) -> list[ThemeLine]:
    """Themes as chairs arranged them, the others after them by size; the nested after their own."""
    ordered = sorted(lines, key=_place)
    inside: defaultdict[int | None, list[ThemeLine]] = defaultdict(list)
    for line in ordered:
        inside[line.parent_id].append(line)
    return [each for line in inside[None] for each in (line, *inside[line.theme_id])]


def _place(line: ThemeLine) -> tuple[bool, int, int, int]:
    return line.rank is None, line.rank or 0, -line.counts.points, line.theme_id


def bare_lines(question: OpenQuestion) -> list[ThemeLine]:
    """A question's themes with nothing counted yet, and without their quotes."""
    rows = _with_their_people([question])
    changes = _changes(question, rows)
    return [replace(_line(t, NOTHING, [], [], []), changes=changes[t.id]) for t in rows]


def _changes(question: OpenQuestion, themes: Sequence[Theme]) -> dict[int, tuple[str, ...]]:
    """By theme: the provisions that its outcome changes."""
    names = named(question, (theme.outcome for theme in themes))
    return {theme.id: changed_by(theme.outcome, names) for theme in themes}


def quotes_of(theme: Theme, narrowed: Filter = EVERYTHING) -> tuple[QuoteLine, ...]:
    """The quotes of a theme that are asked for, as who reviews reads them, the marked first."""
    here = and_(Placement.theme_id == theme.id, *narrowed.conditions())
    return tuple(_quotes(here, reviewed=True)[theme.id])


def _with_their_people(questions: Collection[OpenQuestion]) -> Sequence[Theme]:
    """The themes of some questions, each with its outcome and who proposed and titled it."""
    return session.scalars(
        select(Theme)
        .where(Theme.question_id.in_([question.id for question in questions]), is_current())
        .options(
            joinedload(Theme.outcome), joinedload(Theme.proposed_by), joinedload(Theme.titled_by)
        )
    ).all()


def theme_sizes(question: OpenQuestion) -> dict[int, Counts]:
    """By theme: how much is under it; one without a point is not in it."""
    return _sizes(Answer.question_id == question.id)


def _sizes(here: ColumnElement[bool]) -> dict[int, Counts]:
    rows = session.execute(
        from_points(Theme.id, *COUNTED)
        .join(Placement.theme)
        .where(here, Theme.question_id == Answer.question_id, is_current())
        .group_by(Theme.id)
    )
    return {theme_id: Counts(*counted) for theme_id, *counted in rows}


def _whole_sizes(here: ColumnElement[bool], themes: Sequence[Theme]) -> dict[int, Counts]:
    """By theme that others are nested in: how much is under it and them, each counted once."""
    if not any(theme.parent_id for theme in themes):
        return {}
    outer = func.coalesce(Theme.parent_id, Theme.id)
    rows = session.execute(
        from_points(outer, *COUNTED)
        .join(Placement.theme)
        .where(here, Theme.question_id == Answer.question_id, is_current())
        .group_by(outer)
    )
    parents = {theme.parent_id for theme in themes if theme.parent_id}
    return dict.fromkeys(parents, NOTHING) | {
        theme_id: Counts(*counted) for theme_id, *counted in rows if theme_id in parents
    }


def theme_line(theme: Theme) -> ThemeLine | None:
    """One theme as its question's page shows it; None when it was merged away or discarded."""
    lines = themes_in_order(theme.question)
    return next((line for line in lines if line.theme_id == theme.id), None)


def _line(
    theme: Theme,
    counts: Counts,
    kinds: list[tuple[str, int]],
    positions: list[tuple[str, int]],
    quotes: list[QuoteLine],
) -> ThemeLine:
    outcome = theme.outcome
    return ThemeLine(
        theme_id=theme.id,
        title=theme.title,
        terms=tuple(theme.terms),
        proposed_by=theme.proposed_by.name if theme.proposed_by else None,
        titled_by=theme.titled_by.name if theme.titled_by else None,
        cohesion=theme.cohesion,
        version=theme.version,
        counts=counts,
        by_category=most_first(kinds),
        by_position=in_order_of_position(positions),
        quotes=tuple(quotes),
        outcome=str(outcome.kind) if outcome else None,
        outcome_reason=outcome.reason if outcome else "",
        outcome_by=outcome.decided_by.name if outcome else None,
        rank=theme.rank,
        parent_id=theme.parent_id,
    )


def _shares(column: Any, here: ColumnElement[bool]) -> defaultdict[int, list[tuple[str, int]]]:
    """By theme: how many answers carry each value of a column."""
    rows = session.execute(
        from_points(Placement.theme_id, column, func.count(distinct(Answer.id)))
        .where(here, Placement.theme_id.is_not(None))
        .group_by(Placement.theme_id, column)
    )
    shares: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for theme_id, word, count in rows:
        shares[theme_id].append((str(word), count))
    return shares


def _quotes(here: ColumnElement[bool], *, reviewed: bool) -> defaultdict[int, list[QuoteLine]]:
    """By theme: its quotes, those a person marked first."""
    rows = session.scalars(
        from_points(Point)
        .join(Point.quote)
        .where(here, Quote.rejected.is_(False), Placement.theme_id.is_not(None))
        .options(
            joinedload(Point.placement),
            joinedload(Point.quote).joinedload(Quote.marked_by),
            joinedload(Point.answer)
            .joinedload(Answer.submission)
            .options(joinedload(Submission.stakeholder), selectinload(Submission.papers)),
        )
        .order_by(Quote.marked_by_id.is_(None), Quote.id)
    )
    quotes: defaultdict[int, list[QuoteLine]] = defaultdict(list)
    for point in rows:
        if point.placement and point.placement.theme_id:
            quotes[point.placement.theme_id].append(quote_line(point, reviewed=reviewed))
    return quotes


def quote_line(point: Point, *, reviewed: bool = False) -> QuoteLine:
    """A point's own words, where they may leave or who reads them reviews, and whose they are."""
    stakeholder = point.answer.submission.stakeholder
    marked_by = point.quote.marked_by if point.quote else None
    return QuoteLine(
        point_id=point.id,
        answer=point.answer.label,
        start=point.start,
        end=point.end,
        text=point.text if reviewed else point.answer.in_public(point.text),
        author=point.answer.author,
        category=stakeholder.category,
        position=str(point.answer.position),
        language=point.language,
        marked_by=marked_by.name if marked_by else None,
        taken_from=point.answer.taken_from(point.start),
        source=point.answer.source,
        is_withheld=point.answer.is_withheld,
    )
