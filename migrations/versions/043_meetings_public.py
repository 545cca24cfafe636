"""What a published meeting said before it was corrected, with the reason."""

import sqlalchemy as sa
from alembic import op

revision = "043_meetings_public"
down_revision = "042_entered_apart"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting_correction",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_meeting_correction_has_its_reason")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_correction_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_meeting_correction_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_correction")),
    )
    for column in ("by_id", "meeting_id"):
        op.create_index(op.f(f"ix_meeting_correction_{column}"), "meeting_correction", [column])


def downgrade() -> None:
    op.drop_table("meeting_correction")
