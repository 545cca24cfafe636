"""Changes that nobody can make: what publishing fixed, changed all the same to set a test up."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from consultation.db import session

_TRIGGERS = text(
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%published_no_%'"
)


@contextmanager
def behind_the_databases_back() -> Iterator[None]:
    """Let published drafts be changed until the block ends; it is flushed then."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield
        session.flush()
        connection.execute(text("SET LOCAL session_replication_role = origin"))
        return
    yield from _without(connection, dict(connection.execute(_TRIGGERS).all()))


def _without(connection: Connection, triggers: dict[str, str]) -> Iterator[None]:
    for name in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    session.flush()
    for statement in triggers.values():
        connection.exec_driver_sql(statement)
