"""Keep a consultation's code frame, every act on it, and what is coded with it."""

import sqlalchemy as sa
from alembic import op

revision = "028_code_frames"
down_revision = "027_cut_points"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "code_frame",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_code_frame_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_frame")),
        sa.UniqueConstraint("consultation_id", name=op.f("uq_code_frame_consultation_id")),
    )
    op.create_table(
        "code",
        sa.Column("frame_id", sa.Integer(), nullable=False),
        sa.Column("facet", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("added_in", sa.Integer(), nullable=False),
        sa.Column("retired_in", sa.Integer(), nullable=True),
        sa.Column("split_from_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "retired_in IS NULL OR retired_in > added_in", name=op.f("ck_code_retired_after_added")
        ),
        sa.ForeignKeyConstraint(
            ["frame_id"], ["code_frame.id"], name=op.f("fk_code_frame_id_code_frame")
        ),
        sa.ForeignKeyConstraint(
            ["split_from_id"], ["code.id"], name=op.f("fk_code_split_from_id_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code")),
        sa.UniqueConstraint("frame_id", "facet", "key", name=op.f("uq_code_frame_id_facet_key")),
    )
    with op.batch_alter_table("code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_split_from_id"), ["split_from_id"], unique=False)

    op.create_table(
        "frame_act",
        sa.Column("frame_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "add",
                "reword",
                "split",
                "retire",
                name="frameactkind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["frame_id"], ["code_frame.id"], name=op.f("fk_frame_act_frame_id_code_frame")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_frame_act_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame_act")),
        sa.UniqueConstraint("frame_id", "version", name=op.f("uq_frame_act_frame_id_version")),
    )
    with op.batch_alter_table("frame_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_frame_act_person_id"), ["person_id"], unique=False)

    op.create_table(
        "code_wording",
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("label <> ''", name=op.f("ck_code_wording_has_a_label")),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.id"], name=op.f("fk_code_wording_code_id_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_wording")),
        sa.UniqueConstraint("code_id", "version", name=op.f("uq_code_wording_code_id_version")),
    )
    op.create_table(
        "code_use",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.Column("facet", sa.Text(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=True),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "code_id IS NULL OR proposal = ''", name=op.f("ck_code_use_proposes_where_none_fits")
        ),
        sa.CheckConstraint(
            "(theme_id IS NULL) <> (point_id IS NULL)", name=op.f("ck_code_use_of_one")
        ),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name=op.f("fk_code_use_code_id_code")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_code_use_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["point.id"], name=op.f("fk_code_use_point_id_point")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["open_question.id"],
            name=op.f("fk_code_use_question_id_open_question"),
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_code_use_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_use")),
    )
    with op.batch_alter_table("code_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_use_code_id"), ["code_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_code_use_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_code_use_point_id"), ["point_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_code_use_question_id"), ["question_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_code_use_theme_id"), ["theme_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("code_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_code_use_theme_id"))
        batch_op.drop_index(batch_op.f("ix_code_use_question_id"))
        batch_op.drop_index(batch_op.f("ix_code_use_point_id"))
        batch_op.drop_index(batch_op.f("ix_code_use_person_id"))
        batch_op.drop_index(batch_op.f("ix_code_use_code_id"))

    op.drop_table("code_use")
    op.drop_table("code_wording")
    with op.batch_alter_table("frame_act", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_frame_act_person_id"))

    op.drop_table("frame_act")
    with op.batch_alter_table("code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_code_split_from_id"))

    op.drop_table("code")
    op.drop_table("code_frame")
