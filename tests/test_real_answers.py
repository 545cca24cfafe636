"""Real answers end to end: nothing is lost, figures agree, quotes are the file's own words."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from sqlalchemy import Engine

from consultation import db
from consultation.db import transaction
from consultation.exports import FORMATS
from consultation.exports.data import render_data
from consultation.exports.docx import render_docx
from consultation.imports.answers import match_columns, read_answers
from consultation.imports.tables import read_table
from consultation.models import OpenQuestion
from consultation.operations.contributions.intake import take_answers
from consultation.operations.grouping.analysis import analyse_question
from consultation.operations.plenary.pack import Pack, QuestionPart, compile_pack
from consultation.queries.contributions.ledger import round_ledger
from consultation.queries.contributions.submissions import all_answers, questions_in
from tests.conftest import NOW, SHARED_DATA
from tests.exports.test_same_in_every_format import READERS

pytestmark = pytest.mark.data

FILE = SHARED_DATA / "eu_ai_white_paper" / "data.csv"
NUMBER = "Q05"
"""A question of middling size: 350 answers."""


@pytest.fixture(scope="module")
def analysed(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, int]]:
    """The white paper's answers in a database, and the question of it that is analysed.

    The other kind of database is met by every other test; this one is about the texts.
    """
    path = tmp_path_factory.mktemp("white_paper") / "plenary.sqlite"
    shutil.copy(sqlite_template, path)
    engine = db.connect(f"sqlite:///{path}")
    table = read_table(FILE)
    with transaction():
        taken = take_answers(
            read_answers(table, match_columns(table.columns, {})), title="White paper", now=NOW
        )
        (round_,) = taken.consultation.rounds
        (chosen,) = [q for q in questions_in(round_) if q.number == NUMBER]
    with transaction():
        analyse_question(chosen, now=NOW)
        number = chosen.id
    db.session.remove()
    yield engine, number
    engine.dispose()


@pytest.fixture
def question(analysed: tuple[Engine, int]) -> Iterator[OpenQuestion]:
    """The analysed question."""
    engine, number = analysed
    db.session.remove()
    db.session.configure(bind=engine)
    yield db.session.get_one(OpenQuestion, number)
    db.session.remove()
    db.session.configure(bind=None)


def rows_of(path: Path) -> dict[str, dict[str, str]]:
    """The file by the answers' ids, read by nothing of ours."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def part_of(pack: Pack) -> QuestionPart:
    (part,) = [part for group in pack.groups for part in group.questions if part.number == NUMBER]
    return part


def test_every_row_is_accounted_for_and_every_figure_agrees(question):
    rows = rows_of(FILE)
    to_question = [row for row in rows.values() if row["question"] == question.text]
    ledger = round_ledger(question.round)
    pack = compile_pack(question.round, now=NOW)
    part = part_of(pack)
    answers = {line.what: line.count for line in part.ledger_answers}
    points = {line.what: line.count for line in part.ledger_points}

    assert ledger.faults == ()
    assert sum(line.count for line in ledger.answers) == len(rows) == pack.counts.answers
    assert sum(answers.values()) == len(to_question) == part.counts.answers
    assert answers["not yet analysed"] == answers["blank"] == 0
    assert sum(points.values()) == part.counts.points == pack.counts.points
    assert points["unplaced"] == part.unplaced
    assert points["grouped under a theme"] == sum(theme.counts.points for theme in part.themes)
    assert len({theme.title for theme in part.themes}) == len(part.themes) >= 3


def test_every_quote_is_in_the_file_word_for_word(question):
    rows = rows_of(FILE)
    answers = {answer.label: answer.reference for answer in all_answers(question)}
    pack = compile_pack(question.round, now=NOW)
    part = part_of(pack)
    quotes = [quote for theme in part.themes for quote in theme.quotes]
    quotes += [line.said for line in part.minority]
    data = json.loads(render_data(question.round))
    (told,) = [each for each in data["questions"] if each["number"] == NUMBER]

    assert quotes
    for quote in quotes:
        row = rows[answers[quote.answer]]
        assert row["text"][quote.start : quote.end] == quote.text
        assert row["question"] == question.text
    document = docx.Document(io.BytesIO(render_docx(pack)))
    shown = [p.text for p in document.paragraphs if p.style.name == "Plenary Quote"]
    assert shown == [f"“{quote.text}”" for quote in quotes]
    for answer in told["answers"]:
        assert answer["text"] == rows[answers[answer["id"]]]["text"]
        words = "".join(answer["text"][p["start"] : p["end"]] for p in answer["points"])
        assert not words or "".join(words.split()) == "".join(answer["text"].split())


@pytest.mark.parametrize("form", READERS)
def test_every_format_has_the_ids_the_counts_and_the_texts_of_the_pack(question, form):
    """trust.md 47, on what people wrote."""
    pack = compile_pack(question.round, now=NOW)
    part = part_of(pack)
    said = [quote for theme in part.themes for quote in theme.quotes]
    said += [line.said for line in part.minority]
    told = READERS[form](FORMATS[form].render(pack))
    assert told.quotes == {(each.point_id, each.text) for each in said}
    assert told.titles == {theme.title for theme in part.themes}
    assert told.themes == {
        (theme.title, theme.counts.points, theme.counts.answers, theme.counts.organisations)
        for theme in part.themes
    }
