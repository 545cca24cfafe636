"""Let drafts be prepared in the browser, and keep what becomes of provisions between drafts."""

import sqlalchemy as sa
from alembic import op

revision = "038_drafts"
down_revision = "037_setting_up"
branch_labels = None
depends_on = None

_EDITED = ("provision", "open_question")


def upgrade() -> None:
    for table in _EDITED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(
                sa.Column("version", sa.Integer(), nullable=False, server_default="1")
            )
    _make_lineage()
    _make_anchor()


def downgrade() -> None:
    """The release before knows no way from one draft to the next."""
    op.drop_table("anchor")
    op.drop_table("lineage")
    for table in _EDITED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("version")


def _make_lineage() -> None:
    op.create_table(
        "lineage",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("old_id", sa.Integer(), nullable=True),
        sa.Column("new_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("likeness", sa.Double(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "old_id IS NOT NULL OR new_id IS NOT NULL", name=op.f("ck_lineage_of_something")
        ),
        sa.CheckConstraint(
            "(decided_by_id IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_lineage_decided_by_somebody"),
        ),
        sa.CheckConstraint("likeness BETWEEN 0 AND 1", name=op.f("ck_lineage_likeness_is_a_share")),
        _points_to("lineage", "draft_id", "draft"),
        _points_to("lineage", "old_id", "provision"),
        _points_to("lineage", "new_id", "provision"),
        _points_to("lineage", "decided_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lineage")),
        sa.UniqueConstraint(
            "draft_id", "old_id", "new_id", name=op.f("uq_lineage_draft_id_old_id_new_id")
        ),
    )
    _index("lineage", "draft_id", "old_id", "new_id", "decided_by_id")


def _make_anchor() -> None:
    op.create_table(
        "anchor",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("provision_id", sa.Integer(), nullable=True),
        sa.Column("passage", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(decided_by_id IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_anchor_decided_by_somebody"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_anchor_versions_count_from_one")),
        _points_to("anchor", "draft_id", "draft"),
        _points_to("anchor", "answer_id", "answer"),
        _points_to("anchor", "provision_id", "provision"),
        _points_to("anchor", "decided_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anchor")),
        sa.UniqueConstraint("draft_id", "answer_id", name=op.f("uq_anchor_draft_id_answer_id")),
    )
    _index("anchor", "draft_id", "answer_id", "provision_id", "decided_by_id")


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
