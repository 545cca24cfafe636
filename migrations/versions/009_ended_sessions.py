"""Signing out ends a session wherever its cookie was copied to."""

import sqlalchemy as sa
from alembic import op

revision = "009_ended_sessions"
down_revision = "008_deadlines"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ended_session",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ended_session")),
        sa.UniqueConstraint("hash", name=op.f("uq_ended_session_hash")),
    )


def downgrade() -> None:
    op.drop_table("ended_session")
