"""A draft and its provisions."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.consultation import Round, WorkingGroup


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


class Provision(Base):
    """The smallest numbered unit that can be commented on.

    `key` is permanent: the same provision keeps it through every draft, whatever its number
    becomes. `text` is Markdown.
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

    draft: Mapped[Draft] = relationship(back_populates="provisions")
    working_group: Mapped[WorkingGroup | None] = relationship()
    parent: Mapped["Provision | None"] = relationship(
        remote_side="Provision.id", back_populates="children"
    )
    children: Mapped[list["Provision"]] = relationship(
        back_populates="parent", order_by="Provision.rank"
    )
