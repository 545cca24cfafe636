"""Accounts, the outbox for mails, taking part by oneself, and organisations that write together."""

import sqlalchemy as sa
from alembic import op

revision = "006_accounts"
down_revision = "005_receipts"
branch_labels = None
depends_on = None

CONSULTATION = {
    "registration": (sa.Boolean(), sa.false()),
    "categories": (sa.JSON(), sa.text("'[]'")),
    "privacy_notice": (sa.Text(), sa.text("''")),
}


def foreign_key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def upgrade() -> None:
    _make_mails_and_tokens()
    _make_workspaces()
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        for name, (kind, default) in CONSULTATION.items():
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=default))
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        for name in CONSULTATION:
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table("stakeholder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("notice_hash", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("agreed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("code_hash", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("code_until", sa.DateTime(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_stakeholder_code_hash"), ["code_hash"])
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("totp_secret", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("totp_step", sa.Integer(), nullable=True))


def _make_mails_and_tokens() -> None:
    op.create_table(
        "mail",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("to", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mail"),
        sa.UniqueConstraint("key", name="uq_mail_key"),
        sa.UniqueConstraint("message_id", name="uq_mail_message_id"),
    )
    op.create_index("ix_mail_due", "mail", ["sent_at", "next_try_at"])
    op.create_index("ix_mail_to", "mail", ["to"])
    op.create_table(
        "token",
        sa.Column(
            "kind",
            sa.Enum(
                "register", "reset", name="tokenkind", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("leads_to", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_token"),
        sa.UniqueConstraint("hash", name="uq_token_hash"),
    )
    op.create_index("ix_token_email", "token", ["email"])
    op.create_table(
        "recovery_code",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        foreign_key("recovery_code", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
        sa.UniqueConstraint("hash", name="uq_recovery_code_hash"),
    )
    op.create_index("ix_recovery_code_person_id", "recovery_code", ["person_id"])
    op.create_table(
        "attempt",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_index("ix_attempt_account", "attempt", ["kind", "account", "at"])


def _make_workspaces() -> None:
    op.create_table(
        "colleague",
        sa.Column("stakeholder_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("may_submit", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        foreign_key("colleague", "stakeholder_id", "stakeholder"),
        foreign_key("colleague", "consultation_id", "consultation"),
        foreign_key("colleague", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_colleague"),
        sa.UniqueConstraint(
            "consultation_id", "person_id", name="uq_colleague_consultation_id_person_id"
        ),
    )
    op.create_index("ix_colleague_stakeholder_id", "colleague", ["stakeholder_id"])
    op.create_index("ix_colleague_person_id", "colleague", ["person_id"])
    op.create_table(
        "note",
        sa.Column("stakeholder_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        foreign_key("note", "stakeholder_id", "stakeholder"),
        foreign_key("note", "question_id", "open_question"),
        foreign_key("note", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
    )
    op.create_index("ix_note_place", "note", ["stakeholder_id", "question_id", "entry"])
    op.create_index("ix_note_question_id", "note", ["question_id"])
    op.create_index("ix_note_person_id", "note", ["person_id"])


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("totp_step")
        batch_op.drop_column("totp_secret")
    with op.batch_alter_table("stakeholder", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_stakeholder_code_hash"), type_="unique")
        for name in ("code_until", "code_hash", "agreed_at", "notice_hash"):
            batch_op.drop_column(name)
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        for name in reversed(CONSULTATION):
            batch_op.drop_column(name)
    for table in ("note", "colleague", "attempt", "recovery_code", "token", "mail"):
        op.drop_table(table)
