"""Let consultations be set up on pages: regime, dates, invitations, eligibility, letters."""

import sqlalchemy as sa
from alembic import op

revision = "037_setting_up"
down_revision = "036_changed_provisions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("may_found", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        for name in ("legal_basis", "shorter_because"):
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("usual_days", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("languages", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.create_check_constraint(
            batch_op.f("ck_consultation_usual_days_are_some"), "usual_days > 0"
        )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("shorter_because", sa.Text(), nullable=False, server_default="")
        )
    make_rescheduling()
    make_invitation()
    make_eligibility()
    make_mail_template()


def make_rescheduling() -> None:
    op.create_table(
        "rescheduling",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "opens_at < closes_at", name=op.f("ck_rescheduling_opens_before_it_closes")
        ),
        sa.CheckConstraint(
            "opened_at < closed_at", name=op.f("ck_rescheduling_opened_before_it_closed")
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_rescheduling_has_its_reason")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_rescheduling_round_id_round")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_rescheduling_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescheduling")),
    )
    for column in ("round_id", "by_id"):
        op.create_index(op.f(f"ix_rescheduling_{column}"), "rescheduling", [column])


def make_invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("working_group_id", sa.Integer(), nullable=True),
        sa.Column(
            "office",
            sa.Enum(
                "chair", "vice-chair", name="office", native_enum=False, create_constraint=True
            ),
            nullable=True,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "secretariat", "reader", name="role", native_enum=False, create_constraint=True
            ),
            nullable=True,
        ),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("link_hash", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(role IS NULL) = (office IS NOT NULL)", name=op.f("ck_invitation_role_or_office")
        ),
        sa.CheckConstraint(
            "(office IS NULL) = (working_group_id IS NULL)",
            name=op.f("ck_invitation_office_in_a_group"),
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR taken_back_at IS NULL",
            name=op.f("ck_invitation_ends_in_one_way"),
        ),
        sa.CheckConstraint(
            "link_hash IS NULL OR (accepted_at IS NULL AND taken_back_at IS NULL)",
            name=op.f("ck_invitation_link_ends_with_it"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_invitation_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["working_group_id"],
            ["working_group.id"],
            name=op.f("fk_invitation_working_group_id_working_group"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_invitation_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_invitation_link_hash")),
    )
    for column in ("consultation_id", "working_group_id", "by_id", "email"):
        op.create_index(op.f(f"ix_invitation_{column}"), "invitation", [column])


def make_eligibility() -> None:
    op.create_table(
        "eligibility",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in (
                "email", "name", "organisation", "category", "country", "size", "register_number",
            )
        ),
        sa.Column("working_groups", sa.JSON(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("link_hash", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("stakeholder_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "is_accepted OR reason <> ''", name=op.f("ck_eligibility_a_refusal_has_its_reason")
        ),
        sa.CheckConstraint(
            "is_accepted OR link_hash IS NULL",
            name=op.f("ck_eligibility_who_is_refused_has_no_link"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_eligibility_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_eligibility_by_id_person")),
        sa.ForeignKeyConstraint(
            ["stakeholder_id"],
            ["stakeholder.id"],
            name=op.f("fk_eligibility_stakeholder_id_stakeholder"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility")),
        sa.UniqueConstraint(
            "consultation_id", "email", name=op.f("uq_eligibility_consultation_id_email")
        ),
        sa.UniqueConstraint("link_hash", name=op.f("uq_eligibility_link_hash")),
    )  # fmt: skip
    for column in ("consultation_id", "by_id", "stakeholder_id"):
        op.create_index(op.f(f"ix_eligibility_{column}"), "eligibility", [column])


def make_mail_template() -> None:
    kinds = ("invitation", "acceptance", "refusal", "reminder")
    op.create_table(
        "mail_template",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*kinds, name="letterkind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "subject <> '' AND text <> ''", name=op.f("ck_mail_template_says_something")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_mail_template_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_template")),
        sa.UniqueConstraint(
            "consultation_id", "kind", name=op.f("uq_mail_template_consultation_id_kind")
        ),
    )
    op.create_index(op.f("ix_mail_template_consultation_id"), "mail_template", ["consultation_id"])


def downgrade() -> None:
    """What was set up on pages goes, but for what the release before knows of a consultation."""
    for table in ("mail_template", "eligibility", "invitation", "rescheduling"):
        op.drop_table(table)
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_column("shorter_because")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_consultation_usual_days_are_some"), type_="check")
        for name in ("languages", "usual_days", "shorter_because", "legal_basis"):
            batch_op.drop_column(name)
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("may_found")
