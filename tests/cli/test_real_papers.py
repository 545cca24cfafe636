"""Real long answers, some only “see attached”: none is lost on the way."""

import csv
import json

import pytest
from sqlalchemy import func, select

from consultation.db import session
from consultation.models import Answer, OpenQuestion
from tests.conftest import SHARED_DATA

FILE = SHARED_DATA / "regsgov_cms_rfi" / "data.csv"

pytestmark = pytest.mark.data


def rows_of_the_file() -> list[dict[str, str]]:
    csv.field_size_limit(2**31 - 1)
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_every_text_is_imported_analysed_accounted_for_and_exported_word_for_word(run, tmp_path):
    rows = rows_of_the_file()
    assert run("import", FILE, "--new", "Requests for information").code == 0
    assert session.scalar(select(func.count(Answer.id))) == len(rows)
    smallest = session.execute(
        select(OpenQuestion.number)
        .join(Answer)
        .group_by(OpenQuestion.id)
        .order_by(func.count(Answer.id))
    ).scalars().first()  # fmt: skip
    assert run("analyse", "--question", smallest).code == 0
    said = run("ledger")
    assert said.code == 0, said.words
    target = tmp_path / "data.json"
    assert run("export", "data", "--format", "json", "--output", target).code == 0
    data = json.loads(target.read_text("utf-8"))
    told = {a["id"]: a["text"] for question in data["questions"] for a in question["answers"]}
    assert len(told) == len(rows)
    assert sorted(text.split() for text in told.values()) == sorted(r["text"].split() for r in rows)
    read = next(q for q in data["questions"] if q["number"] == smallest)
    for answer in read["answers"]:
        words = "".join(answer["text"][p["start"] : p["end"]] for p in answer["points"])
        assert not words or "".join(words.split()) == "".join(answer["text"].split())
