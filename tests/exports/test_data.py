"""The data of a round: JSON and tables that say the same, written without being held."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest

from consultation.cells import unguarded
from consultation.db import begin_read, session, transaction
from consultation.exports.data import render_data, write_tables
from consultation.exports.data.columns import TABLES
from consultation.models import Position, Round, Stakeholder
from consultation.queries.contributions import submissions
from tests import factories
from tests.exports.test_formulas import FORMULAS, UTF_8, as_libreoffice_saves_it

SPREAD = {
    "ledger", "campaigns", "copies", "themes", "minority_points", "answers", "points", "reopened",
    "by_category", "by_position", "quotes", "codes", "codes_refused",
}  # fmt: skip
"""What has a table of its own."""


@pytest.fixture
def round_(database) -> Round:
    """A round whose authors write what a spreadsheet would count."""
    made = factories.world()
    with transaction():
        answers = [
            factories.answer(made.other_question, text, by=_author(made), position=Position.OPPOSE)
            for text in FORMULAS
        ]
        session.add_all(answers)
        session.add_all(factories.point(each, 0, len(each.text)) for each in answers)
    begin_read()
    return session.get_one(Round, made.round.id)


def _author(made: factories.World) -> Stakeholder:
    return factories.stakeholder(consultation=made.consultation)


def data_of(round_: Round) -> dict[str, Any]:
    return json.loads(render_data(round_))


def tables_of(round_: Round, separator: str = ",") -> dict[str, list[dict[str, str]]]:
    """Every table, as a program reads it."""
    out = io.BytesIO()
    write_tables(round_, out, lambda *_: None, separator=separator)
    with zipfile.ZipFile(out) as archive:
        return {
            name.removesuffix(".csv"): _read(archive.read(name), separator)
            for name in archive.namelist()
        }


def _read(raw: bytes, separator: str) -> list[dict[str, str]]:
    lines = io.StringIO(raw.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(lines, delimiter=separator, strict=True))


def test_what_is_written_piece_by_piece_is_the_json_of_the_whole(round_):
    raw = render_data(round_)
    assert raw.decode() == json.dumps(json.loads(raw), ensure_ascii=False, indent=1) + "\n"


def test_how_many_answers_are_read_at_once_changes_nothing(round_, monkeypatch):
    whole, tables = render_data(round_), tables_of(round_)
    monkeypatch.setattr(submissions.answer_spans, "__defaults__", (3,))
    assert len(submissions.answer_spans(data_question(round_))) > 5
    assert (render_data(round_), tables_of(round_)) == (whole, tables)


def data_question(round_: Round) -> Any:
    return submissions.questions_in(round_)[1]


def test_progress_is_told_up_to_the_last_answer(round_):
    told: list[tuple[int, int, str]] = []
    write_tables(round_, io.BytesIO(), lambda *said: told.append(said))
    assert told[-1] == (len(FORMULAS) + 1, len(FORMULAS) + 1, "writing the data of Q02")


@pytest.mark.parametrize("separator", [",", ";"])
def test_the_tables_give_back_every_text_and_hold_no_formula(round_, separator):
    """trust.md 43 and 46."""
    tables = tables_of(round_, separator)
    cells = [cell for rows in tables.values() for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    for name in ("answers", "points"):
        texts = [unguarded(row["text"]) for row in tables[name] if row["question"] == "Q02"]
        assert texts == list(FORMULAS)


def test_tables_at_semicolons_come_back_from_libreoffice_as_they_were(round_, tmp_path):
    """trust.md 46: the mark, the separator and “quoted field as text”, saved with the same."""
    out = io.BytesIO()
    write_tables(round_, out, lambda *_: None, separator=";")
    with zipfile.ZipFile(out) as archive:
        raw = archive.read("answers.csv")
    assert raw.startswith("\ufeff".encode())
    saved = as_libreoffice_saves_it(
        raw, "csv", tmp_path, f"--infilter=CSV:59,34,{UTF_8},1,,0,true,false",
        to=f"csv:Text - txt - csv (StarCalc):59,34,{UTF_8},1,,0,true,true,false",
    )  # fmt: skip
    rows = _read(raw, ";")
    assert [unguarded(row["text"]) for row in rows if row["question"] == "Q02"] == list(FORMULAS)
    assert _read(saved, ";") == rows


def test_the_tables_have_the_ids_and_figures_of_the_json(round_):
    """trust.md 47."""
    tables, data = tables_of(round_), data_of(round_)
    answers = [(q["number"], a["id"]) for q in data["questions"] for a in q["answers"]]
    assert [(row["question"], row["id"]) for row in tables["answers"]] == answers
    themes = [
        (q["number"], t["title"], str(t["points"]), str(t["organisations"]))
        for q in data["questions"]
        for t in q["themes"]
    ]
    assert themes
    assert [
        (row["question"], row["theme"], row["points"], row["organisations"])
        for row in tables["themes"]
    ] == themes
    counted = sum(int(row["count"]) for row in tables["ledger"] if row["of"] == "points")
    assert counted == len(tables["points"])


def test_everything_that_the_json_says_has_a_column(round_):
    columns = {table.name: set(table.columns) for table in TABLES}
    (question, *_) = data_of(round_)["questions"]
    (answer,) = question["answers"]
    theme = question["themes"][0]
    for name, said in (
        ("questions", question),
        ("answers", answer),
        ("points", answer["points"][0]),
        ("themes", theme | {"theme": theme["title"]}),
        ("quotes", theme["quotes"][0]),
    ):
        assert set(said) - SPREAD - {"title"} <= columns[name], name


def test_the_dictionary_tells_of_every_column_of_every_table(round_):
    tables = tables_of(round_)
    told = {(row["table"], row["column"]): row["meaning"] for row in tables["dictionary"]}
    assert set(told) == {(table.name, column) for table in TABLES for column in table.columns}
    assert all(meaning.endswith(".") for meaning in told.values())
    assert set(tables) == {table.name for table in TABLES}
