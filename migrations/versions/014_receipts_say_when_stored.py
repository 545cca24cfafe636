"""A receipt says when it was stored too: who waited in the queue across the deadline can be told.

The column is added without rebuilding the table, which would drop the triggers that keep it
append-only on SQLite.
"""

import sqlalchemy as sa
from alembic import op

revision = "014_receipts_say_when_stored"
down_revision = "013_bound_summaries"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("receipt", sa.Column("stored_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("receipt", "stored_at")
