"""Real long answers, some only “see attached”: none is lost on the way."""

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import SHARED_DATA

FILE = SHARED_DATA / "regsgov_cms_rfi" / "data.csv"
LONGEST = 60
REFERRING = 20

pytestmark = pytest.mark.data


def rows_of(path: Path) -> list[dict[str, str]]:
    """The file, read by nothing of ours."""
    csv.field_size_limit(2**31 - 1)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def told(run, target: Path) -> dict[str, dict]:
    assert run("export", "data", "--format", "json", "--output", target).code == 0
    data = json.loads(target.read_text("utf-8"))
    return {answer["id"]: answer for part in data["questions"] for answer in part["answers"]}


def words(texts) -> list[list[str]]:
    return sorted(text.split() for text in texts)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_every_text_of_the_file_is_imported_accounted_for_and_exported(run, tmp_path):
    rows = rows_of(FILE)
    assert run("import", FILE, "--new", "Requests for information").code == 0
    said = run("ledger")
    assert said.code == 0, said.words
    answers = told(run, tmp_path / "data.json")
    assert words(a["text"] for a in answers.values()) == words(row["text"] for row in rows)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_the_longest_and_those_that_only_refer_are_analysed_whole(run, tmp_path):
    rows = rows_of(FILE)
    question = rows[0]["question"]
    by_length = sorted(
        (row for row in rows if row["question"] == question), key=lambda row: -len(row["text"])
    )
    referring = [row for row in by_length[LONGEST:] if "attach" in row["text"].casefold()]
    chosen = by_length[:LONGEST] + referring[-REFERRING:]
    part = tmp_path / "part.csv"
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(chosen)
    assert run("import", part, "--new", "Requests for information").code == 0
    assert run("analyse").code == 0
    said = run("ledger")
    assert said.code == 0, said.words
    answers = told(run, tmp_path / "data.json")
    assert words(a["text"] for a in answers.values()) == words(row["text"] for row in chosen)
    for answer in answers.values():
        points = "".join(answer["text"][p["start"] : p["end"]] for p in answer["points"])
        assert "".join(points.split()) == "".join(answer["text"].split())
