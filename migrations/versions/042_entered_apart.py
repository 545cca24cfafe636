"""Tell what was entered and imported from what authors have here themselves.

Which papers are originals that the secretariat kept was not written down before. A paper of an
entry is taken for one where who added it was of the secretariat or began that entry, and writes for
no such stakeholder themselves: what is left in doubt stays its author's alone.

The numbers that tables give their stakeholders get a name of their own, so that none is anybody's
who takes part; where a table's rows stand under a person already, they are left as they are.
"""

import sqlalchemy as sa
from alembic import op

revision = "042_entered_apart"
down_revision = "041_results"
branch_labels = None
depends_on = None

PREFIX = "table:"

_paper = sa.table(
    "paper",
    sa.column("id", sa.Integer),
    sa.column("submission_id", sa.Integer),
    sa.column("added_by_id", sa.Integer),
    sa.column("entered", sa.Boolean),
)
_submission = sa.table(
    "submission",
    sa.column("id", sa.Integer),
    sa.column("stakeholder_id", sa.Integer),
    sa.column("reached_at", sa.DateTime),
    sa.column("source", sa.Text),
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
_colleague = sa.table(
    "colleague", sa.column("stakeholder_id", sa.Integer), sa.column("person_id", sa.Integer)
)
_membership = sa.table(
    "membership",
    sa.column("consultation_id", sa.Integer),
    sa.column("person_id", sa.Integer),
    sa.column("role", sa.Text),
)
_entry = sa.table(
    "audit_entry",
    sa.column("action", sa.Text),
    sa.column("subject", sa.Text),
    sa.column("subject_id", sa.Integer),
    sa.column("person_id", sa.Integer),
)


def upgrade() -> None:
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("entered", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(sa.update(_paper).where(_paper.c.id.in_(_originals())).values(entered=True))
    op.execute(
        sa.update(_stakeholder)
        .where(_stakeholder.c.id.in_(_imported()))
        .values(reference=sa.literal(PREFIX, sa.Text()).concat(_stakeholder.c.reference))
    )


def _imported() -> sa.Select[tuple[int]]:
    part, sent = _stakeholder.c, _submission.c
    imported = sent.source.in_(("import", "table"))
    sent_by_them = sa.exists().where(sent.stakeholder_id == part.id)
    return sa.select(part.id).where(
        part.person_id.is_(None),
        part.meeting_id.is_(None),
        part.contact == "",
        part.reference.not_like("entered-%"),
        sent_by_them.where(imported),
        ~sent_by_them.where(sa.not_(imported)),
    )


def _originals() -> sa.Select[tuple[int]]:
    who, part = _paper.c.added_by_id, _stakeholder.c
    writes = sa.or_(
        part.person_id == who,
        sa.exists().where(_colleague.c.stakeholder_id == part.id, _colleague.c.person_id == who),
    )
    runs = sa.exists().where(
        _membership.c.consultation_id == part.consultation_id,
        _membership.c.person_id == who,
        _membership.c.role == "secretariat",
    )
    began = sa.exists().where(
        _entry.c.action == "begin an entry",
        _entry.c.subject == "submission",
        _entry.c.subject_id == _submission.c.id,
        _entry.c.person_id == who,
    )
    return (
        sa.select(_paper.c.id)
        .join(_submission, _submission.c.id == _paper.c.submission_id)
        .join(_stakeholder, part.id == _submission.c.stakeholder_id)
        .where(
            _submission.c.reached_at.is_not(None),
            sa.or_(runs, began),
            sa.not_(sa.func.coalesce(writes, sa.false())),
        )
    )


def downgrade() -> None:
    """The release before lets whoever enters something read every paper of that stakeholder.

    A number that is somebody else's meanwhile keeps the name it has.
    """
    op.drop_column("paper", "entered")
    bare = sa.func.substr(_stakeholder.c.reference, len(PREFIX) + 1)
    other = _stakeholder.alias("other")
    is_taken = sa.exists().where(
        other.c.consultation_id == _stakeholder.c.consultation_id, other.c.reference == bare
    )
    op.execute(
        sa.update(_stakeholder)
        .where(_stakeholder.c.reference.like(f"{PREFIX}%"), ~is_taken)
        .values(reference=bare)
    )
