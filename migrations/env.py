"""Alembic's environment: our models, our naming, one connection, one transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from consultation import models  # noqa: F401 (fills the metadata)
from consultation.db import Base, Moment


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Keep our own types out of migrations: a migration must read the same in ten years."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, Moment) else False


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave the queue's own tables alone."""
    return not (kind == "table" and (name or "").startswith("huey_"))


engine = context.config.attributes["engine"]
with engine.connect().execution_options(writes=True) as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        include_name=is_ours,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
