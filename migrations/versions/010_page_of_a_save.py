"""A save knows the page that it came from, so that a lost reply makes no second comment.

The column and the index are added without rebuilding the table, which would drop the triggers that
keep it append-only on SQLite.
"""

import sqlalchemy as sa
from alembic import op

revision = "010_page_of_a_save"
down_revision = "009_ended_sessions"
branch_labels = None
depends_on = None

INDEX = "uq_answer_version_first_of_a_page"


def upgrade() -> None:
    op.add_column("answer_version", sa.Column("page_key", sa.Text(), nullable=True))
    op.create_index(
        INDEX,
        "answer_version",
        ["submission_id", "question_id", "page_key"],
        unique=True,
        sqlite_where=sa.text("number = 1"),
        postgresql_where=sa.text("number = 1"),
    )


def downgrade() -> None:
    op.drop_index(INDEX, table_name="answer_version")
    op.drop_column("answer_version", "page_key")
