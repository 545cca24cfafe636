"""Public numbers of answers, what a redaction covered elsewhere, and what was looked through.

The number in a public address and in the open data must not say which answers came in together:
so it is drawn by chance.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "049_public_numbers"
down_revision = "048_word_template"
branch_labels = None
depends_on = None

BITS = 48
_answer = sa.table("answer", sa.column("id"), sa.column("public_number"))


def upgrade() -> None:
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("public_number", sa.BigInteger(), nullable=True))
    give_numbers()
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.alter_column("public_number", existing_type=sa.BigInteger(), nullable=False)
        batch_op.create_index(batch_op.f("ix_answer_public_number"), ["public_number"], unique=True)
    with op.batch_alter_table("sealed_text", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("covered", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
        )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("looked_through", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def give_numbers() -> None:
    taken: set[int] = set()
    for number in op.get_bind().scalars(sa.select(_answer.c.id)).all():
        while (drawn := 1 + secrets.randbelow(2**BITS - 1)) in taken:
            pass
        taken.add(drawn)
        op.execute(sa.update(_answer).where(_answer.c.id == number).values(public_number=drawn))


def downgrade() -> None:
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_column("looked_through")
    with op.batch_alter_table("sealed_text", schema=None) as batch_op:
        batch_op.drop_column("covered")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_public_number"))
        batch_op.drop_column("public_number")
