"""Let the synopsis report be compiled by the worker, as an edition of its own kind.

It took a request for as long as a plenary pack takes.
"""

import sqlalchemy as sa
from alembic import op

revision = "052_synopsis_reports"
down_revision = "051_tables_apart"
branch_labels = None
depends_on = None

PACK, SYNOPSIS = "plenary pack", "synopsis report"
_edition = sa.table("edition", sa.column("id"), sa.column("kind"))
_job = sa.table("job", sa.column("edition_id"))


def upgrade() -> None:
    kind = sa.Enum(PACK, SYNOPSIS, name="editionkind", native_enum=False, create_constraint=True)
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", kind, nullable=False, server_default=PACK))
        batch_op.drop_constraint(batch_op.f("uq_edition_round_id_number"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_edition_round_id_kind_number"), ["round_id", "kind", "number"]
        )


def downgrade() -> None:
    """The release before compiles the report in the request and keeps none.

    The files of the reports stay in `data/editions`, each in a folder of the number of its row:
    remove by hand the folders of which there is no row.
    """
    reports = sa.select(_edition.c.id).where(_edition.c.kind == SYNOPSIS)
    op.execute(sa.delete(_job).where(_job.c.edition_id.in_(reports)))
    op.execute(sa.delete(_edition).where(_edition.c.kind == SYNOPSIS))
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_edition_round_id_kind_number"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_edition_round_id_number"), ["round_id", "number"]
        )
        batch_op.drop_constraint(batch_op.f("ck_edition_editionkind"), type_="check")
        batch_op.drop_column("kind")
