"""A draft and its provisions."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.errors import DraftPublished, StaleEdit
from consultation.models.consultation import Consultation, Round, WorkingGroup

KINDS = (
    "title", "part", "chapter", "section", "commitment", "measure", "article", "paragraph",
    "recital", "appendix", "annex", "glossary", "note", "form",
)  # fmt: skip
"""What a provision can be, the wider before the narrower."""


def kind_name(kind: str) -> str:
    """What a kind of provision is called on pages and in documents.

    >>> kind_name("measure"), kind_name("form")
    ('Measure', 'Form field')
    """
    return "Form field" if kind == "form" else kind.capitalize()


class Draft(Base):
    """The numbered text of one round."""

    __tablename__ = "draft"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    title: Mapped[str]
    published_at: Mapped[datetime | None]

    round: Mapped[Round] = relationship(lazy="joined", innerjoin=True)
    provisions: Mapped[list["Provision"]] = relationship(
        back_populates="draft", order_by="Provision.rank"
    )

    @property
    def consultation(self) -> Consultation:
        return self.round.consultation

    def ensure_editable(self) -> None:
        """Raise DraftPublished once it is published: people answer to its words."""
        if self.published_at is not None:
            raise DraftPublished(
                f"“{self.title}” was published on {self.round.local(self.published_at)} and does "
                "not change any more. What is to be different goes into the next draft."
            )


class Provision(Base):
    """The smallest numbered unit that can be commented on.

    `key` is permanent: the same provision keeps it through every draft, whatever its number
    becomes. `text` is Markdown. `version` grows with each edit of its words, not with its place.
    """

    __tablename__ = "provision"
    __table_args__ = (UniqueConstraint("draft_id", "key"), UniqueConstraint("draft_id", "rank"))

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("provision.id"), index=True)
    working_group_id: Mapped[int | None] = mapped_column(ForeignKey("working_group.id"), index=True)
    key: Mapped[str]
    number: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    rank: Mapped[int]
    version: Mapped[int] = mapped_column(server_default="1")

    draft: Mapped[Draft] = relationship(back_populates="provisions")
    working_group: Mapped[WorkingGroup | None] = relationship()
    parent: Mapped["Provision | None"] = relationship(
        remote_side="Provision.id", back_populates="children"
    )
    children: Mapped[list["Provision"]] = relationship(
        back_populates="parent", order_by="Provision.rank"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        return f"{kind_name(self.kind)} {self.number or self.title or self.key}"

    @property
    def consultation(self) -> Consultation:
        return self.draft.round.consultation

    def ensure_version(self, seen: int, last_change: Callable[[], str]) -> None:
        """Raise StaleEdit, with what changed, when it is no longer what the editor saw."""
        if self.version != seen:
            raise StaleEdit(f"{last_change()} Nothing of yours is lost: look, then save again.")
