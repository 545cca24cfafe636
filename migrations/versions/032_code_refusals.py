"""Keep which suggested codes a person refused for a theme or a point."""

import sqlalchemy as sa
from alembic import op

revision = "032_code_refusals"
down_revision = "031_outcomes_already_signed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "code_refusal",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(theme_id IS NULL) <> (point_id IS NULL)", name=op.f("ck_code_refusal_of_one")
        ),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.id"], name=op.f("fk_code_refusal_code_id_code")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_code_refusal_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["point.id"], name=op.f("fk_code_refusal_point_id_point")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["open_question.id"],
            name=op.f("fk_code_refusal_question_id_open_question"),
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_code_refusal_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_refusal")),
        sa.UniqueConstraint("point_id", "code_id", name=op.f("uq_code_refusal_point_id_code_id")),
        sa.UniqueConstraint("theme_id", "code_id", name=op.f("uq_code_refusal_theme_id_code_id")),
    )
    with op.batch_alter_table("code_refusal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_refusal_code_id"), ["code_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_code_refusal_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_code_refusal_question_id"), ["question_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("code_refusal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_code_refusal_question_id"))
        batch_op.drop_index(batch_op.f("ix_code_refusal_person_id"))
        batch_op.drop_index(batch_op.f("ix_code_refusal_code_id"))

    op.drop_table("code_refusal")
