"""The desk of one question, opened, filtered, worked on, beside a bare Flask page with one SELECT.

Two questions: the largest of the white paper's consultation, read in as the command does, where
`../shared/data` is; and one with 20,000 made-up points. Points and themes are made up in both, a
point a sentence and thirty themes by turns: what is measured is the page, not the analysis. The
bare page lists the titles of the question's themes. The act is a move of a thousand points, there
and back by turns: nobody else writes to SQLite while it lasts.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import func, insert, select

from consultation import clock, create_app, db, schema
from consultation.config import Settings
from consultation.db import session, transaction
from consultation.imports.answers import match_columns, read_answers
from consultation.imports.tables import read_table
from consultation.models import (
    Answer,
    Appointment,
    Fit,
    Office,
    OpenQuestion,
    Person,
    Placement,
    Point,
    Position,
    Publication,
    Quote,
    Subtheme,
    Theme,
)
from consultation.operations.contributions import intake
from consultation.operations.contributions.batches import AnswerRow, Batch, StakeholderRow
from consultation.operations.desk.points import move_points
from consultation.operations.desk.putting import UNPLACED, place_seen
from consultation.queries.desk.points import from_points
from tests.benchmarks.pages import _calling, _in_turns, _visitor
from tests.conftest import SHARED_DATA
from tests.operations.fabricated import sentences

WHITE_PAPER = SHARED_DATA / "eu_ai_white_paper" / "data.csv"
POINTS = 20_000
THEMES = 30
KINDS = ("reason", "request", None)
CHAIR = "chair@desk.example"
WORDS = "the record audit fire register small firm chair border incident model rule time cost safe"
BARE = """<!doctype html><html lang="en"><title>Themes</title><h1>Themes</h1>
{% for title in titles %}<p>{{ title }}</p>{% endfor %}</html>"""

VISITS = {
    "open": "",
    "a kind of stakeholder": "?category={category}",
    "a language, a position, words": "?language=en&position=no+position&words={word}",
}
"""What is measured of each question: the desk as it opens, and under filters."""
MOVED = 1_000
MOVE_AT_MOST = 5_000.0
"""Milliseconds that others who write may have to wait: half of what they would wait."""


@dataclass(frozen=True)
class Opened:
    """The desk once: median milliseconds, how many bare pages that is, and what it may take."""

    question: str
    points: int
    visit: str
    milliseconds: float
    ratio: float
    most: float

    @property
    def is_fast_enough(self) -> bool:
        return self.milliseconds <= self.most


def measured(
    folder: Path, repeats: int, url: str = "", points: int = POINTS
) -> Iterator[tuple[float, list[Opened]]]:
    """For each question: milliseconds of the bare page, and the desk against it."""
    settings = Settings(data=folder, database_url=url)
    engine = db.connect(settings.url)
    schema.ensure_current(engine)
    names = {}
    if WHITE_PAPER.exists():
        names["white paper"] = _made(_white_paper(), "White paper"), (1_000.0, 300.0)
    names["made up"] = _made(_made_up(points), "Made up"), (2_000.0, 1_000.0)
    engine.dispose()
    app = create_app(settings)
    chair = _visitor(app, CHAIR)
    for name, (question_id, (opens, filters)) in names.items():
        bare, lines = _against_bare(app, chair, question_id, repeats)
        with app.app_context():
            size = _size(question_id)
        yield (
            bare,
            [
                Opened(name, size, visit, ms, ms / bare, filters if VISITS[visit] else opens)
                for visit, ms in lines.items()
            ]
            + (_moved(app, name, question_id, size, repeats) if size >= points else []),
        )
    app.engine.dispose()


def _against_bare(
    app: Any, chair: Any, question_id: int, repeats: int
) -> tuple[float, dict[str, float]]:
    with app.app_context():
        category, word = _asked(question_id)
    calls = {"bare": _calling(_bare(question_id).test_client(), "/")} | {
        visit: _calling(
            chair,
            f"/questions/{question_id}/themes" + asked.format(category=category, word=word),
        )
        for visit, asked in VISITS.items()
    }
    times = _in_turns(calls, repeats)
    return times.pop("bare"), times


def _moved(app: Any, name: str, question_id: int, size: int, repeats: int) -> list[Opened]:
    """A move of many points beside the bare page."""
    page = _calling(_bare(question_id).test_client(), "/")
    with app.app_context():
        times = _in_turns({"bare": page, "move": _moving(question_id)}, repeats)
    milliseconds, bare = times["move"], times["bare"]
    visit = f"move of {MOVED:,} points"
    return [Opened(name, size, visit, milliseconds, milliseconds / bare, MOVE_AT_MOST)]


def _moving(question_id: int) -> Callable[[], None]:
    """Moves the same unplaced points under a theme, and out of it the next time."""
    unplaced = from_points(Point.id).where(
        Answer.question_id == question_id, Placement.id.is_(None)
    )
    numbers = session.scalars(unplaced.order_by(Point.id).limit(MOVED)).all()
    home = select(func.min(Theme.id)).where(Theme.question_id == question_id)
    there = session.scalars(home).one()
    session.remove()
    assert len(numbers) == MOVED

    def move() -> None:
        with transaction():
            moved = session.scalars(select(Point).where(Point.id.in_(numbers))).all()
            chair = session.scalars(select(Person).where(Person.email == CHAIR)).one()
            seen = place_seen(moved[0])
            theme = session.get_one(Theme, there) if seen == UNPLACED else None
            move_points(moved, theme, seen=seen, by=chair, now=clock.now())
        session.remove()

    return move


def _white_paper() -> Batch:
    table = read_table(WHITE_PAPER, encoding="utf-8-sig")
    columns = match_columns(table.columns, {})
    return read_answers(table, columns, publication=Publication.NAMED)


def _made_up(points: int) -> Batch:
    """One question, five points an answer, from organisations of a dozen countries."""
    luck = random.Random(1)
    words = WORDS.split()
    answers, stakeholders = [], []
    for number in range(points // 5):
        text = " ".join(
            " ".join(luck.choices(words, k=luck.randint(8, 30))).capitalize() + "."
            for _ in range(5)
        )
        reference = f"S{number}"
        position = luck.choice(list(Position))
        answers.append(AnswerRow(number, reference, text, position=position, language="en"))
        stakeholders.append(
            StakeholderRow(
                reference,
                organisation=f"Body {number}",
                category=luck.choice(("industry", "civil society", "academia", "public body")),
                country=f"Country {luck.randrange(12)}",
                size=luck.choice(("micro", "small", "large", "")),
                publication=luck.choice(list(Publication)),
            )
        )
    return Batch(answers=tuple(answers), stakeholders=tuple(stakeholders))


def _made(batch: Batch, title: str) -> int:
    """A consultation of these answers; the number of its largest question, with points made up."""
    with transaction():
        taken = intake.take_answers(batch, title=title, now=clock.now())
        question_id: int = session.scalars(
            select(Answer.question_id)
            .join(Answer.question)
            .join(OpenQuestion.draft)
            .where(OpenQuestion.draft.has(round=taken.consultation.rounds[0]))
            .group_by(Answer.question_id)
            .order_by(func.count().desc())
            .limit(1)
        ).one()
        question = session.get_one(OpenQuestion, question_id)
        session.add(Appointment(working_group=question.working_group, person=_chair(),
                                office=Office.CHAIR))  # fmt: skip
        _add_points(question)
    session.remove()
    return question_id


def _chair() -> Person:
    known = session.scalar(select(Person).where(Person.email == CHAIR))
    return known or Person(
        email=CHAIR, name="Chair", password_hash="", session_key="desk", created_at=clock.now()
    )


def _add_points(question: OpenQuestion) -> None:
    """A point a sentence; one in twelve unplaced, the rest under thirty themes and their halves."""
    themes = [Theme(question=question, title=f"Theme {n}", cohesion=0.5) for n in range(THEMES)]
    parts = [Subtheme(theme=theme, title="A part") for theme in themes]
    session.add_all([*themes, *parts])
    session.flush()
    spans = [
        {"answer_id": answer.id, "start": start, "end": end, "language": "en", "cues": [],
         "references": [], "filler": False, "kind": KINDS[len(answer.text) % 3]}
        for answer in session.scalars(select(Answer).where(Answer.question_id == question.id))
        for start, end in sentences(answer.text)
    ]  # fmt: skip
    ids = session.scalars(insert(Point).returning(Point.id), spans).all()
    placed = [(point, number % THEMES) for number, point in enumerate(sorted(ids)) if number % 12]
    session.execute(
        insert(Placement), [{"point_id": p, "theme_id": themes[n].id} for p, n in placed]
    )
    session.execute(
        insert(Fit),
        [
            {"point_id": p, "theme_id": themes[n].id, "score": 0.4 + p % 50 / 100,
             "subtheme_id": parts[n].id if p % 2 else None,
             "runner_up_id": themes[n - 1].id, "runner_up_score": 0.3}
            for p, n in placed
        ],
    )  # fmt: skip
    session.execute(
        insert(Quote), [{"point_id": p, "rejected": False} for p, _ in placed[: 3 * THEMES]]
    )


def _asked(question_id: int) -> tuple[str, str]:
    """A kind of stakeholder, and a word of some point."""
    answer = session.scalars(
        select(Answer).where(Answer.question_id == question_id).order_by(Answer.id)
    ).first()
    assert answer is not None
    return answer.submission.stakeholder.category.replace(" ", "+").replace("&", "%26"), "the"


def _size(question_id: int) -> int:
    points = select(func.count(Point.id)).join(Point.answer)
    return session.scalar(points.where(Answer.question_id == question_id)) or 0


def _bare(question_id: int) -> Flask:
    app = Flask("bare")
    app.jinja_loader = DictLoader({"themes.html": BARE})  # type: ignore[assignment]

    @app.get("/")
    def page() -> str:
        titles = session.scalars(select(Theme.title).where(Theme.question_id == question_id)).all()
        return render_template("themes.html", titles=titles)

    @app.teardown_appcontext
    def end(_error: BaseException | None) -> None:
        session.remove()

    return app
