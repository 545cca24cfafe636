"""An export of a survey tool by command: what is recognised is said, and can be said otherwise."""

import pytest
from sqlalchemy import select

from consultation.db import session
from consultation.models import AnswerVersion, OpenQuestion
from tests.imports.test_exports_of_surveys import (
    CITIZEN_SPACE,
    FEES,
    LONG,
    QUALTRICS,
    RECORDS,
    separated,
)


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "survey.csv"
    path.write_bytes(separated(QUALTRICS))
    return path


def test_a_consultation_is_made_of_an_export(run, export):
    said = run("import", export, "--new", "Tea")
    assert "This is an export of Qualtrics." in said.words
    assert f"Answers to a question: “{RECORDS}”" in said.words
    assert "The country: “Which country are you from?”" in said.words
    assert set(session.scalars(select(OpenQuestion.text))) >= {RECORDS, FEES}
    assert LONG in session.scalars(select(AnswerVersion.text)).all()


def test_a_dry_run_says_it_and_takes_nothing(run, export):
    said = run("import", export, "--new", "Tea", "--dry-run")
    assert "This is an export of Qualtrics." in said.words
    assert "3 answers could be taken, none was" in said.words
    assert session.scalars(select(OpenQuestion)).all() == []


def test_a_column_more_and_another_field_are_said(run, tmp_path):
    path = tmp_path / "responses.csv"
    path.write_bytes(separated(CITIZEN_SPACE))
    words = "Part 1: About you — 2 — In what capacity do you respond?"
    said = run(
        "import", path, "--new", "Tea", "--dry-run", "--question", words,
        "--column", "category=Submitted",
    )  # fmt: skip
    assert f"Answers to a question: “{words}”" in said.words
    assert "The category: “Submitted”" in said.words


def test_what_is_left_out_is_said(run, tmp_path):
    path = tmp_path / "content.csv"
    path.write_bytes(
        separated([["Contribution ID", "Languages", "Why?", FEES], ["c-1", "EN", "Fees.", LONG]])
    )
    said = run("import", path, "--new", "Tea", "--dry-run")
    assert "Left out: “Why?”" in said.words
    assert "Left out: “Languages”" not in said.words
