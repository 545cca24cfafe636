"""The open data: each text as its author let it be published, the same in JSON and CSV."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from consultation.cells import unguarded
from consultation.db import begin_read, session, transaction
from consultation.errors import NotAllowedYet
from consultation.exports.open_data import TABLES, content, ensure_published, write_open_data
from consultation.models import Position, Publication, Round
from consultation.queries.contributions import published
from tests import factories
from tests.conftest import NOW
from tests.exports.test_formulas import FORMULAS

SECRET = ("Quist Foundry", "Wilhelmina Quist", "Malta", "Between us")


@pytest.fixture
def round_(database) -> Round:
    """A round with formulas, an author nobody may name, a tick without a word, and an annex."""
    made = factories.world()
    with transaction():
        session.add_all(vars(made).values())
        for text in FORMULAS:
            by = factories.stakeholder(consultation=made.consultation)
            session.add(factories.answer(made.other_question, text, by=by))
        hidden = factories.stakeholder(
            consultation=made.consultation, name=SECRET[1], country=SECRET[2],
            publication=Publication.ANONYMOUS, organisation=factories.organisation(name=SECRET[0]),
        )  # fmt: skip
        said = factories.answer(made.question, "Nobody shall know me.", by=hidden)
        said.version.annex = SECRET[3]
        tick = factories.answer(
            made.other_question, "", by=hidden, submission=said.submission,
            position=Position.OPPOSE, choices=["agree"],
        )  # fmt: skip
        session.add_all([said, tick])
        made.round.closes_at = NOW - timedelta(minutes=1)
        made.round.published_at = NOW
    begin_read()
    return session.get_one(Round, made.round.id)


def written(round_: Round, extension: str) -> bytes:
    out = io.BytesIO()
    write_open_data(round_, extension, out)
    return out.getvalue()


@pytest.mark.parametrize("extension", ["json", "csv.zip"])
def test_how_far_it_is_is_told_up_to_the_last_contribution(round_, extension, monkeypatch):
    monkeypatch.setattr(content, "AT_ONCE", 7)
    told: list[tuple[int, int, str]] = []
    write_open_data(round_, extension, io.BytesIO(), lambda *said: told.append(said))
    total = len(in_json(round_)["contributions"])
    assert [done for done, _, _ in told] == [*range(7, total, 7), total]
    assert {(of, what) for _, of, what in told} == {(total, "writing the contributions")}


def in_json(round_: Round) -> dict[str, Any]:
    return json.loads(written(round_, "json"))


def in_csv(round_: Round) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(written(round_, "csv.zip"))) as archive:
        return {
            name.removesuffix(".csv"): list(
                csv.DictReader(
                    io.StringIO(archive.read(name).decode("utf-8-sig"), newline=""), strict=True
                )
            )
            for name in archive.namelist()
        }


def as_cell(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(value)
    return (
        {True: "yes", False: "no", None: ""}.get(value, str(value))
        if (value is None or isinstance(value, bool))
        else str(value)
    )


def test_json_and_tables_say_the_same_row_by_row(round_):
    """trust.md 47."""
    data, tables = in_json(round_), in_csv(round_)
    assert set(tables) == {table.name for table in TABLES}
    for table in TABLES:
        rows = [{name: unguarded(cell) for name, cell in row.items()} for row in tables[table.name]]
        assert rows == [
            {name: as_cell(cell) for name, cell in row.items()} for row in data[table.name]
        ], table.name
        assert all(list(row) == list(table.columns) for row in tables[table.name])


def test_who_chose_no_name_is_in_no_file_and_an_annex_neither(round_):
    whole = written(round_, "json").decode() + repr(in_csv(round_))
    for secret in SECRET:
        assert secret not in whole
    (line,) = [c for c in in_json(round_)["contributions"] if c["is_anonymous"]]
    assert (line["author"], line["country"]) == ("Anonymous (civil society)", "")
    assert line["text"] == "Nobody shall know me."


def test_a_tick_without_a_word_is_counted_and_not_listed(round_):
    data = in_json(round_)
    assert "" not in [line["text"] for line in data["contributions"]]
    counted = {(row["by"], row["value"]): row["answers"] for row in data["stated"]}
    assert counted["choice", "agree"] == 1
    assert counted["position", "oppose"] >= 1
    assert sum(row["answers"] for row in data["questions"]) == len(data["contributions"]) + 1


def test_no_cell_is_a_formula_and_every_text_comes_back(round_):
    """trust.md 43 and 46."""
    tables = in_csv(round_)
    cells = [cell for rows in tables.values() for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    texts = [unguarded(row["text"]) for row in tables["contributions"]]
    assert set(FORMULAS) <= set(texts)


def test_the_dictionary_tells_of_every_column(round_):
    told = {(row["table"], row["column"]) for row in in_json(round_)["dictionary"]}
    assert told == {(table.name, column) for table in TABLES for column in table.columns}


def test_how_many_are_read_at_once_changes_nothing(round_, monkeypatch):
    before = written(round_, "json")
    monkeypatch.setitem(published.every_contribution.__kwdefaults__, "at_once", 3)
    assert written(round_, "json") == before


def test_nothing_leaves_before_it_is_published(round_):
    with pytest.raises(NotAllowedYet, match="once they are"):
        ensure_published(factories.round_(), NOW)
