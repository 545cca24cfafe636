"""Let an outcome say which provisions change because of it.

They are kept by their keys, which stay through every draft. Going down, the acts at the desk keep
of an outcome what the release before can write back.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "036_changed_provisions"
down_revision = "035_notices_and_calendars"
branch_labels = None
depends_on = None

_TABLES = ("outcome", "own_outcome")
_KEPT_BEFORE = 4
"""What a step kept of an outcome: kind, reason, by whom and when it was decided."""

_step = sa.table(
    "step", sa.column("id", sa.Integer), sa.column("before", sa.JSON), sa.column("after", sa.JSON)
)


def upgrade() -> None:
    for table in _TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(
                sa.Column("provision_keys", sa.JSON(), nullable=False, server_default="[]")
            )


def downgrade() -> None:
    """The release before cannot say it."""
    _forget_provisions()
    for table in _TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("provision_keys")


def _forget_provisions() -> None:
    connection = op.get_bind()
    for number, *states in connection.execute(sa.select(_step)).all():
        before, after = (state | _shortened(state) for state in states)
        connection.execute(
            sa.update(_step).where(_step.c.id == number).values(before=before, after=after)
        )


def _shortened(state: dict[str, dict[str, list[Any]]]) -> dict[str, dict[str, list[Any]]]:
    return {
        table: {number: values[:_KEPT_BEFORE] for number, values in state[table].items()}
        for table in _TABLES
        if table in state
    }
