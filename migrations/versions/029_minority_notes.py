"""Keep with a minority point why somebody took it from where it was found."""

import sqlalchemy as sa
from alembic import op

revision = "029_minority_notes"
down_revision = "028_code_frames"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "minority_note",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("found_in", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("note <> ''", name=op.f("ck_minority_note_says_why")),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["person.id"], name=op.f("fk_minority_note_noted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["point.id"], name=op.f("fk_minority_note_point_id_point")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minority_note")),
        sa.UniqueConstraint("point_id", name=op.f("uq_minority_note_point_id")),
    )
    with op.batch_alter_table("minority_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_minority_note_noted_by_id"), ["noted_by_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("minority_note")
