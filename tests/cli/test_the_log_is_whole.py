"""./plenary db check: what was done to the log by who holds the database is found."""

import json

import pytest
from sqlalchemy import delete, select, text

from consultation import jobs
from consultation.compiling import room_of
from consultation.db import session, transaction
from consultation.models import AuditEntry, Edition, Person, Round, Theme
from consultation.operations.audit import record
from consultation.operations.plenary.editions import ask_for_edition
from tests import factories
from tests.conftest import NOW


@pytest.fixture
def manifest(database, now, tmp_path, settings):
    """The manifest of an edition, kept by somebody elsewhere; twelve acts came before it."""
    world = factories.world()
    round_id, by, theme = world.round.id, world.secretariat.id, world.theme.id
    for number in range(12):
        with transaction():
            about = session.get_one(Theme, theme)
            record("rename", about, person=None, now=NOW, after={"title": f"Title {number}"})
    with transaction():
        ask_for_edition(session.get_one(Round, round_id), by=session.get_one(Person, by), now=NOW)
    assert jobs.run_next(data=settings.data)
    kept = tmp_path / "kept-manifest.json"
    number = session.scalars(select(Edition.id)).one()
    kept.write_bytes((room_of(settings.data, number) / "manifest.json").read_bytes())
    session.remove()
    return kept


def cut_off(last: int) -> None:
    """What somebody would do who holds the database: the end of the chain goes, unbroken.

    The triggers are there again afterwards, so that only the missing entries are left to be found.
    """
    with transaction():
        is_postgresql = session.get_bind().dialect.name == "postgresql"
        switches = _on_postgresql() if is_postgresql else _on_sqlite()
        session.execute(text(switches["off"]))
        newest = select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(last)
        numbers = session.scalars(newest).all()
        session.execute(delete(AuditEntry).where(AuditEntry.id.in_(numbers)))
        session.execute(text(switches["on"]))
    session.remove()


def _on_postgresql() -> dict[str, str]:
    return {
        "off": "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "on": "ALTER TABLE audit_entry ENABLE TRIGGER ALL",
    }


def _on_sqlite() -> dict[str, str]:
    made = text("SELECT sql FROM sqlite_master WHERE name = 'audit_entry_no_delete'")
    return {"off": "DROP TRIGGER audit_entry_no_delete", "on": session.scalars(made).one()}


def test_a_log_that_is_whole_is_said_to_be(run, manifest):
    said = run("db", "check", "--manifest", manifest)
    assert said.code == 0, said.words


def test_an_end_that_was_cut_off_is_found_by_what_an_edition_had_seen(run, manifest):
    """trust.md 38: no link is broken, and still the last ten entries are missed."""
    cut_off(10)
    said = run("db", "check")
    assert said.code == 1
    assert "The log was cut or changed: edition 1 of Round 1 saw entry 13" in said.words


def test_a_manifest_that_somebody_kept_is_enough(run, manifest):
    """Also where the edition's row went with the log."""
    cut_off(10)
    with transaction():
        session.execute(text("DELETE FROM job"))
        session.execute(text("DELETE FROM edition"))
    assert run("db", "check").code == 0
    said = run("db", "check", "--manifest", manifest)
    assert said.code == 1
    assert "kept-manifest.json saw entry 13" in " ".join(said.words.split())


@pytest.mark.parametrize("raw", ["", "[]", "{}", '{"log": {}}', '{"log": {"entry": "x"}}'])
def test_what_is_no_manifest_is_a_sentence(run, manifest, raw):
    manifest.write_text(raw)
    said = run("db", "check", "--manifest", manifest)
    assert said.code == 1
    assert "is no manifest of an edition." in said.words


def test_the_manifest_hash_is_in_the_log(manifest):
    assert json.loads(manifest.read_text("utf-8"))["log"]["entry"] == 13
