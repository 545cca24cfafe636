"""A summary keeps what its fields were filled with, and whether a rule or a person wrote it.

Summaries of before have no fields; whatever looks like one was filled with nothing yet.
"""

import sqlalchemy as sa
from alembic import op

revision = "013_bound_summaries"
down_revision = "012_steps"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("summary") as batch_op:
        batch_op.add_column(sa.Column("figures", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(
            sa.Column("composed", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("summary") as batch_op:
        batch_op.drop_column("composed")
        batch_op.drop_column("figures")
