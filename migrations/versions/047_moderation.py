"""Moderation: what is found, redacted and removed, by which rules, and how long data are kept.

The words of a version may be masked once what they were is sealed, and who saved it may be
forgotten; in nothing else may a version change. The release before knows neither redactions nor
removals and would publish what is kept back: going down is refused while there is any of it. A
pseudonym becomes anonymous.
SQLite rebuilds a table to alter it and drops its triggers: those that keep `answer_version`
append-only are made again.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "047_moderation"
down_revision = "046_api"
branch_labels = None
depends_on = None

BEFORE = ("named", "organisation only", "anonymous")
AFTER = ("named", "organisation only", "pseudonym", "anonymous", "not published")
FIELDS = ("text", "proposed", "annex")
FREE = (*FIELDS, "saved_by_id")
CHOOSING = ("stakeholder", "submission", "answer_version")
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
SAME_LENGTH = " AND ".join(f"length(s.{name}) = length(NEW.{name})" for name in FIELDS)
SAME_WORDS = " AND ".join(f"NEW.{name} = OLD.{name}" for name in FIELDS)
SEALED = f"EXISTS (SELECT 1 FROM sealed_text s WHERE s.version_id = OLD.id AND {SAME_LENGTH})"  # noqa: S608 – names of ours
MAY_CHANGE = (
    f"(({SAME_WORDS}) OR {SEALED}) "
    "AND (NEW.saved_by_id IS NULL OR NEW.saved_by_id {same} OLD.saved_by_id)"
)

_version = sa.table("answer_version", *map(sa.column, ("id", "publication", *FIELDS)))
_sealed = sa.table("sealed_text", *map(sa.column, ("version_id", *FIELDS)))


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def put_triggers_aside() -> None:
    if is_sqlite():
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER answer_version_no_{act}")
    else:
        op.execute("DROP TRIGGER answer_version_append_only ON answer_version")


def make_append_only() -> None:
    """As it was: no version is ever changed."""
    if is_sqlite():
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER answer_version_no_{act.lower()} BEFORE {act} ON answer_version "
                "BEGIN SELECT RAISE(ABORT, 'answer_version is append-only'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER answer_version_append_only BEFORE UPDATE OR DELETE ON answer_version "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def let_sealed_words_be_masked() -> None:
    if not is_sqlite():
        rest = " - ".join(f"'{name}'" for name in FREE)
        op.execute(
            "CREATE FUNCTION refuse_change_but_masks() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF TG_OP = 'UPDATE' AND {MAY_CHANGE.format(same='IS NOT DISTINCT FROM')} "
            f"AND to_jsonb(NEW) - {rest} = to_jsonb(OLD) - {rest} THEN RETURN NEW; END IF; "
            "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
        op.execute(
            "CREATE TRIGGER answer_version_append_only BEFORE UPDATE OR DELETE ON answer_version "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change_but_masks()"
        )
        return
    columns = [column["name"] for column in sa.inspect(op.get_bind()).get_columns("answer_version")]
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in columns if name not in FREE)
    op.execute(
        "CREATE TRIGGER answer_version_no_update BEFORE UPDATE ON answer_version "
        f"WHEN NOT ({MAY_CHANGE.format(same='IS')} AND {same}) "
        "BEGIN SELECT RAISE(ABORT, 'answer_version is append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER answer_version_no_delete BEFORE DELETE ON answer_version "
        "BEGIN SELECT RAISE(ABORT, 'answer_version is append-only'); END"
    )


def make_rules_append_only() -> None:
    if not is_sqlite():
        op.execute(
            "CREATE TRIGGER moderation_rules_append_only BEFORE UPDATE OR DELETE "
            "ON moderation_rules FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER moderation_rules_no_{act.lower()} BEFORE {act} ON moderation_rules "
            "BEGIN SELECT RAISE(ABORT, 'moderation_rules is append-only'); END"
        )


def know_choices(table: str, choices: tuple[str, ...]) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(f"ck_{table}_publication"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f(f"ck_{table}_publication"), sa.column("publication").in_(choices)
        )


def fields(name: str) -> sa.Column:
    kind = sa.Enum(*FIELDS, name="sealedfield", native_enum=False, create_constraint=True)
    return sa.Column(name, kind, nullable=False)


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    make_tables()
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("retention_months", sa.Integer(), nullable=False, server_default="6")
        )
        batch_op.add_column(
            sa.Column("protection_contact", sa.Text(), nullable=False, server_default="")
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_consultation_retention_months_are_some"), "retention_months > 0"
        )
    give_pseudonyms()
    put_triggers_aside()
    for table in CHOOSING:
        know_choices(table, AFTER)
    let_sealed_words_be_masked()
    make_rules_append_only()


def give_pseudonyms() -> None:
    op.add_column("stakeholder", sa.Column("pseudonym", sa.Text(), nullable=True))
    part = sa.table("stakeholder", sa.column("id"), sa.column("pseudonym"))
    for number in op.get_bind().scalars(sa.select(part.c.id)).all():
        letters = "".join(secrets.choice(LETTERS) for _ in range(8))
        op.execute(
            sa.update(part)
            .where(part.c.id == number)
            .values(pseudonym=f"{letters[:4]}-{letters[4:]}")
        )
    with op.batch_alter_table("stakeholder", schema=None) as batch_op:
        batch_op.alter_column("pseudonym", existing_type=sa.Text(), nullable=False)


def make_tables() -> None:
    op.create_table(
        "find",
        sa.Column("version_id", sa.Integer(), nullable=False),
        fields("field"),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_find_a_span")),
        key("find", "version_id", "answer_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_find")),
        sa.UniqueConstraint(
            "version_id", "field", "start", "end", name=op.f("uq_find_version_id_field_start_end")
        ),
    )
    op.create_index(op.f("ix_find_version_id"), "find", ["version_id"])
    make_redactions()
    op.create_table(
        "sealed_text",
        sa.Column("version_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in FIELDS),
        sa.Column("id", sa.Integer(), nullable=False),
        key("sealed_text", "version_id", "answer_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_text")),
        sa.UniqueConstraint("version_id", name=op.f("uq_sealed_text_version_id")),
    )
    op.create_table(
        "moderation_rules",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("in_force_from", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        key("moderation_rules", "consultation_id", "consultation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_rules")),
        sa.UniqueConstraint(
            "consultation_id", "number", name=op.f("uq_moderation_rules_consultation_id_number")
        ),
    )
    make_removals()


def make_redactions() -> None:
    op.create_table(
        "redaction",
        sa.Column("version_id", sa.Integer(), nullable=False),
        fields("field"),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("stays", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_because", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_redaction_a_span")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_redaction_has_its_reason")),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_because IS NULL)",
            name=op.f("ck_redaction_lifted_has_its_reason"),
        ),
        key("redaction", "version_id", "answer_version"),
        key("redaction", "by_id", "person"),
        key("redaction", "lifted_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction")),
    )
    for column in ("version_id", "by_id", "lifted_by_id"):
        op.create_index(op.f(f"ix_redaction_{column}"), "redaction", [column])


def make_removals() -> None:
    op.create_table(
        "removal",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("author_said", sa.Text(), nullable=False),
        sa.Column("author_said_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_removal_has_its_reason")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id",
            name=op.f("ck_removal_takes_two"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_because IS NULL)",
            name=op.f("ck_removal_ended_has_its_reason"),
        ),
        key("removal", "answer_id", "answer"),
        key("removal", "proposed_by_id", "person"),
        key("removal", "decided_by_id", "person"),
        key("removal", "ended_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal")),
    )
    for column in ("answer_id", "proposed_by_id", "decided_by_id", "ended_by_id"):
        op.create_index(op.f(f"ix_removal_{column}"), "removal", [column])
    op.create_index(
        "uq_removal_under_way",
        "removal",
        ["answer_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def ensure_nothing_is_kept_back() -> None:
    """Raise RuntimeError while the release before would publish what this one keeps back."""
    ended = sa.table("removal", sa.column("ended_at"))
    decided = sa.table("redaction", sa.column("lifted_at"), sa.column("stays"))
    chosen = [sa.table(name, sa.column("publication")) for name in CHOOSING]
    kept_back = [
        sa.select(sa.func.count()).select_from(ended).where(ended.c.ended_at.is_(None)),
        sa.select(sa.func.count())
        .select_from(decided)
        .where(decided.c.lifted_at.is_(None), decided.c.stays.is_(False)),
        *(
            sa.select(sa.func.count())
            .select_from(table)
            .where(table.c.publication == "not published")
            for table in chosen
        ),
    ]
    if any(op.get_bind().scalar(count) for count in kept_back):
        raise RuntimeError(
            "The release before would publish words that are redacted, removed or not to be "
            "published. This step back was not taken. Lift and take back what may be public, ask "
            "those who chose “not published” for another choice, or stay with this release."
        )


def downgrade() -> None:
    ensure_nothing_is_kept_back()
    put_triggers_aside()
    if not is_sqlite():
        op.execute("DROP FUNCTION refuse_change_but_masks()")
    for row in op.get_bind().execute(sa.select(_sealed)).mappings().all():
        words = {name: row[name] for name in FIELDS}
        op.execute(sa.update(_version).where(_version.c.id == row["version_id"]).values(**words))
    for name in CHOOSING:
        table = sa.table(name, sa.column("publication"))
        op.execute(
            sa.update(table)
            .where(table.c.publication.in_(("pseudonym", "not published")))
            .values(publication="anonymous")
        )
        know_choices(name, BEFORE)
    make_append_only()
    with op.batch_alter_table("stakeholder", schema=None) as batch_op:
        batch_op.drop_column("pseudonym")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_consultation_retention_months_are_some"), type_="check"
        )
        batch_op.drop_column("protection_contact")
        batch_op.drop_column("retention_months")
    for table in ("removal", "moderation_rules", "sealed_text", "redaction", "find"):
        op.drop_table(table)
