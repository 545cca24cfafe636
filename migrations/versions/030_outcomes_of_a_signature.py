"""Tell what only a signature said of a theme from what somebody decided on it."""

import sqlalchemy as sa
from alembic import op

revision = "030_outcomes_of_a_signature"
down_revision = "029_minority_notes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("by_signature", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.drop_column("by_signature")
