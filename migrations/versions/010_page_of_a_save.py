"""A save knows the page that it came from, and whether its author chose a position.

So a lost reply makes no second comment, and who forgot to choose can be told from who has none.
All is added without rebuilding the table, which would drop the triggers that keep it append-only
on SQLite. What was saved before may have had its position chosen by the form.
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
    op.add_column(
        "answer_version",
        sa.Column("position_chosen", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
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
    op.drop_column("answer_version", "position_chosen")
    op.drop_column("answer_version", "page_key")
