"""The data map: every column is tagged, and every row about a person is reached by it."""

import json
import zipfile

import pytest

from consultation import models
from consultation.db import Base, session, transaction
from consultation.exports.own_data import render_own_data
from consultation.models import Person, SealedField
from consultation.operations.privacy.finding import look_through
from consultation.operations.privacy.redacting import decide, span_of
from consultation.queries.privacy.data_map import TAGS, data_map
from tests import factories
from tests.conftest import NOW

TABLES = {
    table.name: table for table in Base.metadata.sorted_tables if set(table.columns.keys()) - {"id"}
}


def test_the_map_has_every_table_and_no_other():
    assert data_map().keys() == TABLES.keys()


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_column_has_exactly_one_tag(name):
    """A new column is tagged, or this fails: say whether it is personal, and about whom."""
    columns = sorted(set(TABLES[name].columns.keys()) - {"id"})
    assert sorted(data_map()[name].tagged) == columns
    assert set(data_map()[name].columns) == set(TAGS)
    assert data_map()[name].about


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_key_that_leads_to_a_person_is_a_way_to_their_rows(name):
    keys = {
        column.name
        for column in TABLES[name].columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    }
    assert keys <= set(data_map()[name].through)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_whatever_says_who_somebody_is_is_found_or_says_why_not(name):
    mapped = data_map()[name]
    by_no_row = {"attempt", "organisation", "consultation"}
    if mapped.columns["identity"]:
        assert mapped.through or name in by_no_row


@pytest.fixture
def world(database):
    return factories.world()


def archive(person: Person, folder) -> dict:
    with render_own_data(person, folder, now=NOW) as file, zipfile.ZipFile(file) as packed:
        return json.loads(packed.read("my-data.json"))["rows"]


def test_the_archive_has_what_was_found_redacted_and_sealed_of_ones_own_words(world, tmp_path):
    version = world.point.answer.version
    with transaction():
        session.add(version)
        look_through([version.id])
        decide(
            version,
            span_of(version, SealedField.TEXT, "tea"),
            stays=False,
            reason="Off topic.",
            by=world.secretariat,
            now=NOW,
        )
    rows = archive(session.get_one(Person, world.owner.id), tmp_path)
    assert rows["answer_version"][0]["text"].endswith("We like ███.")
    assert rows["sealed_text"][0]["text"].endswith("We like tea.")
    assert rows["redaction"][0]["reason"] == "Off topic."
    assert len(rows["point"]) == 3
    others = archive(session.get_one(Person, world.stakeholder.id), tmp_path)
    assert others["sealed_text"] == others["answer_version"] == []


def test_no_archive_holds_what_opens_an_account_or_a_link(world, tmp_path):
    rows = archive(session.get_one(Person, world.owner.id), tmp_path)
    for name, of_table in rows.items():
        for row in of_table:
            assert not row.keys() & set(data_map()[name].secret)


def test_whoever_decides_on_others_is_given_the_act_and_not_who_they_are(world, tmp_path):
    with transaction():
        session.add_all([world.secretariat, world.owner])
        session.add(
            models.Eligibility(
                consultation=world.consultation, email="other@example.org", name="Olga Other",
                category="industry", country="", size="", organisation="", register_number="",
                working_groups=[], is_accepted=False, reason="Not concerned.",
                by=world.secretariat, decided_at=NOW,
            )
        )  # fmt: skip
    rows = archive(session.get_one(Person, world.secretariat.id), tmp_path)["eligibility"]
    assert [row["reason"] for row in rows] == ["Not concerned."]
    assert "Olga" not in json.dumps(rows)
    assert "other@" not in json.dumps(rows)
