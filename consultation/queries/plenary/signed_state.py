"""Everything that a signature stands under, as plain values that can be kept for good.

Names and words that their authors take back are gone at once, and what was signed stays: so the
state holds the numbers of people, not their names, and the places of points, not their words.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, select

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
from consultation.queries.contributions.ledger import unchecked_lines
from consultation.queries.counts import ThemeLine
from consultation.queries.desk.points import from_points
from consultation.queries.desk.question_figures import question_counts
from consultation.queries.desk.themes import themes_in_order, themes_of_each
from consultation.queries.plenary.summaries import filled_summary, lasting_summary

State = dict[str, Any]


def signed_state(question: OpenQuestion) -> State:
    """What a signature under a question stands under now; see `signed_states`."""
    ((_, state),) = signed_states([question])
    return state


def signed_states(questions: Sequence[OpenQuestion]) -> Iterator[tuple[OpenQuestion, State]]:
    """Of each question: summary, themes, outcomes, quotes, every placement with the point's text.

    The summary is in it as it is read, with its fields filled but for those that are an author's
    own words or name.

    Where choices can be ticked their figures too: of two ticks without a word that change places,
    one withdrawn and one sent again, nothing else would tell.

    What is few in a question is read for all of them at once; its answers and points, which may be
    many, only when its turn comes.
    """
    themes = themes_of_each(questions)
    people, marks = _people(questions), _marks(questions)
    own, cuts = _own_outcomes(questions), _cuts(questions)
    for question in questions:
        lines = [
            _content(line)
            | people[line.theme_id]
            | {"quotes": [[quote.point_id, marks[quote.point_id]] for quote in line.quotes]}
            for line in themes[question.id]
        ]
        summary = lasting_summary(question, themes[question.id])
        places = [list(row) for row in _places(question)]
        decided = {"own outcomes": own[question.id], "cuts": cuts[question.id]}
        yield question, _state(question, summary, lines, places, decided)


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
        {
            "own outcomes": _own_outcomes([question])[question.id],
            "cuts": _cuts([question])[question.id],
        },
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
    question: OpenQuestion,
    summary: str,
    themes: list[State],
    places: list[list[Any]],
    decided: State,
) -> State:
    """All of it; `decided` is what was decided on points by themselves, where anything was."""
    state = {
        "question": question.text,
        "summary": summary,
        "themes": themes,
        "places": places,
        "ledger": [[line.what, line.count] for line in unchecked_lines(question).answers],
    }
    more = {"figures": _figures(question) if question.choices else None} | decided
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


def _cuts(questions: Sequence[OpenQuestion]) -> defaultdict[int, list[list[int]]]:
    """The points that somebody cut or joined: their numbers alone do not say what they say."""
    rows = session.execute(
        from_points(Answer.question_id, Point.id, Point.start, Point.end)
        .where(_is_of(questions), Point.cut_by_id.is_not(None))
        .order_by(Point.id)
    )
    cuts: defaultdict[int, list[list[int]]] = defaultdict(list)
    for question_id, *cut in rows:
        cuts[question_id].append(cut)
    return cuts


def _is_of(questions: Sequence[OpenQuestion]) -> ColumnElement[bool]:
    return Answer.question_id.in_([question.id for question in questions])


def _own_outcomes(questions: Sequence[OpenQuestion]) -> defaultdict[int, list[list[Any]]]:
    """What was decided on points by themselves."""
    rows = session.execute(
        from_points(
            Answer.question_id,
            Point.id,
            OwnOutcome.kind,
            OwnOutcome.reason,
            OwnOutcome.decided_by_id,
            OwnOutcome.provision_keys,
        )
        .join(Point.outcome)
        .where(_is_of(questions))
        .order_by(Point.id)
    )
    found: defaultdict[int, list[list[Any]]] = defaultdict(list)
    for question_id, point_id, kind, reason, by, keys in rows:
        found[question_id].append([point_id, str(kind), reason, by, *([keys] if keys else [])])
    return found


def _people(questions: Sequence[OpenQuestion]) -> dict[int, State]:
    """Of every theme, by number: who proposed it, who worded its title, who decided on it."""
    rows = session.execute(
        select(Theme.id, Theme.proposed_by_id, Theme.titled_by_id, Outcome.decided_by_id)
        .outerjoin(Theme.outcome)
        .where(Theme.question_id.in_([question.id for question in questions]))
    )
    names = ("proposed_by", "titled_by", "outcome_by")
    return {theme_id: dict(zip(names, by, strict=True)) for theme_id, *by in rows}


def _marks(questions: Sequence[OpenQuestion]) -> dict[int, int | None]:
    """Who marked each quote; None where the machine suggests it."""
    rows = session.execute(
        select(Quote.point_id, Quote.marked_by_id)
        .join(Quote.point)
        .join(Point.answer)
        .where(_is_of(questions))
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
