"""Let chairs put themes in an order and nest them.

Going down, the acts at the desk keep of a theme what the release before can write back.
"""

import sqlalchemy as sa
from alembic import op

revision = "026_arranged_themes"
down_revision = "025_samples"
branch_labels = None
depends_on = None

_KEPT_BEFORE = 4
"""What a step kept of a theme: title, who titled it, what it went into, when it went."""

_step = sa.table(
    "step", sa.column("id", sa.Integer), sa.column("before", sa.JSON), sa.column("after", sa.JSON)
)


def upgrade() -> None:
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("rank", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_theme_parent_id"), ["parent_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_theme_parent_id_theme"), "theme", ["parent_id"], ["id"]
        )


def downgrade() -> None:
    _forget_places()
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_theme_parent_id_theme"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_theme_parent_id"))
        batch_op.drop_column("rank")
        batch_op.drop_column("parent_id")


def _forget_places() -> None:
    connection = op.get_bind()
    for number, *states in connection.execute(sa.select(_step)).all():
        before, after = (
            {**state, "theme": {n: values[:_KEPT_BEFORE] for n, values in state["theme"].items()}}
            for state in states
        )
        connection.execute(
            sa.update(_step).where(_step.c.id == number).values(before=before, after=after)
        )
