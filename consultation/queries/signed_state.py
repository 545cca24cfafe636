"""Everything that a signature stands under, as plain values that can be kept for good.

Names and words that their authors take back are gone at once, and what was signed stays: so the
state holds the numbers of people, not their names, and the places of points, not their words.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    OpenQuestion,
    Outcome,
    OwnOutcome,
    Placement,
    Point,
    Quote,
    Theme,
)
from consultation.queries.counts import ThemeLine
from consultation.queries.ledger import question_ledger
from consultation.queries.points import from_points
from consultation.queries.question_figures import question_counts
from consultation.queries.summaries import filled_summary, lasting_summary
from consultation.queries.themes import themes_in_order

State = dict[str, Any]


def signed_state(question: OpenQuestion) -> State:
    """Summary, themes, outcomes, quotes and every placement, each point with the text it is of.

    The summary is in it as it is read, with its fields filled but for those that are an author's
    own words or name.

    Where choices can be ticked their figures too: of two ticks without a word that change places,
    one withdrawn and one sent again, nothing else would tell.
    """
    themes = themes_in_order(question)
    people, marks = _people(question), _marks(question)
    lines = [
        _content(line)
        | people[line.theme_id]
        | {"quotes": [[quote.point_id, marks[quote.point_id]] for quote in line.quotes]}
        for line in themes
    ]
    summary = lasting_summary(question, themes)
    return _state(question, summary, lines, [list(row) for row in _places(question)])


def former_state(question: OpenQuestion) -> State:
    """What was signed before it was kept with its signature, names and quotes as they are shown."""
    themes = themes_in_order(question)
    summary, names = filled_summary(question, themes), _former_names(question)
    lines = [_content(line) for line in themes]
    for quote in (quote for line in lines for quote in line["quotes"]):
        quote["answer"] = names[quote["point_id"]]
    return _state(
        question,
        summary.text if summary else "",
        lines,
        [list(row[:3]) for row in _places(question)],
    )


def _former_names(question: OpenQuestion) -> dict[int, str]:
    """By quoted point: what its answer was called before answers had public numbers."""
    rows = session.execute(
        select(Point.id, Answer.id, Answer.reference)
        .join(Point.answer)
        .join(Point.quote)
        .where(Answer.question_id == question.id)
    )
    return {point_id: reference or f"A{number}" for point_id, number, reference in rows}


def _state(
    question: OpenQuestion, summary: str, themes: list[State], places: list[list[Any]]
) -> State:
    ledger = question_ledger(question)
    state = {
        "question": question.text,
        "summary": summary,
        "themes": themes,
        "places": places,
        "ledger": [[line.what, line.count] for line in ledger.answers],
    }
    more = {
        "figures": _figures(question) if question.choices else None,
        "own outcomes": _own_outcomes(question),
        "cuts": _cuts(question),
    }
    return state | {name: value for name, value in more.items() if value}


def _figures(question: OpenQuestion) -> State:
    figures = asdict(question_counts(question))
    return figures | {"counts": _counted(figures["counts"])}


def _counted(counts: dict[str, int]) -> dict[str, int]:
    """What was counted before there were meetings is told as it was."""
    return {name: n for name, n in counts.items() if n or name != "from_meetings"}


def _places(question: OpenQuestion) -> Sequence[Any]:
    """Every point that counts: its theme, why it was set aside, and the text it is a span of."""
    return session.execute(
        from_points(Point.id, Placement.theme_id, Placement.discarded_because, AnswerVersion.id)
        .where(Point.answer.has(question_id=question.id))
        .order_by(Point.id)
    ).all()


def _cuts(question: OpenQuestion) -> list[list[int]]:
    """The points that somebody cut or joined: their numbers alone do not say what they say."""
    rows = session.execute(
        from_points(Point.id, Point.start, Point.end)
        .where(Point.answer.has(question_id=question.id), Point.cut_by_id.is_not(None))
        .order_by(Point.id)
    )
    return [[point_id, start, end] for point_id, start, end in rows]


def _own_outcomes(question: OpenQuestion) -> list[list[Any]]:
    """What was decided on points by themselves."""
    rows = session.execute(
        from_points(
            Point.id,
            OwnOutcome.kind,
            OwnOutcome.reason,
            OwnOutcome.decided_by_id,
            OwnOutcome.provision_keys,
        )
        .join(Point.outcome)
        .where(Point.answer.has(question_id=question.id))
        .order_by(Point.id)
    )
    return [
        [point_id, str(kind), reason, by, *([keys] if keys else [])]
        for point_id, kind, reason, by, keys in rows
    ]


def _people(question: OpenQuestion) -> dict[int, State]:
    """Of every theme, by number: who proposed it, who worded its title, who decided on it."""
    rows = session.execute(
        select(Theme.id, Theme.proposed_by_id, Theme.titled_by_id, Outcome.decided_by_id)
        .outerjoin(Theme.outcome)
        .where(Theme.question_id == question.id)
    )
    names = ("proposed_by", "titled_by", "outcome_by")
    return {theme_id: dict(zip(names, by, strict=True)) for theme_id, *by in rows}


def _marks(question: OpenQuestion) -> dict[int, int | None]:
    """Who marked each quote; None where the machine suggests it."""
    rows = session.execute(
        select(Quote.point_id, Quote.marked_by_id)
        .join(Quote.point)
        .where(Point.answer.has(question_id=question.id))
    )
    return {row.point_id: row.marked_by_id for row in rows}


def _content(line: ThemeLine) -> State:
    """A theme without its version, which grows when an act is undone and nothing has changed.

    Its rank is told by its place in the list. What is nested nowhere says nothing of nesting, and
    what changes no provision nothing of that, so that what was signed before themes could be
    nested and outcomes change provisions still stands.
    """
    content = asdict(line)
    del content["version"], content["rank"]
    for name in ("counts", "with_nested"):
        content[name] = content[name] and _counted(content[name])
    for quote in content["quotes"]:
        del quote["source"], quote["is_withheld"]
    younger = {"parent_id", "with_nested", "changes", "unquotable"}
    return {n: value for n, value in content.items() if n not in younger or value}
