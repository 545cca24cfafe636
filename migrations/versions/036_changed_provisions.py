"""Let an outcome say which provisions change because of it.

They are kept by their keys, which stay through every draft.
"""

import sqlalchemy as sa
from alembic import op

revision = "036_changed_provisions"
down_revision = "035_notices_and_calendars"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("outcome", "own_outcome"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(
                sa.Column("provision_keys", sa.JSON(), nullable=False, server_default="[]")
            )


def downgrade() -> None:
    """The release before cannot say it."""
    for table in ("outcome", "own_outcome"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("provision_keys")
