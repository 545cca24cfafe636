"""The log of what people did: append-only, and whoever changes it all the same is found out."""

import random
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from consultation.db import session, transaction
from consultation.models import AuditEntry, OpenQuestion
from consultation.operations.audit import (
    Masks,
    entry_hash,
    first_broken,
    first_broken_entry,
    put_masks,
    record,
    words_hash,
)
from consultation.operations.desk.themes import rename_theme
from consultation.queries.audit import entries
from tests.conftest import NOW
from tests.operations.at_once import at_once

TITLES = ("Größe “zuerst”", "記録 🙂", "Third\nline", "Record it all")


@pytest.fixture
def log(world) -> list[int]:
    """Four entries by two people; and their numbers."""
    for number, title in enumerate(TITLES):
        with transaction():
            by = (world.chair, world.vice_chair)[number % 2]
            rename_theme(world.theme, title, seen=world.theme.version, by=by, now=NOW)
    return list(session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)))


def test_each_entry_follows_from_the_one_before_it(log):
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [row.previous for row in rows] == ["0" * 64, *[row.hash for row in rows[:-1]]]
    assert first_broken_entry() is None


def test_an_empty_log_holds(world):
    assert first_broken_entry() is None


def test_the_chain_holds_when_many_write_at_once(world):
    question = world.question.id

    def act(number):
        on = session.get_one(OpenQuestion, question)
        record("look", on, person=None, now=NOW + timedelta(seconds=number), question=on)

    assert at_once(act, times=8) == [None] * 8
    assert first_broken_entry() is None
    assert len(entries(session.get_one(OpenQuestion, question))) == 8


def test_an_act_that_is_rolled_back_leaves_no_entry(world):
    rename_theme(world.theme, "New", seen=world.theme.version, by=world.chair, now=NOW)
    session.rollback()
    assert session.scalars(select(AuditEntry)).all() == []


