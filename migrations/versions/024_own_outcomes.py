"""Keep what was decided on one point by itself."""

import sqlalchemy as sa
from alembic import op

revision = "024_own_outcomes"
down_revision = "023_reading_together"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_outcome",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "adopted",
                "adopted in part",
                "clarified",
                "not adopted: outside the mandate",
                "not adopted: covered by other rules",
                "not adopted: weighed against other input",
                "referred",
                "deferred",
                "not yet examined",
                name="outcomekind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('adopted', 'not yet examined') OR reason <> ''",
            name=op.f("ck_own_outcome_has_its_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["point.id"], name=op.f("fk_own_outcome_point_id_point")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_own_outcome_decided_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_outcome")),
        sa.UniqueConstraint("point_id", name=op.f("uq_own_outcome_point_id")),
    )
    with op.batch_alter_table("own_outcome", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_own_outcome_decided_by_id"), ["decided_by_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("own_outcome")
