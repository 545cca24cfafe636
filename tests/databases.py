"""Databases for tests: migrated once in a process, then copied; what a test leaves is taken out."""

import os
import shutil
from pathlib import Path

import psycopg

from consultation import db, schema
from consultation.config import Settings

POSTGRES = os.environ.get("PLENARY_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


def migrate(address: str) -> None:
    """Bring an empty database up to this release."""
    engine = db.connect(engine_address(address))
    schema.upgrade(engine)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.session.remove()
    engine.dispose()


def engine_address(address: str) -> str:
    """What SQLAlchemy calls the database that psycopg calls so."""
    return address.replace("postgresql://", "postgresql+psycopg://", 1)


def copied(template: Path, folder: Path) -> Settings:
    """An instance on a copy of a migrated SQLite file."""
    shutil.copy(template, folder / "plenary.sqlite")
    return Settings(data=folder, database_url="")


def make_postgres_database(name: str, *, like: str = "") -> str:
    """An empty PostgreSQL database, or a copy of the one at `like`, which nobody may be using."""
    template = like.rpartition("/")[2] or "template1"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return POSTGRES.rpartition("/")[0] + f"/{name}"


def drop_postgres_database(url: str) -> None:
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{url.rpartition("/")[2]}" WITH (FORCE)')


def spare_the_disk(url: str) -> None:
    """Have commits return before they are on disk: an outage would cost the test, nobody's words.

    Durability is asked of databases of its own, with the server's own settings.
    """
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        name = url.rpartition("/")[2]
        connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')


class Kept:
    """The PostgreSQL database of a test process, and a connection to it that outlives its tests.

    A new connection costs the server more than taking every row away does. The places of rows that
    are gone are given free between tests only: a row that takes one stands before those that came
    earlier, and a test would read them in another order, once in a while.
    """

    NAME = "emptying"
    """What the server calls that connection: a test may end all others."""

    TIDIED_AFTER = 200
    """Tests, after which what they left is swept up."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection = psycopg.connect(url, autocommit=True, application_name=self.NAME)
        # The log refuses to be deleted from; a replica has no triggers.
        self._connection.execute("SET session_replication_role = replica")
        # A function's statements are planned once; of a session's own no other hears.
        tables = [table.name for table in db.Base.metadata.sorted_tables]
        deletes = "; ".join(f'DELETE FROM "{name}"' for name in tables)
        sequences = ", ".join(f"'{name}_id_seq'" for name in tables)
        self._connection.execute(_EMPTIED.format(deletes=deletes, sequences=sequences))
        for name in tables:
            self._connection.execute(f'ALTER TABLE "{name}" SET (autovacuum_enabled = off)')
        self._emptied = 0

    def empty(self) -> None:
        """Take every row away and number from 1 again."""
        self._connection.execute("SELECT pg_temp.emptied()")
        self._emptied += 1
        if self._emptied % self.TIDIED_AFTER == 0:
            self._connection.execute("VACUUM")

    def drop(self) -> None:
        self._connection.close()
        drop_postgres_database(self.url)


_EMPTIED = """
CREATE FUNCTION pg_temp.emptied() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    {deletes};
    PERFORM setval(sequencename::regclass, 1, false) FROM pg_sequences
    WHERE last_value IS NOT NULL AND sequencename IN ({sequences});
END $$
"""
