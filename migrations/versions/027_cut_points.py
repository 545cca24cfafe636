"""Keep who cut a point off or joined it: no reading cuts it otherwise.

Going down, the acts that cut or joined can be undone no more, nor what was done before them.
"""

import sqlalchemy as sa
from alembic import op

revision = "027_cut_points"
down_revision = "026_arranged_themes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("point", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cut_by_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_point_cut_by_id"), ["cut_by_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_point_cut_by_id_person"), "person", ["cut_by_id"], ["id"]
        )


def downgrade() -> None:
    _forget_cuts()
    with op.batch_alter_table("point", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_point_cut_by_id_person"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_point_cut_by_id"))
        batch_op.drop_column("cut_by_id")


def _forget_cuts() -> None:
    """Bring the acts to what the release before can undo: of a point they kept `filler` alone."""
    connection = op.get_bind()
    step = sa.table(
        "step",
        sa.column("id"),
        sa.column("question_id"),
        sa.column("before", sa.JSON),
        sa.column("after", sa.JSON),
    )
    forgotten = set()
    for row in connection.execute(sa.select(step).order_by(step.c.id.desc())).all():
        states = {"before": dict(row.before), "after": dict(row.after)}
        if "matter" in states["before"] or row.question_id in forgotten:
            forgotten.add(row.question_id)
            connection.execute(sa.delete(step).where(step.c.id == row.id))
            continue
        for state in states.values():
            state["point"] = {number: kept[:1] for number, kept in state["point"].items()}
        connection.execute(sa.update(step).where(step.c.id == row.id).values(states))
