"""The world that tests begin with is the same whether it was put together or written again."""

from sqlalchemy import text

from consultation.db import Base, begin_write, session, transaction
from tests import factories


def in_the_tables() -> dict[str, list[tuple]]:
    """What lies in the database, as the driver reads it."""
    return {
        table.name: sorted(session.execute(text(f'SELECT * FROM "{table.name}"')).all(), key=str)
        for table in Base.metadata.sorted_tables
    }


def test_a_world_that_is_written_again_has_the_same_rows_and_the_next_gets_the_next_number(
    database, monkeypatch
):
    monkeypatch.setattr(factories, "_first", [])
    begin_write()
    first = factories.new_world()
    rows, numbers = in_the_tables(), {name: row.id for name, row in vars(first).items()}
    session.rollback()
    again = factories.world()
    assert in_the_tables() == rows
    assert {name: row.id for name, row in vars(again).items()} == numbers
    assert again.theme.question is again.question
    with transaction():
        session.add(somebody := factories.person())
    assert somebody.id == 1 + len(rows["person"])


def test_beside_other_rows_another_world_is_made(database, monkeypatch):
    monkeypatch.setattr(factories, "_first", [])
    with transaction():
        session.add(factories.organisation())
    factories.world()
    assert factories._first == []  # noqa: SLF001
