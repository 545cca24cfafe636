"""Named is by one's own name beside the organisation's: nobody is who was not asked.

Until now it was the organisation's alone, as its words said. So whoever chose it for an
organisation has no name of their own here from now on, and stays published as they were. The
choices themselves stay: receipts cover them. The secretariat can put a name in on request.
"""

import sqlalchemy as sa
from alembic import op

revision = "021_named_with_organisation"
down_revision = "019_learning"
branch_labels = None
depends_on = None

NAMED = "named"


def upgrade() -> None:
    stakeholder = sa.table(
        "stakeholder",
        *map(sa.column, ("id", "organisation_id", "name", "publication")),
    )
    submission = sa.table("submission", *map(sa.column, ("id", "stakeholder_id", "publication")))
    version = sa.table("answer_version", *map(sa.column, ("submission_id", "publication")))
    sent = submission.c.stakeholder_id == stakeholder.c.id
    op.execute(
        sa.update(stakeholder)
        .where(
            stakeholder.c.organisation_id.is_not(None),
            (stakeholder.c.publication == NAMED)
            | sa.exists().where(sent, submission.c.publication == NAMED)
            | sa.exists().where(
                sent, version.c.submission_id == submission.c.id, version.c.publication == NAMED
            ),
        )
        .values(name="")
    )


def downgrade() -> None:
    """Nothing to take back: names that were taken out stay out, and the organisation's stands."""
