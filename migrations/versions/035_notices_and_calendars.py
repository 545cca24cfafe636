"""Keep every privacy notice for good, with when it came into force; calendars have an address.

Since when the one of an earlier release is in force is not known; the text of one that it had
replaced is gone.
"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "035_notices_and_calendars"
down_revision = "034_what_changed_last"
branch_labels = None
depends_on = None

ACTS = ("UPDATE", "DELETE")

_consultation = sa.table(
    "consultation", sa.column("id", sa.Integer), sa.column("privacy_notice", sa.Text)
)
_notice = sa.table(
    "privacy_notice",
    sa.column("consultation_id", sa.Integer),
    sa.column("number", sa.Integer),
    sa.column("text", sa.Text),
    sa.column("sha256", sa.Text),
)


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def make_append_only() -> None:
    if not is_sqlite():
        op.execute(
            "CREATE TRIGGER privacy_notice_append_only BEFORE UPDATE OR DELETE ON privacy_notice "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for act in ACTS:
        op.execute(
            f"CREATE TRIGGER privacy_notice_no_{act.lower()} BEFORE {act} ON privacy_notice "
            "BEGIN SELECT RAISE(ABORT, 'privacy_notice is append-only'); END"
        )


def upgrade() -> None:
    op.create_table(
        "privacy_notice",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("in_force_from", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_privacy_notice_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_notice")),
        sa.UniqueConstraint(
            "consultation_id", "number", name=op.f("uq_privacy_notice_consultation_id_number")
        ),
    )
    told = sa.select(_consultation).where(_consultation.c.privacy_notice != "")
    for number, text in op.get_bind().execute(told.order_by(_consultation.c.id)).all():
        kept = {"consultation_id": number, "number": 1, "text": text}
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        op.execute(sa.insert(_notice).values(**kept, sha256=sha256))
    make_append_only()
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calendar_hash", sa.Text(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_person_calendar_hash"), ["calendar_hash"])
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_column("privacy_notice")


def downgrade() -> None:
    """The release before knows one text only: the last."""
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("privacy_notice", sa.Text(), nullable=False, server_default=sa.text("''"))
        )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.alter_column("privacy_notice", server_default=None)
    in_order = sa.select(_notice.c.consultation_id, _notice.c.text).order_by(_notice.c.number)
    for number, text in op.get_bind().execute(in_order).all():
        op.execute(
            sa.update(_consultation).where(_consultation.c.id == number).values(privacy_notice=text)
        )
    op.drop_table("privacy_notice")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_person_calendar_hash"), type_="unique")
        batch_op.drop_column("calendar_hash")
