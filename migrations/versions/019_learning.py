"""Keep what was refused of what is suggested, and where a point lies on the map of its question."""

import sqlalchemy as sa
from alembic import op

revision = "019_learning"
down_revision = "015_several_papers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "refusal",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("refused_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_refusal_point_id_point")),
        sa.ForeignKeyConstraint(
            ["refused_by_id"], ["person.id"], name=op.f("fk_refusal_refused_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal")),
        sa.UniqueConstraint("point_id", name=op.f("uq_refusal_point_id")),
    )
    with op.batch_alter_table("refusal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_refusal_refused_by_id"), ["refused_by_id"], unique=False
        )
    with op.batch_alter_table("fit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("across", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("down", sa.Double(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("fit", schema=None) as batch_op:
        batch_op.drop_column("down")
        batch_op.drop_column("across")
    op.drop_table("refusal")
