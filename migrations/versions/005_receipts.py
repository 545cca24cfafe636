"""Every receipt a row, answers that replace one another, comments on provisions and passages.

What was the one receipt of a submission becomes its first; its content are the answers it had.
SQLite rebuilds a table to alter it and drops its triggers: those that keep it append-only are made
again.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "005_receipts"
down_revision = "004_reasons"
branch_labels = None
depends_on = None

PUBLICATIONS = ("named", "organisation only", "anonymous")
REMARKS = ("general", "substantive", "legal", "editorial", "question", "evidence")


def words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)


def make_append_only(table: str) -> None:
    """The triggers of 002 on SQLite, where altering a table has dropped them."""
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("act", words("act", "sent", "changed", "withdrawn"), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column("version_ids", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_receipt_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_receipt_idempotency_key")),
        sa.UniqueConstraint(
            "submission_id", "ordinal", name=op.f("uq_receipt_submission_id_ordinal")
        ),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_submission_id"), ["submission_id"])
    _keep_receipts()
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("publication", words("publication", *PUBLICATIONS), nullable=True)
        )
        batch_op.drop_constraint(
            batch_op.f("ck_submission_a_receipt_has_time_and_hash"), type_="check"
        )
        batch_op.drop_constraint(batch_op.f("uq_submission_idempotency_key"), type_="unique")
        batch_op.drop_column("content_hash")
        batch_op.drop_column("idempotency_key")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entry", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("replaced_at", sa.DateTime(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_answer_submission_id_question_id"), type_="unique")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.alter_column("entry", server_default=None)
        batch_op.create_index(
            "uq_answer_that_counts",
            ["submission_id", "question_id", "entry"],
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )
    with op.batch_alter_table("answer_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entry", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("remark", words("remark", *REMARKS), nullable=True))
        batch_op.add_column(sa.Column("passage", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("proposed", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("annex", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("publication", words("publication", *PUBLICATIONS), nullable=True)
        )
        batch_op.drop_constraint(
            batch_op.f("uq_answer_version_submission_id_question_id_number"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_answer_version_submission_id_question_id_entry_number"),
            ["submission_id", "question_id", "entry", "number"],
        )
    with op.batch_alter_table("answer_version", schema=None) as batch_op:
        for column in ("entry", "proposed", "annex"):
            batch_op.alter_column(column, server_default=None)
        batch_op.create_check_constraint(
            batch_op.f("ck_answer_version_entries_count_from_one"), "entry >= 1"
        )
    if is_sqlite():
        make_append_only("answer_version")
        make_append_only("receipt")
    else:
        op.execute(
            "CREATE TRIGGER receipt_append_only BEFORE UPDATE OR DELETE ON receipt "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    with op.batch_alter_table("open_question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("comments_on_id", sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_open_question_comments_on_id"), ["comments_on_id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_open_question_comments_on_id_provision"),
            "provision",
            ["comments_on_id"],
            ["id"],
        )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("late_until", sa.DateTime(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_round_late_is_after_closing"),
            "late_until IS NULL OR late_until > closes_at",
        )


def _keep_receipts() -> None:
    connection = op.get_bind()
    sent: dict[int, list[int]] = {}
    for submission, version in connection.execute(
        sa.text("SELECT submission_id, version_id FROM answer ORDER BY version_id")
    ):
        sent.setdefault(submission, []).append(version)
    rows = connection.execute(
        sa.text(
            "SELECT id, submitted_at, content_hash, idempotency_key FROM submission "
            "WHERE submitted_at IS NOT NULL ORDER BY id"
        )
    ).all()
    insert = sa.text(
        "INSERT INTO receipt (submission_id, ordinal, act, received_at, content_hash, "
        "idempotency_key, version_ids) VALUES (:id, 1, 'sent', :at, :hash, :key, :versions)"
    )
    for number, at, content_hash, key in rows:
        versions = json.dumps(sent.get(number, []))
        connection.execute(
            insert,
            {"id": number, "at": at, "hash": content_hash, "key": key, "versions": versions},
        )


def downgrade() -> None:
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("idempotency_key", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("content_hash", sa.Text(), nullable=True))
        batch_op.drop_constraint(batch_op.f("ck_submission_publication"), type_="check")
        batch_op.drop_column("publication")
    op.execute(
        "UPDATE submission SET content_hash = (SELECT r.content_hash FROM receipt AS r "
        "WHERE r.submission_id = submission.id AND r.ordinal = 1), "
        "idempotency_key = (SELECT r.idempotency_key FROM receipt AS r "
        "WHERE r.submission_id = submission.id AND r.ordinal = 1)"
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_unique_constraint(
            batch_op.f("uq_submission_idempotency_key"), ["idempotency_key"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_submission_a_receipt_has_time_and_hash"),
            "(submitted_at IS NULL) = (content_hash IS NULL)",
        )
    op.drop_table("receipt")
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_round_late_is_after_closing"), type_="check")
        batch_op.drop_column("late_until")
    with op.batch_alter_table("open_question", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_open_question_comments_on_id_provision"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("uq_open_question_comments_on_id"), type_="unique")
        batch_op.drop_column("comments_on_id")
    with op.batch_alter_table("answer_version", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_answer_version_entries_count_from_one"), type_="check"
        )
        batch_op.drop_constraint(
            batch_op.f("uq_answer_version_submission_id_question_id_entry_number"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_answer_version_submission_id_question_id_number"),
            ["submission_id", "question_id", "number"],
        )
        for name in ("publication", "remark"):
            batch_op.drop_constraint(batch_op.f(f"ck_answer_version_{name}"), type_="check")
        for column in ("publication", "annex", "proposed", "passage", "remark", "entry"):
            batch_op.drop_column(column)
    if is_sqlite():
        make_append_only("answer_version")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index("uq_answer_that_counts")
        batch_op.drop_column("replaced_at")
        batch_op.drop_column("entry")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_unique_constraint(
            batch_op.f("uq_answer_submission_id_question_id"), ["submission_id", "question_id"]
        )
