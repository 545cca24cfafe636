"""Keep who has read and seen what, whose a question is, and what reviewers settle."""

import sqlalchemy as sa
from alembic import op

revision = "023_reading_together"
down_revision = "022_fewer_or_more_themes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assigned_by_id", sa.Integer(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["person.id"], name=op.f("fk_assignment_assigned_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_assignment_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["open_question.id"],
            name=op.f("fk_assignment_question_id_open_question"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("question_id", name=op.f("uq_assignment_question_id")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assignment_assigned_by_id"), ["assigned_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_assignment_person_id"), ["person_id"], unique=False)

    op.create_table(
        "visit",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_visit_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["open_question.id"], name=op.f("fk_visit_question_id_open_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint(
            "question_id", "person_id", name=op.f("uq_visit_question_id_person_id")
        ),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_person_id"), ["person_id"], unique=False)

    op.create_table(
        "answer_read",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_answer_read_answer_id_answer")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_answer_read_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["answer_version.id"],
            name=op.f("fk_answer_read_version_id_answer_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_read")),
        sa.UniqueConstraint(
            "answer_id", "person_id", name=op.f("uq_answer_read_answer_id_person_id")
        ),
    )
    with op.batch_alter_table("answer_read", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_read_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_read_version_id"), ["version_id"], unique=False)

    op.create_table(
        "matter",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "memo",
                "second reading",
                "referral",
                name="matterkind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "noted",
                "open",
                "taken up",
                "answered",
                "declined",
                "agrees",
                "disagrees",
                name="matterstate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("group_id IS NULL OR body = ''", name=op.f("ck_matter_goes_to_one")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_matter_says_something")),
        sa.CheckConstraint(
            "point_id IS NULL OR answer_id IS NOT NULL", name=op.f("ck_matter_a_point_of_an_answer")
        ),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_matter_answer_id_answer")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["working_group.id"], name=op.f("fk_matter_group_id_working_group")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_matter_owner_id_person")
        ),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_matter_point_id_point")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["open_question.id"], name=op.f("fk_matter_question_id_open_question")
        ),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["person.id"], name=op.f("fk_matter_raised_by_id_person")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_matter_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
    )
    with op.batch_alter_table("matter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matter_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matter_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matter_point_id"), ["point_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matter_question_id"), ["question_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matter_raised_by_id"), ["raised_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matter_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "matter_entry",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "noted",
                "open",
                "taken up",
                "answered",
                "declined",
                "agrees",
                "disagrees",
                name="matterstate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_matter_entry_says_something")),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_matter_entry_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_matter_entry_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_entry")),
    )
    with op.batch_alter_table("matter_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_entry_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matter_entry_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("matter_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_entry_person_id"))
        batch_op.drop_index(batch_op.f("ix_matter_entry_matter_id"))

    op.drop_table("matter_entry")
    with op.batch_alter_table("matter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_theme_id"))
        batch_op.drop_index(batch_op.f("ix_matter_raised_by_id"))
        batch_op.drop_index(batch_op.f("ix_matter_question_id"))
        batch_op.drop_index(batch_op.f("ix_matter_point_id"))
        batch_op.drop_index(batch_op.f("ix_matter_owner_id"))
        batch_op.drop_index(batch_op.f("ix_matter_group_id"))
        batch_op.drop_index(batch_op.f("ix_matter_answer_id"))

    op.drop_table("matter")
    with op.batch_alter_table("answer_read", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_read_version_id"))
        batch_op.drop_index(batch_op.f("ix_answer_read_person_id"))

    op.drop_table("answer_read")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_person_id"))

    op.drop_table("visit")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_person_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_assigned_by_id"))

    op.drop_table("assignment")
