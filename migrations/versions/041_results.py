"""When the outcomes of a round are published: never before it has closed."""

import sqlalchemy as sa
from alembic import op

revision = "041_results"
down_revision = "040_other_input"
branch_labels = None
depends_on = None

RULE = "ck_round_outcomes_are_after_closing"


def upgrade() -> None:
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("outcomes_published_at", sa.DateTime(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f(RULE),
            "outcomes_published_at IS NULL OR outcomes_published_at > closes_at",
        )


def downgrade() -> None:
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(RULE), type_="check")
        batch_op.drop_column("outcomes_published_at")
