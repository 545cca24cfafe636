"""What the chairs write, decide and sign."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from consultation.db import Base
from consultation.errors import StaleEdit
from consultation.models.person import Person


class OutcomeKind(StrEnum):
    """What can become of a theme."""

    ADOPTED = "adopted"
    IN_PART = "adopted in part"
    CLARIFIED = "clarified"
    OUTSIDE_MANDATE = "not adopted: outside the mandate"
    OTHER_RULES = "not adopted: covered by other rules"
    OUTWEIGHED = "not adopted: weighed against other input"
    REFERRED = "referred"
    DEFERRED = "deferred"
    NOT_EXAMINED = "not yet examined"


NEEDS_NO_REASON = frozenset({OutcomeKind.ADOPTED, OutcomeKind.NOT_EXAMINED})
CHANGES_THE_DRAFT = frozenset({OutcomeKind.ADOPTED, OutcomeKind.IN_PART, OutcomeKind.CLARIFIED})
CHANGES_NOTHING = (
    "What is not adopted changes no provision: take the provisions away, or decide otherwise."
)
CHANGES_AS_ITS_THEME = (
    "A point that fares as its theme changes what its theme changes: take the provisions away."
)


class Summary(Base):
    """A chair's text on a question, in Markdown with fields.

    `figures` is what each field was filled with when the text was saved: what its author stood by.
    `composed` is a text that a rule wrote and no person has edited.
    """

    __tablename__ = "summary"

    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), unique=True)
    text: Mapped[str]
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    composed: Mapped[bool] = mapped_column(default=False, server_default=false())
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    written_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    written_by: Mapped[Person] = relationship()

    def ensure_version(self, seen: int) -> None:
        """Raise StaleEdit when somebody saved the summary meanwhile."""
        if self.version != seen:
            raise StaleEdit(
                f"{self.written_by.name} saved the summary meanwhile. Your text is below; "
                "open the summary again and bring the two together."
            )


class Outcome(Base):
    """What was decided on a theme, with the reason, and the keys of the provisions it changes.

    Where nobody had decided on it, it is what a signature said (`by_signature`), as long as that
    stands.
    """

    __tablename__ = "outcome"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('adopted', 'not yet examined') OR reason <> ''", "has_its_reason"
        ),
    )

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), unique=True)
    kind: Mapped[OutcomeKind]
    reason: Mapped[str] = mapped_column(default="")
    provision_keys: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime]
    by_signature: Mapped[bool] = mapped_column(default=False, server_default=false())

    decided_by: Mapped[Person] = relationship()


class OwnOutcome(Base):
    """What was decided on one point, where that is not what was decided on its theme."""

    __tablename__ = "own_outcome"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('adopted', 'not yet examined') OR reason <> ''", "has_its_reason"
        ),
    )

    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), unique=True)
    kind: Mapped[OutcomeKind]
    reason: Mapped[str] = mapped_column(default="")
    provision_keys: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime]

    decided_by: Mapped[Person] = relationship()


class SignOff(Base):
    """A chair's signature under a question: who, when, and exactly what was signed, with its hash.

    Of signatures of earlier releases the `state` was not kept. It is read only where it is asked
    for: it holds every point.
    """

    __tablename__ = "sign_off"
    __table_args__ = (
        Index(
            "uq_sign_off_in_force",
            "question_id",
            unique=True,
            sqlite_where=text("reopened_at IS NULL"),
            postgresql_where=text("reopened_at IS NULL"),
        ),
        CheckConstraint(
            "(reopened_at IS NULL) = (reopened_because IS NULL)", "reopened_has_its_reason"
        ),
    )

    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), index=True)
    chair_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    signed_at: Mapped[datetime]
    state_hash: Mapped[str]
    state: Mapped[str | None] = mapped_column(deferred=True)
    reopened_at: Mapped[datetime | None]
    reopened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    reopened_because: Mapped[str | None]

    chair: Mapped[Person] = relationship(foreign_keys=chair_id)
    reopened_by: Mapped[Person | None] = relationship(foreign_keys=reopened_by_id)
    is_kept: Mapped[bool] = column_property(state.is_not(None))
