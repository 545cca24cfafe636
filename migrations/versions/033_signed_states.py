"""Keep what was signed with its signature; of what was signed before only its hash is known."""

import sqlalchemy as sa
from alembic import op

revision = "033_signed_states"
down_revision = "032_code_refusals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.drop_column("state")
