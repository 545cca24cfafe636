"""Let words be erased from the log, whose chain holds all the same.

From now on an entry is in the chain by a hash of its words with a salt. Words can be masked once
the log says so, and with what hash they are left: until then, and for all else, the database
refuses to change an entry. Entries that are there already stay as they are.
"""

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "053_words_of_the_log"
down_revision = "052_synopsis_reports"
branch_labels = None
depends_on = None

SAYS = ("before", "after", "reason")
FREE = (*SAYS, "salt")
"""What masking changes."""
ANNOUNCED = (
    "EXISTS (SELECT 1 FROM audit_entry AS later WHERE later.subject = 'audit_entry' "
    "AND later.subject_id = OLD.id AND later.id > OLD.id "
    "AND later.action = 'mask words in the log')"
)
_entry = sa.table(
    "audit_entry",
    sa.column("id", sa.Integer),
    sa.column("at", sa.DateTime),
    sa.column("person_id", sa.Integer),
    sa.column("question_id", sa.Integer),
    sa.column("action", sa.Text),
    sa.column("subject", sa.Text),
    sa.column("subject_id", sa.Integer),
    sa.column("before", sa.JSON),
    sa.column("after", sa.JSON),
    sa.column("reason", sa.Text),
    sa.column("words", sa.Text),
    sa.column("previous", sa.Text),
    sa.column("hash", sa.Text),
)


def upgrade() -> None:
    for name in ("words", "salt"):
        op.add_column("audit_entry", sa.Column(name, sa.Text(), nullable=True))
    _put_trigger_aside()
    if _is_sqlite():
        columns = [each["name"] for each in sa.inspect(op.get_bind()).get_columns("audit_entry")]
        same = " AND ".join(f'NEW."{each}" IS OLD."{each}"' for each in columns if each not in FREE)
        op.execute(
            "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry "
            f"WHEN NOT (OLD.words IS NOT NULL AND {same} AND {ANNOUNCED}) "
            "BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END"
        )
        return
    rest = " - ".join(f"'{name}'" for name in FREE)
    op.execute(
        "CREATE FUNCTION refuse_change_but_masks_in_the_log() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP = 'UPDATE' AND OLD.words IS NOT NULL AND {ANNOUNCED} "
        f"AND to_jsonb(NEW) - {rest} = to_jsonb(OLD) - {rest} THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_but_masks_in_the_log()"
    )


def downgrade() -> None:
    """The release before knows entries with their words in the chain: the later are chained anew.

    So a manifest that was written since names a hash that this log does not have.
    """
    _put_trigger_aside()
    _chain_anew()
    for name in ("salt", "words"):
        op.drop_column("audit_entry", name)
    if _is_sqlite():
        op.execute(
            "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry "
            "BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END"
        )
        return
    op.execute("DROP FUNCTION refuse_change_but_masks_in_the_log()")
    op.execute(
        "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _put_trigger_aside() -> None:
    if _is_sqlite():
        op.execute("DROP TRIGGER audit_entry_no_update")
    else:
        op.execute("DROP TRIGGER audit_entry_append_only ON audit_entry")


def _chain_anew() -> None:
    database, last = op.get_bind(), ""
    for row in database.execute(sa.select(_entry).order_by(_entry.c.id)).all():
        if row.words is None and not last:
            continue
        previous = last or row.previous
        last = _plain_hash(row, previous)
        changed = sa.update(_entry).where(_entry.c.id == row.id)
        database.execute(changed.values(previous=previous, hash=last))


def _plain_hash(row: sa.Row, previous: str) -> str:
    content = {
        "at": row.at.replace(tzinfo=UTC).isoformat(),
        "person": row.person_id,
        "question": row.question_id,
        "action": row.action,
        "subject": row.subject,
        "subject_id": row.subject_id,
        **{name: getattr(row, name) for name in SAYS},
        "previous": previous,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
