"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "001_first_tables"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "consultation",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    op.create_table(
        "organisation",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("size", sa.Text(), nullable=False),
        sa.Column("register_number", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "person",
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("session_key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_person_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "round",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_round_opens_before_it_closes")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_round_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint(
            "consultation_id", "number", name=op.f("uq_round_consultation_id_number")
        ),
    )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_round_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "working_group",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_working_group_not_its_own_strand")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_working_group_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["working_group.id"],
            name=op.f("fk_working_group_parent_id_working_group"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_group")),
        sa.UniqueConstraint(
            "consultation_id", "code", name=op.f("uq_working_group_consultation_id_code")
        ),
    )
    with op.batch_alter_table("working_group", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_working_group_consultation_id"), ["consultation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_working_group_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "appointment",
        sa.Column("working_group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "office",
            sa.Enum(
                "chair", "vice-chair", name="office", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_appointment_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["working_group_id"],
            ["working_group.id"],
            name=op.f("fk_appointment_working_group_id_working_group"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint(
            "working_group_id", "person_id", name=op.f("uq_appointment_working_group_id_person_id")
        ),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_appointment_working_group_id"), ["working_group_id"], unique=False
        )

    op.create_table(
        "draft",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_draft_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("round_id", name=op.f("uq_draft_round_id")),
    )
    op.create_table(
        "membership",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "secretariat", "reader", name="role", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_membership_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "consultation_id",
            "person_id",
            "role",
            name=op.f("uq_membership_consultation_id_person_id_role"),
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_consultation_id"), ["consultation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)

    op.create_table(
        "plenary_session",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("held_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_plenary_session_round_id_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plenary_session")),
    )
    with op.batch_alter_table("plenary_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plenary_session_round_id"), ["round_id"], unique=False)

    op.create_table(
        "stakeholder",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column(
            "publication",
            sa.Enum(
                "named",
                "organisation only",
                "anonymous",
                name="publication",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_stakeholder_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_stakeholder_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_stakeholder_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder")),
        sa.UniqueConstraint(
            "consultation_id", "person_id", name=op.f("uq_stakeholder_consultation_id_person_id")
        ),
        sa.UniqueConstraint(
            "consultation_id", "reference", name=op.f("uq_stakeholder_consultation_id_reference")
        ),
    )
    with op.batch_alter_table("stakeholder", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stakeholder_consultation_id"), ["consultation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_stakeholder_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_stakeholder_person_id"), ["person_id"], unique=False)

    op.create_table(
        "open_question",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("working_group_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "text",
                "agreement",
                "choice",
                name="questionkind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("takes_several", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_open_question_draft_id_draft")
        ),
        sa.ForeignKeyConstraint(
            ["working_group_id"],
            ["working_group.id"],
            name=op.f("fk_open_question_working_group_id_working_group"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_question")),
        sa.UniqueConstraint("draft_id", "number", name=op.f("uq_open_question_draft_id_number")),
    )
    with op.batch_alter_table("open_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_open_question_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_open_question_working_group_id"), ["working_group_id"], unique=False
        )

    op.create_table(
        "provision",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("working_group_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_provision_draft_id_draft")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["provision.id"], name=op.f("fk_provision_parent_id_provision")
        ),
        sa.ForeignKeyConstraint(
            ["working_group_id"],
            ["working_group.id"],
            name=op.f("fk_provision_working_group_id_working_group"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provision")),
        sa.UniqueConstraint("draft_id", "key", name=op.f("uq_provision_draft_id_key")),
        sa.UniqueConstraint("draft_id", "rank", name=op.f("uq_provision_draft_id_rank")),
    )
    with op.batch_alter_table("provision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_provision_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_provision_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_provision_working_group_id"), ["working_group_id"], unique=False
        )

    op.create_table(
        "submission",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("stakeholder_id", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum("web", "import", name="source", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (content_hash IS NULL)",
            name=op.f("ck_submission_a_receipt_has_time_and_hash"),
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR submitted_at IS NOT NULL",
            name=op.f("ck_submission_withdrawn_was_sent"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_submission_round_id_round")
        ),
        sa.ForeignKeyConstraint(
            ["stakeholder_id"],
            ["stakeholder.id"],
            name=op.f("fk_submission_stakeholder_id_stakeholder"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_submission_idempotency_key")),
        sa.UniqueConstraint(
            "round_id", "stakeholder_id", name=op.f("uq_submission_round_id_stakeholder_id")
        ),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_round_id"), ["round_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_submission_stakeholder_id"), ["stakeholder_id"], unique=False
        )

    op.create_table(
        "analysis",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["open_question.id"],
            name=op.f("fk_analysis_question_id_open_question"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysis")),
    )
    with op.batch_alter_table("analysis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_analysis_question_id"), ["question_id"], unique=False)

    op.create_table(
        "answer_version",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.Enum(
                "support",
                "support with changes",
                "oppose",
                "no position",
                name="position",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(text) <= 1000000", name=op.f("ck_answer_version_within_the_limit")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["open_question.id"],
            name=op.f("fk_answer_version_question_id_open_question"),
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_answer_version_saved_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_answer_version_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_version")),
        sa.UniqueConstraint(
            "submission_id",
            "question_id",
            "number",
            name=op.f("uq_answer_version_submission_id_question_id_number"),
        ),
    )
    with op.batch_alter_table("answer_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_answer_version_question_id"), ["question_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_answer_version_saved_by_id"), ["saved_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_answer_version_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "audit_entry",
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_audit_entry_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["open_question.id"],
            name=op.f("fk_audit_entry_question_id_open_question"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entry_hash")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_entry_question_id"), ["question_id"], unique=False
        )
        batch_op.create_index("ix_audit_entry_subject", ["subject", "subject_id"], unique=False)

    op.create_table(
        "campaign",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["open_question.id"],
            name=op.f("fk_campaign_question_id_open_question"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_question_id"), ["question_id"], unique=False)

    op.create_table(
        "job",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_job_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["open_question.id"], name=op.f("fk_job_question_id_open_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_question_id"), ["question_id"], unique=False)
        batch_op.create_index(
            "uq_job_one_at_a_time",
            ["question_id", "state"],
            unique=True,
            sqlite_where=sa.text("state IN ('waiting', 'running')"),
            postgresql_where=sa.text("state IN ('waiting', 'running')"),
        )

    op.create_table(
        "question_provision",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("provision_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provision_id"],
            ["provision.id"],
            name=op.f("fk_question_provision_provision_id_provision"),
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["open_question.id"],
            name=op.f("fk_question_provision_question_id_open_question"),
        ),
        sa.PrimaryKeyConstraint("question_id", "provision_id", name=op.f("pk_question_provision")),
    )
    with op.batch_alter_table("question_provision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_question_provision_provision_id"), ["provision_id"], unique=False
        )

    op.create_table(
        "sign_off",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=False),
        sa.Column("state_hash", sa.Text(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(), nullable=True),
        sa.Column("reopened_by_id", sa.Integer(), nullable=True),
        sa.Column("reopened_because", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(reopened_at IS NULL) = (reopened_because IS NULL)",
            name=op.f("ck_sign_off_reopened_has_its_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["chair_id"], ["person.id"], name=op.f("fk_sign_off_chair_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["open_question.id"],
            name=op.f("fk_sign_off_question_id_open_question"),
        ),
        sa.ForeignKeyConstraint(
            ["reopened_by_id"], ["person.id"], name=op.f("fk_sign_off_reopened_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
    )
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_off_chair_id"), ["chair_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_off_question_id"), ["question_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sign_off_reopened_by_id"), ["reopened_by_id"], unique=False
        )
        batch_op.create_index(
            "uq_sign_off_in_force",
            ["question_id"],
            unique=True,
            sqlite_where=sa.text("reopened_at IS NULL"),
            postgresql_where=sa.text("reopened_at IS NULL"),
        )

    op.create_table(
        "summary",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["open_question.id"], name=op.f("fk_summary_question_id_open_question")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_summary_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary")),
        sa.UniqueConstraint("question_id", name=op.f("uq_summary_question_id")),
    )
    with op.batch_alter_table("summary", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_summary_written_by_id"), ["written_by_id"], unique=False
        )

    op.create_table(
        "theme",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("cohesion", sa.Double(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("titled_by_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("discarded_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["theme.id"], name=op.f("fk_theme_merged_into_id_theme")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["theme.id"], name=op.f("fk_theme_parent_id_theme")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_theme_proposed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["open_question.id"], name=op.f("fk_theme_question_id_open_question")
        ),
        sa.ForeignKeyConstraint(
            ["titled_by_id"], ["person.id"], name=op.f("fk_theme_titled_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
    )
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_theme_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_theme_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_theme_proposed_by_id"), ["proposed_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_theme_question_id"), ["question_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_theme_titled_by_id"), ["titled_by_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["open_question.id"], name=op.f("fk_answer_question_id_open_question")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_answer_submission_id_submission")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["answer_version.id"], name=op.f("fk_answer_version_id_answer_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "submission_id", "question_id", name=op.f("uq_answer_submission_id_question_id")
        ),
        sa.UniqueConstraint("version_id", name=op.f("uq_answer_version_id")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_question_id"), ["question_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_answer_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "outcome",
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "adopted",
                "adopted in part",
                "clarified",
                "not adopted: outside the mandate",
                "not adopted: covered by other rules",
                "not adopted: weighed against other input",
                "referred",
                "deferred",
                "not yet examined",
                name="outcomekind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('adopted', 'not yet examined') OR reason <> ''",
            name=op.f("ck_outcome_has_its_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_outcome_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_outcome_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
        sa.UniqueConstraint("theme_id", name=op.f("uq_outcome_theme_id")),
    )
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outcome_decided_by_id"), ["decided_by_id"], unique=False
        )

    op.create_table(
        "campaign_copy",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.Column("additions", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= similarity AND similarity <= 1", name=op.f("ck_campaign_copy_a_share")
        ),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_campaign_copy_answer_id_answer")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_copy_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_copy")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_campaign_copy_answer_id")),
    )
    with op.batch_alter_table("campaign_copy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_campaign_copy_campaign_id"), ["campaign_id"], unique=False
        )

    op.create_table(
        "point",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("cues", sa.JSON(), nullable=False),
        sa.Column("references", sa.JSON(), nullable=False),
        sa.Column("filler", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_point_a_span")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_point_answer_id_answer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point")),
        sa.UniqueConstraint("answer_id", "start", "end", name=op.f("uq_point_answer_id_start_end")),
    )
    with op.batch_alter_table("point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_point_answer_id"), ["answer_id"], unique=False)

    op.create_table(
        "reading",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analysis.id"], name=op.f("fk_reading_analysis_id_analysis")
        ),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_reading_answer_id_answer")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["answer_version.id"], name=op.f("fk_reading_version_id_answer_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_reading_answer_id")),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_analysis_id"), ["analysis_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reading_version_id"), ["version_id"], unique=False)

    op.create_table(
        "placement",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("placed_by_id", sa.Integer(), nullable=True),
        sa.Column("discarded_because", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "discarded_because IS NULL OR theme_id IS NULL",
            name=op.f("ck_placement_discarded_is_nowhere"),
        ),
        sa.CheckConstraint(
            "theme_id IS NOT NULL OR placed_by_id IS NOT NULL",
            name=op.f("ck_placement_only_a_person_takes_away"),
        ),
        sa.ForeignKeyConstraint(
            ["placed_by_id"], ["person.id"], name=op.f("fk_placement_placed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["point.id"], name=op.f("fk_placement_point_id_point")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_placement_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("point_id", name=op.f("uq_placement_point_id")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_placed_by_id"), ["placed_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_placement_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "quote",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=True),
        sa.Column("rejected", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "NOT rejected OR marked_by_id IS NOT NULL", name=op.f("ck_quote_only_a_person_rejects")
        ),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["person.id"], name=op.f("fk_quote_marked_by_id_person")
        ),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_quote_point_id_point")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sa.UniqueConstraint("point_id", name=op.f("uq_quote_point_id")),
    )
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quote_marked_by_id"), ["marked_by_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quote_marked_by_id"))

    op.drop_table("quote")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_theme_id"))
        batch_op.drop_index(batch_op.f("ix_placement_placed_by_id"))

    op.drop_table("placement")
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_version_id"))
        batch_op.drop_index(batch_op.f("ix_reading_analysis_id"))

    op.drop_table("reading")
    with op.batch_alter_table("point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_point_answer_id"))

    op.drop_table("point")
    with op.batch_alter_table("campaign_copy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaign_copy_campaign_id"))

    op.drop_table("campaign_copy")
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcome_decided_by_id"))

    op.drop_table("outcome")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_submission_id"))
        batch_op.drop_index(batch_op.f("ix_answer_question_id"))

    op.drop_table("answer")
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_theme_titled_by_id"))
        batch_op.drop_index(batch_op.f("ix_theme_question_id"))
        batch_op.drop_index(batch_op.f("ix_theme_proposed_by_id"))
        batch_op.drop_index(batch_op.f("ix_theme_parent_id"))
        batch_op.drop_index(batch_op.f("ix_theme_merged_into_id"))

    op.drop_table("theme")
    with op.batch_alter_table("summary", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_summary_written_by_id"))

    op.drop_table("summary")
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_sign_off_in_force",
            sqlite_where=sa.text("reopened_at IS NULL"),
            postgresql_where=sa.text("reopened_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_sign_off_reopened_by_id"))
        batch_op.drop_index(batch_op.f("ix_sign_off_question_id"))
        batch_op.drop_index(batch_op.f("ix_sign_off_chair_id"))

    op.drop_table("sign_off")
    with op.batch_alter_table("question_provision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_provision_provision_id"))

    op.drop_table("question_provision")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_job_one_at_a_time",
            sqlite_where=sa.text("state IN ('waiting', 'running')"),
            postgresql_where=sa.text("state IN ('waiting', 'running')"),
        )
        batch_op.drop_index(batch_op.f("ix_job_question_id"))
        batch_op.drop_index(batch_op.f("ix_job_asked_by_id"))

    op.drop_table("job")
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaign_question_id"))

    op.drop_table("campaign")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_subject")
        batch_op.drop_index(batch_op.f("ix_audit_entry_question_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_person_id"))

    op.drop_table("audit_entry")
    with op.batch_alter_table("answer_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_version_submission_id"))
        batch_op.drop_index(batch_op.f("ix_answer_version_saved_by_id"))
        batch_op.drop_index(batch_op.f("ix_answer_version_question_id"))

    op.drop_table("answer_version")
    with op.batch_alter_table("analysis", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_analysis_question_id"))

    op.drop_table("analysis")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_stakeholder_id"))
        batch_op.drop_index(batch_op.f("ix_submission_round_id"))

    op.drop_table("submission")
    with op.batch_alter_table("provision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_provision_working_group_id"))
        batch_op.drop_index(batch_op.f("ix_provision_parent_id"))
        batch_op.drop_index(batch_op.f("ix_provision_draft_id"))

    op.drop_table("provision")
    with op.batch_alter_table("open_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_open_question_working_group_id"))
        batch_op.drop_index(batch_op.f("ix_open_question_draft_id"))

    op.drop_table("open_question")
    with op.batch_alter_table("stakeholder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stakeholder_person_id"))
        batch_op.drop_index(batch_op.f("ix_stakeholder_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_stakeholder_consultation_id"))

    op.drop_table("stakeholder")
    with op.batch_alter_table("plenary_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plenary_session_round_id"))

    op.drop_table("plenary_session")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_person_id"))
        batch_op.drop_index(batch_op.f("ix_membership_consultation_id"))

    op.drop_table("membership")
    op.drop_table("draft")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointment_working_group_id"))
        batch_op.drop_index(batch_op.f("ix_appointment_person_id"))

    op.drop_table("appointment")
    with op.batch_alter_table("working_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_working_group_parent_id"))
        batch_op.drop_index(batch_op.f("ix_working_group_consultation_id"))

    op.drop_table("working_group")
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_consultation_id"))

    op.drop_table("round")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_organisation_id"))

    op.drop_table("person")
    op.drop_table("organisation")
    op.drop_table("consultation")
