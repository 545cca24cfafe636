"""Deadlines that are extended, and when a round's contributions are published."""

import sqlalchemy as sa
from alembic import op

revision = "008_deadlines"
down_revision = "007_papers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "extension",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("closes_at > was", name=op.f("ck_extension_only_ever_later")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_extension_has_its_reason")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_extension_round_id_round")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_extension_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extension_by_id"), ["by_id"])
        batch_op.create_index(batch_op.f("ix_extension_round_id"), ["round_id"])
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("published_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_column("published_at")
    op.drop_table("extension")
