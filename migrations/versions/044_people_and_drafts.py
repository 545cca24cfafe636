"""Let nobody change what of a draft was fixed by publishing it, not even by SQL.

Rows may still be added, since comments bring their standing questions with them; who a question is
assigned to, how many themes are wanted and all that is said to it stand elsewhere or are not named.
"""

from alembic import op

revision = "044_people_and_drafts"
down_revision = "043_meetings_public"
branch_labels = None
depends_on = None

QUESTION = (
    "draft_id, comments_on_id, on_whole_draft, working_group_id, number, rank, kind, text, options,"
    " takes_several"
)
FIXED = {
    "draft": ("round_id, title, published_at", "OLD.id"),
    "provision": ("", "OLD.draft_id"),
    "lineage": ("", "OLD.draft_id"),
    "open_question": (QUESTION, "OLD.draft_id"),
    "question_provision": ("", "(SELECT draft_id FROM open_question WHERE id = OLD.question_id)"),
}
"""By table: the columns that are fixed (all, where none is named), and the draft of a row."""

REFUSAL = "a published draft does not change"


def upgrade() -> None:
    make = _for_sqlite if op.get_bind().dialect.name == "sqlite" else _for_postgresql
    for table, (columns, draft) in FIXED.items():
        of = f" OF {columns}" if columns else ""
        make(table, of, draft)


def _for_sqlite(table: str, of: str, draft: str) -> None:
    published = f"(SELECT published_at FROM draft WHERE id = {draft}) IS NOT NULL"  # noqa: S608
    for act in (f"UPDATE{of}", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_published_no_{act[:6].lower()} BEFORE {act} ON {table} "
            f"WHEN {published} BEGIN SELECT RAISE(ABORT, '{table}: {REFUSAL}'); END"
        )


def _for_postgresql(table: str, of: str, draft: str) -> None:
    # Who publishes at the same time is waited for, and is then found to have done so.
    asked = f"SELECT published_at INTO published FROM draft WHERE id = {draft} FOR SHARE"  # noqa: S608
    op.execute(
        f"CREATE FUNCTION refuse_change_of_published_{table}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ DECLARE published timestamp; BEGIN {asked}; "
        f"IF published IS NOT NULL THEN RAISE EXCEPTION '%: {REFUSAL}', TG_TABLE_NAME; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_published BEFORE UPDATE{of} OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_{table}()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in FIXED:
            for act in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_published_no_{act}")
        return
    for table in FIXED:
        op.execute(f"DROP TRIGGER {table}_published ON {table}")
        op.execute(f"DROP FUNCTION refuse_change_of_published_{table}()")
