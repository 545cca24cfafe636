"""A text can be taken from several papers: each of its pages names the paper.

Versions are append-only: their triggers are put aside while what is there is written anew. SQLite
drops them by itself when it rebuilds the table.
"""

import sqlalchemy as sa
from alembic import op

revision = "015_several_papers"
down_revision = "014_receipts_say_when_stored"
branch_labels = None
depends_on = None

VERSION = sa.table(
    "answer_version",
    sa.column("id", sa.Integer),
    sa.column("paper_id", sa.Integer),
    sa.column("pages", sa.JSON(none_as_null=True)),
)


def upgrade() -> None:
    put_triggers_aside()
    rows = op.get_bind().execute(sa.select(VERSION).where(VERSION.c.paper_id.is_not(None))).all()
    for row in rows:
        pages = [[start, page, row.paper_id] for start, page in row.pages or [[0, 0]]]
        write(row.id, pages=pages)
    with op.batch_alter_table("answer_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_version_paper_id"))
        batch_op.drop_constraint(batch_op.f("fk_answer_version_paper_id_paper"), type_="foreignkey")
        batch_op.drop_column("paper_id")
    make_append_only_again()


def downgrade() -> None:
    """Of a text taken from several papers the first stays, with its own pages."""
    put_triggers_aside()
    with op.batch_alter_table("answer_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paper_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_answer_version_paper_id_paper"), "paper", ["paper_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_answer_version_paper_id"), ["paper_id"])
    rows = op.get_bind().execute(
        sa.select(VERSION.c.id, VERSION.c.pages).where(VERSION.c.pages.is_not(None))
    )
    for number, pages in rows.all():
        first = pages[0][2]
        own = [[start, page] for start, page, paper in pages if paper == first]
        write(number, pages=own, paper_id=first)
    make_append_only_again()


def write(number: int, **values: object) -> None:
    op.get_bind().execute(sa.update(VERSION).where(VERSION.c.id == number).values(values))


def put_triggers_aside() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER answer_version_no_{act}")
    else:
        op.execute("ALTER TABLE answer_version DISABLE TRIGGER answer_version_append_only")


def make_append_only_again() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER answer_version_no_{act.lower()} BEFORE {act} ON answer_version "
                "BEGIN SELECT RAISE(ABORT, 'answer_version is append-only'); END"
            )
    else:
        op.execute("ALTER TABLE answer_version ENABLE TRIGGER answer_version_append_only")
