"""Editions: plenary packs as they were compiled, and jobs that compile them."""

import sqlalchemy as sa
from alembic import op

revision = "039_editions"
down_revision = "038_drafts"
branch_labels = None
depends_on = None

_PENDING = sa.text("state IN ('waiting', 'running')")


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("manifest", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("files_removed_at", sa.DateTime(), nullable=True),
        sa.Column("files_removed_because", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(files_removed_at IS NULL) = (files_removed_because IS NULL)",
            name=op.f("ck_edition_removed_has_its_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_edition_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_edition_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_edition_round_id_number")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_asked_by_id"), ["asked_by_id"])
        batch_op.create_index(batch_op.f("ix_edition_round_id"), ["round_id"])
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.alter_column("question_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("edition_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_job_edition_id_edition"), "edition", ["edition_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_job_edition_id"), ["edition_id"])
        batch_op.create_index(
            "uq_job_one_edition_at_a_time",
            ["edition_id", "state"],
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_job_one_subject"), "(question_id IS NULL) <> (edition_id IS NULL)"
        )


def downgrade() -> None:
    """The release before compiles at once and keeps nothing."""
    op.execute("DELETE FROM job WHERE edition_id IS NOT NULL")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_job_one_subject"), type_="check")
        batch_op.drop_index("uq_job_one_edition_at_a_time")
        batch_op.drop_index(batch_op.f("ix_job_edition_id"))
        batch_op.drop_constraint(batch_op.f("fk_job_edition_id_edition"), type_="foreignkey")
        batch_op.drop_column("edition_id")
        batch_op.alter_column("question_id", existing_type=sa.Integer(), nullable=False)
    op.drop_table("edition")
