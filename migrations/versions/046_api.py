"""What programs read with and are told by: tokens of the API, webhooks and their deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "046_api"
down_revision = "045_observations"
branch_labels = None
depends_on = None

EVENTS = (
    "round.opened",
    "round.closed",
    "round.extended",
    "draft.published",
    "contributions.published",
    "outcomes.published",
    "edition.compiled",
)


def upgrade() -> None:
    op.create_table(
        "api_token",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scope", _choice("scope", "public", "secretariat"), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "made_at < expires_at", name=op.f("ck_api_token_made_before_it_expires")
        ),
        *_belongs("api_token"),
        sa.UniqueConstraint("hash", name=op.f("uq_api_token_hash")),
    )
    op.create_table(
        "webhook",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("off_at", sa.DateTime(), nullable=True),
        sa.Column("off_because", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        *_belongs("webhook"),
    )
    op.create_table(
        "delivery",
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("event", _choice("webhookevent", *EVENTS), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(), nullable=True),
        sa.Column("given_up_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_delivery_webhook_id_webhook")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("number", name=op.f("uq_delivery_number")),
        sa.UniqueConstraint("webhook_id", "key", name=op.f("uq_delivery_webhook_id_key")),
    )
    for table in ("api_token", "webhook"):
        for column in ("consultation_id", "made_by_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_index(op.f("ix_delivery_webhook_id"), "delivery", ["webhook_id"])
    op.create_index("ix_delivery_due", "delivery", ["delivered_at", "next_try_at"])


def downgrade() -> None:
    for table in ("delivery", "webhook", "api_token"):
        op.drop_table(table)


def _choice(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True)


def _belongs(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f(f"fk_{table}_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f(f"fk_{table}_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