def _let_it_be_changed() -> None:
    """What somebody would do who holds the database: take the triggers away."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
        return
    session.execute(text("PRAGMA defer_foreign_keys = ON"))
    for act in ("update", "delete"):
        session.execute(text(f"DROP TRIGGER audit_entry_no_{act}"))


TAMPERINGS = {
    "at": "'2026-01-01 00:00:00'",
    "person_id": "NULL",
    "question_id": "NULL",
    "action": "'merge'",
    "subject": "'point'",
    "subject_id": "subject_id + 1",
    "before": "'{}'",
    "after": """'{"title": "Something else"}'""",
    "reason": "'Because.'",
    "words": "NULL",
    "salt": "NULL",
    "previous": "hash",
    "hash": "'" + "f" * 64 + "'",
    "id": "1000 - id",
}


def test_every_column_is_tampered_with_below():
    assert set(TAMPERINGS) == {column.name for column in AuditEntry.__table__.columns}


@pytest.mark.parametrize(("column", "value"), TAMPERINGS.items(), ids=TAMPERINGS.keys())
def test_a_change_of_any_column_of_any_entry_is_found(log, column, value):
    _let_it_be_changed()
    for number in log[:-1] if column == "id" else log:
        with session.begin_nested() as savepoint:
            session.execute(
                text(f'UPDATE audit_entry SET "{column}" = {value} WHERE id = :id'), {"id": number}
            )
            session.expire_all()
            broken = first_broken_entry()
            savepoint.rollback()
        assert broken is not None
        # An entry that went to another place is missed where it was.
        assert broken.id == (log[log.index(number) + 1] if column == "id" else number)
    session.expire_all()
    assert first_broken_entry() is None


TRIES = 1_000


def chained(count: int) -> list[AuditEntry]:
    """A log as it would be read, in memory; its first entries are of a release before."""
    made, previous = [], "0" * 64
    for number in range(1, count + 1):
        entry = AuditEntry(
            id=number, at=NOW + timedelta(seconds=number), person_id=number % 3 or None,
            question_id=number % 4 or None, action=f"act {number % 5}", subject="theme",
            subject_id=number, before={"title": TITLES[number % 4]}, after={"n": [number]},
            reason="" if number % 2 else "Wörtlich\n“so”", previous=previous,
        )  # fmt: skip
        if number > 2:
            entry.salt = f"salt {number}"
            entry.words = words_hash(entry.salt, entry.before, entry.after, entry.reason)
        entry.hash = previous = entry_hash(entry)
        made.append(entry)
    return made


def changed(chance: random.Random, log: list[AuditEntry]) -> int:
    """Give one column of one entry another value; returns where the log is broken first."""
    at = chance.randrange(len(log))
    entry = log[at]
    column = chance.choice([c.name for c in AuditEntry.__table__.columns if c.name != "id"])
    was = getattr(entry, column)
    match was:
        case datetime():
            other = was + timedelta(microseconds=chance.choice([-1, 1]) * chance.randint(1, 10**9))
        case dict():
            other = chance.choice([{}, was | {"x": None}, was | {"title": "\u200b"}])
            other = {"more": was} if other == was else other
        case str():
            place = chance.randrange(len(was) + 1)
            other = f"{was[:place]}{chance.choice('0aé ')}{was[place + 1 :]}"
            other = f"{was} " if other == was else other
        case _:
            other = chance.choice([None, (was or 0) + 1]) if was else 1
    setattr(entry, column, other)
    return at


def taken_out(chance: random.Random, log: list[AuditEntry]) -> int:
    """The newest is missed by what editions have seen alone (trust.md 38)."""
    at = chance.randrange(len(log) - 1)
    del log[at]
    return at


def put_in(chance: random.Random, log: list[AuditEntry]) -> int:
    """A copy of an entry, or one whose hash is right for itself, somewhere in the log."""
    like = chance.choice(log)
    values = {c.name: getattr(like, c.name) for c in AuditEntry.__table__.columns}
    forged = AuditEntry(**values | {"action": chance.choice([like.action, "forged"])})
    at = chance.randrange(len(log))
    if chance.random() < 0.5:
        forged.previous = log[at].previous
    forged.hash = entry_hash(forged)
    follows = forged.previous == log[at].previous
    log.insert(at, forged)
    return at + follows


def swapped(chance: random.Random, log: list[AuditEntry]) -> int:
    first, second = sorted(chance.sample(range(len(log)), 2))
    log[first], log[second] = log[second], log[first]
    return first


@pytest.mark.parametrize("tamper", [changed, taken_out, put_in, swapped])
def test_each_of_a_thousand_random_tamperings_is_found_where_it_is(tamper):
    """trust.md 37."""
    chance = random.Random(f"log {tamper.__name__}")
    for _ in range(TRIES):
        log = chained(chance.randint(3, 9))
        assert first_broken(log) is None
        where = tamper(chance, log)
        assert first_broken(log) is log[where]


@pytest.mark.parametrize("gone", range(len(TITLES) - 1))
def test_an_entry_that_is_taken_out_is_missed(log, gone):
    _let_it_be_changed()
    session.execute(text("DELETE FROM audit_entry WHERE id = :id"), {"id": log[gone]})
    assert first_broken_entry().id == log[gone + 1]


def test_a_forged_entry_put_in_is_found(log):
    forged = AuditEntry(
        id=log[-1] + 1, at=NOW, action="rename", subject="theme", subject_id=1,
        before={}, after={}, previous="0" * 64, hash="e" * 64,
    )  # fmt: skip
    session.add(forged)
    session.flush()
    assert first_broken_entry() is forged


REFUSED = (
    "UPDATE {table} SET id = id + 1000",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})",
)


@pytest.mark.parametrize("table", ["audit_entry", "answer_version"])
@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_lets_nobody_change_the_log_or_a_save(log, table, statement):
    count = session.scalar(text(f"SELECT count(*) FROM {table}"))
    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        session.execute(text(statement.format(table=table)))
    session.rollback()
    assert session.scalar(text(f"SELECT count(*) FROM {table}")) == count > 0


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_row_of_the_log_cannot_be_replaced(log):
    """REPLACE deletes without asking the triggers, unless they are told to be asked."""
    with pytest.raises(DBAPIError, match="audit_entry is append-only"):
        session.execute(text("REPLACE INTO audit_entry SELECT * FROM audit_entry"))


def test_the_rows_own_program_cannot_change_them_either(log):
    session.get_one(AuditEntry, log[0]).reason = "Because."
    with pytest.raises(DBAPIError, match="append-only"):
        session.flush()


def masked(world, number: int) -> AuditEntry:
    """An entry of which the title is erased, and its reason is not."""
    entry = session.get_one(AuditEntry, number)
    masks = Masks(entry, entry.before, {"title": "█████"}, entry.reason)
    put_masks([masks], person=world.secretariat, now=NOW, question=world.question)
    return entry


def test_erased_words_and_their_salt_are_gone_and_the_log_holds(world, log):
    was = session.get_one(AuditEntry, log[1])
    title, salt, hashed = was.after["title"], was.salt, was.hash
    with transaction():
        masked(world, log[1])
    row = session.execute(select(AuditEntry.__table__).where(AuditEntry.id == log[1])).one()
    assert (row.after, row.hash) == ({"title": "█████"}, hashed)
    assert title not in str(row)
    assert row.salt not in {salt, None}
    assert first_broken_entry() is None


def test_words_that_are_masked_once_cannot_be_put_right_again(world, log):
    with transaction():
        masked(world, log[1])
    with transaction():
        session.get_one(AuditEntry, log[1]).after = {"title": "Something else"}
    assert first_broken_entry().id == log[1]


@pytest.mark.parametrize("column", ["hash", "previous", "words", "action", "at", "person_id"])
def test_a_mask_lets_nothing_else_of_an_entry_be_changed(world, log, column):
    with transaction():
        masked(world, log[1])
    value = {"at": "'2026-01-01 00:00:00'", "person_id": "NULL"}.get(column, "'other'")
    with pytest.raises(DBAPIError, match="audit_entry is append-only"):
        session.execute(
            text(f"UPDATE audit_entry SET {column} = {value} WHERE id = :id"), {"id": log[1]}
        )


def test_the_log_of_a_question_reads_the_newest_first(world, log):
    lines = entries(world.question)
    assert [line.after["title"] for line in lines] == list(reversed(TITLES))
    assert [line.who for line in lines[:2]] == ["Vice Chair", "Chair"]
    assert lines[0].subject == f"theme {world.theme.id}"
    assert entries(world.other_question) == []
