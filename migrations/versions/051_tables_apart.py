"""Give a stakeholder of a table its own name also where something was entered for it besides.

042 told who was imported from who takes part, and left whom the secretariat entered something for
by e-mail or on paper too: the same table once more made another stakeholder of each. Only who sent
something here has a name of their own. Where that other one is there already, or this was put right
before, nothing is changed.
"""

import sqlalchemy as sa
from alembic import op

revision = "051_tables_apart"
down_revision = "050_removals_and_retention"
branch_labels = None
depends_on = None

PREFIX = "table:"

_submission = sa.table(
    "submission", sa.column("stakeholder_id", sa.Integer), sa.column("source", sa.Text)
)
_stakeholder = sa.table(
    "stakeholder",
    sa.column("id", sa.Integer),
    sa.column("consultation_id", sa.Integer),
    sa.column("person_id", sa.Integer),
    sa.column("meeting_id", sa.Integer),
    sa.column("contact", sa.Text),
    sa.column("reference", sa.Text),
)


def upgrade() -> None:
    part, sent = _stakeholder.c, _submission.c
    theirs = sa.exists().where(sent.stakeholder_id == part.id)
    other = _stakeholder.alias("other")
    apart = sa.literal(PREFIX, sa.Text()).concat(part.reference)
    is_taken = sa.exists().where(
        other.c.consultation_id == part.consultation_id, other.c.reference == apart
    )
    op.execute(
        sa.update(_stakeholder)
        .where(
            part.person_id.is_(None),
            part.meeting_id.is_(None),
            part.contact == "",
            part.reference.not_like("entered-%"),
            part.reference.not_like(f"{PREFIX}%"),
            theirs.where(sent.source.in_(("import", "table"))),
            ~theirs.where(sent.source == "web"),
            ~is_taken,
        )
        .values(reference=apart)
    )


def downgrade() -> None:
    """042 takes the name from all of them."""
