"""Keep what the sentence encoder made of a text, so that a second analysis need not read it."""

import sqlalchemy as sa
from alembic import op

revision = "003_text_vectors"
down_revision = "002_append_only_log"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_vector",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["open_question.id"],
            name=op.f("fk_text_vector_question_id_open_question"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_vector")),
        sa.UniqueConstraint(
            "question_id", "digest", name=op.f("uq_text_vector_question_id_digest")
        ),
    )


def downgrade() -> None:
    op.drop_table("text_vector")
