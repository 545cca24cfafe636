"""Meetings, what is entered for others, and official answers.

The plenary sessions become meetings of the kind plenary; going down, these alone are sessions
again, and what was entered from letters counts as imported. SQLite rebuilds a table to alter it
and drops its triggers: those that keep `receipt` append-only are made again.
"""

import sqlalchemy as sa
from alembic import op

revision = "040_other_input"
down_revision = "039_editions"
branch_labels = None
depends_on = None

KINDS = ("working group meeting", "workshop", "plenary", "briefing")
BEFORE = ("web", "import")
SOURCES = (*BEFORE, "table", "e-mail", "paper", "meeting")

_session = sa.table(
    "plenary_session",
    sa.column("round_id", sa.Integer),
    sa.column("title", sa.Text),
    sa.column("held_at", sa.DateTime),
)
_meeting = sa.table(
    "meeting",
    sa.column("round_id", sa.Integer),
    sa.column("kind", sa.Text),
    sa.column("title", sa.Text),
    sa.column("held_at", sa.DateTime),
    sa.column("version", sa.Integer),
)
_submission = sa.table("submission", sa.column("source", sa.Text))


def words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)


def make_receipts_append_only_again() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER receipt_no_{act.lower()} BEFORE {act} ON receipt "
                "BEGIN SELECT RAISE(ABORT, 'receipt is append-only'); END"
            )


def upgrade() -> None:
    make_meetings()
    columns = ("round_id", "title", "held_at")
    sessions = sa.select(*(_session.c[name] for name in columns)).order_by(sa.text("id"))
    for row in op.get_bind().execute(sessions).mappings().all():
        op.execute(sa.insert(_meeting).values(**row, kind="plenary", version=1))
    op.drop_table("plenary_session")
    make_official_answers()
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("precedence", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("stakeholder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_stakeholder_meeting_id_meeting"), "meeting", ["meeting_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_stakeholder_meeting_id"), ["meeting_id"])
        batch_op.create_check_constraint(
            batch_op.f("ck_stakeholder_who_spoke_takes_no_part"),
            "meeting_id IS NULL OR (person_id IS NULL AND organisation_id IS NULL)",
        )
    know_sources(SOURCES, BEFORE)
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("in_time_because", sa.Text(), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("reached_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entered_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_receipt_entered_by_id_person"), "person", ["entered_by_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_receipt_entered_by_id"), ["entered_by_id"])
    make_receipts_append_only_again()
    op.add_column(
        "answer_version",
        sa.Column("entered", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def make_meetings() -> None:
    op.create_table(
        "meeting",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", words("meetingkind", *KINDS), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("held_at", sa.DateTime(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False, server_default=""),
        sa.Column("attendance", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("agenda", sa.Text(), nullable=False, server_default=""),
        sa.Column("minutes", sa.Text(), nullable=False, server_default=""),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_meeting_round_id_round")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_meeting_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_round_id"), "meeting", ["round_id"])
    op.create_index(op.f("ix_meeting_written_by_id"), "meeting", ["written_by_id"])
    op.create_table(
        "meeting_working_group",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("working_group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_working_group_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["working_group_id"],
            ["working_group.id"],
            name=op.f("fk_meeting_working_group_working_group_id_working_group"),
        ),
        sa.PrimaryKeyConstraint(
            "meeting_id", "working_group_id", name=op.f("pk_meeting_working_group")
        ),
    )
    op.create_index(
        op.f("ix_meeting_working_group_working_group_id"),
        "meeting_working_group",
        ["working_group_id"],
    )
    op.create_table(
        "poll",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("takes_several", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("answered >= 0", name=op.f("ck_poll_some_answered")),
        sa.CheckConstraint(
            "present IS NULL OR answered <= present", name=op.f("ck_poll_no_more_than_were_there")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_poll_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
    )
    op.create_index(op.f("ix_poll_meeting_id"), "poll", ["meeting_id"])


def make_official_answers() -> None:
    op.create_table(
        "official_answer",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_official_answer_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_answer")),
        sa.UniqueConstraint(
            "consultation_id", "number", name=op.f("uq_official_answer_consultation_id_number")
        ),
    )
    op.create_index(
        op.f("ix_official_answer_consultation_id"), "official_answer", ["consultation_id"]
    )
    op.create_table(
        "official_wording",
        sa.Column("official_answer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("provision_keys", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=False, server_default=""),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ended_at IS NULL OR published_at IS NOT NULL",
            name=op.f("ck_official_wording_ended_was_published"),
        ),
        sa.ForeignKeyConstraint(
            ["official_answer_id"],
            ["official_answer.id"],
            name=op.f("fk_official_wording_official_answer_id_official_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_official_wording_draft_id_draft")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_official_wording_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_wording")),
        sa.UniqueConstraint(
            "official_answer_id",
            "number",
            name=op.f("uq_official_wording_official_answer_id_number"),
        ),
    )
    for column in ("official_answer_id", "draft_id", "written_by_id"):
        op.create_index(op.f(f"ix_official_wording_{column}"), "official_wording", [column])


def know_sources(after: tuple[str, ...], before: tuple[str, ...]) -> None:
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_submission_source"), type_="check")
        batch_op.alter_column(
            "source",
            existing_type=sa.String(max(map(len, before))),
            type_=sa.String(max(map(len, after))),
            existing_nullable=False,
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_submission_source"), sa.column("source").in_(after)
        )


def downgrade() -> None:
    """The release before knows plenary sessions alone, and two ways in."""
    op.drop_column("answer_version", "entered")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipt_entered_by_id"))
        batch_op.drop_constraint(batch_op.f("fk_receipt_entered_by_id_person"), type_="foreignkey")
        batch_op.drop_column("entered_by_id")
    make_receipts_append_only_again()
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_column("in_time_because")
        batch_op.drop_column("reached_at")
    op.execute(
        sa.update(_submission).where(_submission.c.source.not_in(BEFORE)).values(source="import")
    )
    know_sources(BEFORE, SOURCES)
    with op.batch_alter_table("stakeholder", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_stakeholder_who_spoke_takes_no_part"), type_="check"
        )
        batch_op.drop_index(batch_op.f("ix_stakeholder_meeting_id"))
        batch_op.drop_constraint(
            batch_op.f("fk_stakeholder_meeting_id_meeting"), type_="foreignkey"
        )
        batch_op.drop_column("meeting_id")
        batch_op.drop_column("contact")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_column("precedence")
    op.drop_table("official_wording")
    op.drop_table("official_answer")
    go_back_to_sessions()


def go_back_to_sessions() -> None:
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
    op.create_index(op.f("ix_plenary_session_round_id"), "plenary_session", ["round_id"])
    plenaries = sa.select(_meeting.c.round_id, _meeting.c.title, _meeting.c.held_at).where(
        _meeting.c.kind == "plenary"
    )
    for row in op.get_bind().execute(plenaries.order_by(sa.text("id"))).mappings().all():
        op.execute(sa.insert(_session).values(**row))
    op.drop_table("poll")
    op.drop_table("meeting_working_group")
    op.drop_table("meeting")
