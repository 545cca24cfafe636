"""Draw samples of points, and keep where two people put each without seeing the other."""

import sqlalchemy as sa
from alembic import op

revision = "025_samples"
down_revision = "024_own_outcomes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sample",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_id <> second_id", name=op.f("ck_sample_two_people")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["open_question.id"], name=op.f("fk_sample_question_id_open_question")
        ),
        sa.ForeignKeyConstraint(
            ["drawn_by_id"], ["person.id"], name=op.f("fk_sample_drawn_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["person.id"], name=op.f("fk_sample_first_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["person.id"], name=op.f("fk_sample_second_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
    )
    with op.batch_alter_table("sample", schema=None) as batch_op:
        for column in ("question_id", "drawn_by_id", "first_id", "second_id"):
            batch_op.create_index(batch_op.f(f"ix_sample_{column}"), [column], unique=False)
    op.create_table(
        "sampled_point",
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["sample.id"], name=op.f("fk_sampled_point_sample_id_sample")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["point.id"], name=op.f("fk_sampled_point_point_id_point")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampled_point")),
        sa.UniqueConstraint("sample_id", "rank", name=op.f("uq_sampled_point_sample_id_rank")),
    )
    with op.batch_alter_table("sampled_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sampled_point_point_id"), ["point_id"], unique=False)
    op.create_table(
        "coding",
        sa.Column("sampled_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("coded_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sampled_id"], ["sampled_point.id"], name=op.f("fk_coding_sampled_id_sampled_point")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_coding_person_id_person")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_coding_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding")),
        sa.UniqueConstraint("sampled_id", "person_id", name=op.f("uq_coding_sampled_id_person_id")),
    )
    with op.batch_alter_table("coding", schema=None) as batch_op:
        for column in ("person_id", "theme_id"):
            batch_op.create_index(batch_op.f(f"ix_coding_{column}"), [column], unique=False)


def downgrade() -> None:
    for table in ("coding", "sampled_point", "sample"):
        op.drop_table(table)
