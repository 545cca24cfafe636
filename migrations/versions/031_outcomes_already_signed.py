"""What the signatures in force said of themes without an outcome is theirs alone.

It was given in the moment of the signature, by who signed, and as an act that could be undone.
That act goes: reopening takes the outcomes back, and what was done before can be undone then.
"""

import sqlalchemy as sa
from alembic import op

revision = "031_outcomes_already_signed"
down_revision = "030_outcomes_of_a_signature"
branch_labels = None
depends_on = None

_outcome = sa.table(
    "outcome",
    sa.column("theme_id", sa.Integer),
    sa.column("kind", sa.Text),
    sa.column("decided_by_id", sa.Integer),
    sa.column("decided_at", sa.DateTime),
    sa.column("by_signature", sa.Boolean),
)
_theme = sa.table("theme", sa.column("id", sa.Integer), sa.column("question_id", sa.Integer))
_step = sa.table("step", sa.column("question_id", sa.Integer), sa.column("at", sa.DateTime))
_signed = sa.table(
    "sign_off",
    sa.column("question_id", sa.Integer),
    sa.column("chair_id", sa.Integer),
    sa.column("signed_at", sa.DateTime),
    sa.column("reopened_at", sa.DateTime),
)


def upgrade() -> None:
    in_force = sa.select(sa.literal(1)).where(_signed.c.reopened_at.is_(None))
    theirs = in_force.where(
        _theme.c.id == _outcome.c.theme_id,
        _signed.c.question_id == _theme.c.question_id,
        _signed.c.chair_id == _outcome.c.decided_by_id,
        _signed.c.signed_at == _outcome.c.decided_at,
    )
    op.execute(
        sa.update(_outcome)
        .where(_outcome.c.kind == "not yet examined", theirs.exists())
        .values(by_signature=True)
    )
    its_act = in_force.where(
        _signed.c.question_id == _step.c.question_id, _signed.c.signed_at == _step.c.at
    )
    op.execute(sa.delete(_step).where(its_act.exists()))


def downgrade() -> None:
    """Nothing goes back: the release before tells no outcome of a signature from another."""
