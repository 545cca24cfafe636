"""Observations of the comment table that people wrote by hand, every wording kept."""

import sqlalchemy as sa
from alembic import op

revision = "045_observations"
down_revision = "044_people_and_drafts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "observation",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_observation_wordings_count_from_one")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_observation_answer_id_answer")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_observation_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint("answer_id", "number", name=op.f("uq_observation_answer_id_number")),
    )
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_observation_answer_id"), ["answer_id"])
        batch_op.create_index(batch_op.f("ix_observation_written_by_id"), ["written_by_id"])


def downgrade() -> None:
    """The release before composes every observation; what people wrote stays in the log."""
    op.drop_table("observation")
