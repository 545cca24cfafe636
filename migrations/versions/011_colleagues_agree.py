"""Colleagues agree to the privacy notice too: which one, and when."""

import sqlalchemy as sa
from alembic import op

revision = "011_colleagues_agree"
down_revision = "010_page_of_a_save"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("colleague") as batch_op:
        batch_op.add_column(sa.Column("notice_hash", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("agreed_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("colleague") as batch_op:
        batch_op.drop_column("agreed_at")
        batch_op.drop_column("notice_hash")
