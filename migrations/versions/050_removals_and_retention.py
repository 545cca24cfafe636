"""Everything that an author says to a removal, what was proposed, and when data go by themselves.

An author's second statement took the place of the first: each is a row from now on. A removal
keeps which version was proposed; of those before it is not known. The worker lets personal data go
by itself, once a day at most and never unannounced: a consultation keeps when that was. Going
down, an author's statements become one text again. Where words were redacted or erased that the
log holds, its reading covers them, while the entries stay what they are; no release back would.
"""

import sqlalchemy as sa
from alembic import op

revision = "050_removals_and_retention"
down_revision = "049_public_numbers"
branch_labels = None
depends_on = None

NOTED = {
    "retention_told_for": sa.DateTime(),
    "retention_told_at": sa.DateTime(),
    "retention_swept_on": sa.Date(),
}

_removal = sa.table(
    "removal",
    sa.column("id", sa.Integer()),
    sa.column("author_said", sa.Text()),
    sa.column("author_said_at", sa.DateTime()),
    sa.column("proposed_at", sa.DateTime()),
)
_statement = sa.table(
    "removal_statement",
    sa.column("id", sa.Integer()),
    sa.column("removal_id", sa.Integer()),
    sa.column("text", sa.Text()),
    sa.column("said_at", sa.DateTime()),
)


def upgrade() -> None:
    op.create_table(
        "removal_statement",
        sa.Column("removal_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_removal_statement_says_something")),
        sa.ForeignKeyConstraint(
            ["removal_id"], ["removal.id"], name=op.f("fk_removal_statement_removal_id_removal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_statement")),
    )
    op.create_index(op.f("ix_removal_statement_removal_id"), "removal_statement", ["removal_id"])
    op.create_table(
        "log_cover",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("way", sa.JSON(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_log_cover_a_span")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entry.id"], name=op.f("fk_log_cover_entry_id_audit_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_cover")),
    )
    op.create_index(op.f("ix_log_cover_entry_id"), "log_cover", ["entry_id"])
    op.execute(
        sa.insert(_statement).from_select(
            ["removal_id", "text", "said_at"],
            sa.select(
                _removal.c.id,
                _removal.c.author_said,
                sa.func.coalesce(_removal.c.author_said_at, _removal.c.proposed_at),
            )
            .where(_removal.c.author_said != "")
            .order_by(_removal.c.id),
        )
    )
    with op.batch_alter_table("removal", schema=None) as batch_op:
        batch_op.drop_column("author_said")
        batch_op.drop_column("author_said_at")
        batch_op.add_column(sa.Column("proposed_version_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_removal_proposed_version_id_answer_version"),
            "answer_version",
            ["proposed_version_id"],
            ["id"],
        )
        batch_op.create_index(batch_op.f("ix_removal_proposed_version_id"), ["proposed_version_id"])
    for name, kind in NOTED.items():
        op.add_column("consultation", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    """Raise RuntimeError while the release before would show in the log what is redacted."""
    if op.get_bind().scalar(sa.select(sa.func.count()).select_from(sa.table("log_cover"))):
        raise RuntimeError(
            "Words that were redacted stand in the log, where the release before would show them. "
            "This step back was not taken. Lift these redactions, or stay with this release."
        )
    op.drop_table("log_cover")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        for name in NOTED:
            batch_op.drop_column(name)
    with op.batch_alter_table("removal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_removal_proposed_version_id"))
        batch_op.drop_constraint(
            batch_op.f("fk_removal_proposed_version_id_answer_version"), type_="foreignkey"
        )
        batch_op.drop_column("proposed_version_id")
        batch_op.add_column(sa.Column("author_said", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("author_said_at", sa.DateTime(), nullable=True))
    put_together()
    with op.batch_alter_table("removal", schema=None) as batch_op:
        batch_op.alter_column("author_said", existing_type=sa.Text(), server_default=None)
    op.drop_table("removal_statement")


def put_together() -> None:
    """Let everything that an author said to a removal be one text, as the release before has it."""
    said: dict[int, list[str]] = {}
    newest = {}
    rows = sa.select(_statement).order_by(_statement.c.id)
    for row in op.get_bind().execute(rows).mappings():
        said.setdefault(row["removal_id"], []).append(row["text"])
        newest[row["removal_id"]] = row["said_at"]
    for removal, texts in said.items():
        op.execute(
            sa.update(_removal)
            .where(_removal.c.id == removal)
            .values(author_said="\n\n".join(texts), author_said_at=newest[removal])
        )
