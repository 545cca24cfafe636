"""Papers that stakeholders attach, what was taken from them, and comments on a whole draft.

SQLite rebuilds a table to alter it and drops its triggers: those that keep `answer_version`
append-only are made again.
"""

import sqlalchemy as sa
from alembic import op

revision = "007_papers"
down_revision = "006_accounts"
branch_labels = None
depends_on = None

KINDS = ("pdf", "docx", "odt", "markdown", "text")


def upgrade() -> None:
    op.create_table(
        "paper",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="paperkind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_paper_not_empty")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_paper_submission_id_submission")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_paper_added_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_submission_id"), ["submission_id"])
        batch_op.create_index(batch_op.f("ix_paper_added_by_id"), ["added_by_id"])
    with op.batch_alter_table("answer_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paper_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("pages", sa.JSON(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_answer_version_paper_id_paper"), "paper", ["paper_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_answer_version_paper_id"), ["paper_id"])
    make_append_only_again()
    with op.batch_alter_table("open_question", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("on_whole_draft", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("open_question", schema=None) as batch_op:
        batch_op.alter_column("on_whole_draft", server_default=None)


def make_append_only_again() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER answer_version_no_{act.lower()} BEFORE {act} ON answer_version "
                "BEGIN SELECT RAISE(ABORT, 'answer_version is append-only'); END"
            )


def downgrade() -> None:
    with op.batch_alter_table("open_question", schema=None) as batch_op:
        batch_op.drop_column("on_whole_draft")
    with op.batch_alter_table("answer_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_version_paper_id"))
        batch_op.drop_constraint(batch_op.f("fk_answer_version_paper_id_paper"), type_="foreignkey")
        batch_op.drop_column("pages")
        batch_op.drop_column("paper_id")
    make_append_only_again()
    op.drop_table("paper")
