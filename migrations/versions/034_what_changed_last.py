"""Let every step say which entry of the log is the last on it, also when it is past undoing.

An act and its entries of the log have one person and one moment. What was undone and is gone by now
is in the log alone; so is who undid an act that can be done again.
"""

import sqlalchemy as sa
from alembic import op

revision = "034_what_changed_last"
down_revision = "033_signed_states"
branch_labels = None
depends_on = None

_step = sa.table(
    "step",
    sa.column("id", sa.Integer),
    sa.column("question_id", sa.Integer),
    sa.column("person_id", sa.Integer),
    sa.column("at", sa.DateTime),
    sa.column("entry_id", sa.Integer),
    sa.column("undone", sa.Boolean),
    sa.column("past", sa.Boolean),
)
_entry = sa.table(
    "audit_entry",
    sa.column("id", sa.Integer),
    sa.column("question_id", sa.Integer),
    sa.column("person_id", sa.Integer),
    sa.column("at", sa.DateTime),
)


def upgrade() -> None:
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("past", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("entry_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_step_entry_id"), ["entry_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_step_entry_id_audit_entry"), "audit_entry", ["entry_id"], ["id"]
        )
    its_own = (
        sa.select(sa.func.max(_entry.c.id))
        .where(
            _entry.c.question_id == _step.c.question_id,
            _entry.c.person_id == _step.c.person_id,
            _entry.c.at == _step.c.at,
        )
        .scalar_subquery()
    )
    op.execute(sa.update(_step).where(~_step.c.undone).values(entry_id=its_own))


def downgrade() -> None:
    """The release before has no past steps; what those did is in the log."""
    op.execute(sa.delete(_step).where(_step.c.past))
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_step_entry_id_audit_entry"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_step_entry_id"))
        batch_op.drop_column("entry_id")
        batch_op.drop_column("past")
