"""Keep why an analysis did what it did: how well points fit, what comes back, what few say.

A sub-theme is no theme of the question, so it has a table of its own; nothing used the parent.
"""

import sqlalchemy as sa
from alembic import op

revision = "004_reasons"
down_revision = "003_text_vectors"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_theme_parent_id"))
        batch_op.drop_constraint(batch_op.f("fk_theme_parent_id_theme"), type_="foreignkey")
        batch_op.drop_column("parent_id")

    op.create_table(
        "subtheme",
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_subtheme_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subtheme")),
    )
    with op.batch_alter_table("subtheme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subtheme_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "fit",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("subtheme_id", sa.Integer(), nullable=True),
        sa.Column("runner_up_id", sa.Integer(), nullable=True),
        sa.Column("runner_up_score", sa.Double(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(theme_id IS NULL) = (score IS NULL)", name=op.f("ck_fit_a_theme_has_its_score")
        ),
        sa.CheckConstraint(
            "(runner_up_id IS NULL) = (runner_up_score IS NULL)",
            name=op.f("ck_fit_a_runner_up_has_its_score"),
        ),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_fit_point_id_point")),
        sa.ForeignKeyConstraint(
            ["runner_up_id"], ["theme.id"], name=op.f("fk_fit_runner_up_id_theme")
        ),
        sa.ForeignKeyConstraint(
            ["subtheme_id"], ["subtheme.id"], name=op.f("fk_fit_subtheme_id_subtheme")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_fit_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fit")),
        sa.UniqueConstraint("point_id", name=op.f("uq_fit_point_id")),
    )
    with op.batch_alter_table("fit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fit_runner_up_id"), ["runner_up_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fit_subtheme_id"), ["subtheme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fit_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "recurrence",
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("stability", sa.Double(), nullable=False),
        sa.Column("nearest_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("0 <= stability AND stability <= 1", name=op.f("ck_recurrence_a_share")),
        sa.CheckConstraint("nearest_id <> theme_id", name=op.f("ck_recurrence_nearest_is_another")),
        sa.ForeignKeyConstraint(
            ["nearest_id"], ["theme.id"], name=op.f("fk_recurrence_nearest_id_theme")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_recurrence_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurrence")),
        sa.UniqueConstraint("theme_id", name=op.f("uq_recurrence_theme_id")),
    )
    with op.batch_alter_table("recurrence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recurrence_nearest_id"), ["nearest_id"], unique=False)

    op.create_table(
        "minority_point",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["point_id"], ["point.id"], name=op.f("fk_minority_point_point_id_point")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_minority_point_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minority_point")),
        sa.UniqueConstraint("point_id", name=op.f("uq_minority_point_point_id")),
    )
    with op.batch_alter_table("minority_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minority_point_theme_id"), ["theme_id"], unique=False)


def downgrade() -> None:
    for table in ("minority_point", "recurrence", "fit", "subtheme"):
        op.drop_table(table)
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_theme_parent_id_theme"), "theme", ["parent_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_theme_parent_id"), ["parent_id"], unique=False)
