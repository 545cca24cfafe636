"""A chair can ask for fewer or more themes; the wish holds for every later analysis."""

import sqlalchemy as sa
from alembic import op

revision = "022_fewer_or_more_themes"
down_revision = "021_named_with_organisation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("open_question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("themes_wanted", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_open_question_some_themes"), "themes_wanted >= 1"
        )


def downgrade() -> None:
    with op.batch_alter_table("open_question", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_open_question_some_themes"), type_="check")
        batch_op.drop_column("themes_wanted")
