"""Alembic's environment: our models, our naming, one connection, one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from consultation import models  # noqa: F401 (fills the metadata)
from consultation.db import Base, Moment


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Keep our own types out of migrations: a migration must read the same in ten years."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, Moment) else False


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave the queue's own tables alone."""
    return not (kind == "table" and (name or "").startswith("huey_"))


@contextmanager
def tables_may_be_rebuilt(connection: Connection) -> Iterator[None]:
    """Let SQLite drop a table that others refer to, which altering one takes.

    https://sqlite.org/lang_altertable.html#otheralter: the switch has no effect in a transaction.
    Without the second one, a trigger of another table that asks the dropped one would forbid it.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("PRAGMA legacy_alter_table = ON")
    try:
        yield
    finally:
        raw.execute("PRAGMA legacy_alter_table = OFF")
        raw.execute("PRAGMA foreign_keys = ON")


def ensure_no_row_is_lost(ctx: MigrationContext, **_step: Any) -> None:
    """Raise, before a migration is committed, where a row refers to one that is not there."""
    if ctx.dialect.name == "sqlite":
        lost = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if lost:
            raise RuntimeError(f"Rows refer to rows that are not there: {lost[:5]}")


engine = context.config.attributes["engine"]
with (
    engine.connect().execution_options(writes=True) as connection,
    tables_may_be_rebuilt(connection),
):
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        include_name=is_ours,
        compare_type=True,
        transaction_per_migration=True,
        on_version_apply=ensure_no_row_is_lost,
    )
    with context.begin_transaction():
        context.run_migrations()
