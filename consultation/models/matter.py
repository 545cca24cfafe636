"""What reviewers settle among themselves about a point or a theme, and how it went on."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.analysis import Point, Theme
from consultation.models.answer import Answer
from consultation.models.consultation import WorkingGroup
from consultation.models.person import Person
from consultation.models.question import OpenQuestion


class MatterKind(StrEnum):
    """What is wanted of the others."""

    MEMO = "memo"
    SECOND_READING = "second reading"
    REFERRAL = "referral"


class MatterState(StrEnum):
    """Where a matter stands; a memo is noted and wants nothing."""

    NOTED = "noted"
    OPEN = "open"
    TAKEN_UP = "taken up"
    ANSWERED = "answered"
    DECLINED = "declined"
    AGREES = "agrees"
    DISAGREES = "disagrees"


WAITING = (MatterState.OPEN, MatterState.TAKEN_UP)
"""The states in which somebody waits for somebody."""

NEXT: dict[MatterKind, tuple[MatterState, ...]] = {
    MatterKind.MEMO: (),
    MatterKind.SECOND_READING: (MatterState.AGREES, MatterState.DISAGREES),
    MatterKind.REFERRAL: (MatterState.TAKEN_UP, MatterState.ANSWERED, MatterState.DECLINED),
}
"""What a matter that waits can become."""


class Matter(Base):
    """A memo, a second reading that is wanted, or a referral; its words are never published.

    Of a referral the plenary pack tells where it went and how it stands, nothing else.

    It is about a theme, or about a point of `answer`. A later analysis may cut an answer otherwise
    or need a theme no more: then the number of it is gone, and of a theme `about` keeps the title.
    A referral goes to another working group of the consultation, or to a `body` outside of it;
    `owner` is who sees to it there, `owner_name` for a body.
    """

    __tablename__ = "matter"
    __table_args__ = (
        CheckConstraint("text <> ''", "says_something"),
        CheckConstraint("group_id IS NULL OR body = ''", "goes_to_one"),
        CheckConstraint("point_id IS NULL OR answer_id IS NOT NULL", "a_point_of_an_answer"),
    )

    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), index=True)
    kind: Mapped[MatterKind]
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"), index=True)
    point_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    about: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    raised_at: Mapped[datetime]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("working_group.id"), index=True)
    body: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    owner_name: Mapped[str] = mapped_column(default="")
    state: Mapped[MatterState]

    question: Mapped[OpenQuestion] = relationship()
    answer: Mapped[Answer | None] = relationship()
    point: Mapped[Point | None] = relationship()
    theme: Mapped[Theme | None] = relationship()
    raised_by: Mapped[Person] = relationship(foreign_keys=raised_by_id)
    group: Mapped[WorkingGroup | None] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    entries: Mapped[list["MatterEntry"]] = relationship(
        back_populates="matter", order_by="MatterEntry.id"
    )

    @property
    def waits(self) -> bool:
        return self.state in WAITING

    @property
    def next_states(self) -> tuple[MatterState, ...]:
        """What it can become from here."""
        following = NEXT[self.kind] if self.waits else ()
        return tuple(state for state in following if state is not self.state)

    @property
    def to(self) -> str:
        """Where a referral went."""
        return f"{self.group.code} {self.group.name}" if self.group else self.body

    @property
    def owner_named(self) -> str:
        return self.owner.name if self.owner else self.owner_name


class MatterEntry(Base):
    """A step of a matter: what it became, who said so, and in which words."""

    __tablename__ = "matter_entry"
    __table_args__ = (CheckConstraint("text <> ''", "says_something"),)

    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    state: Mapped[MatterState]
    text: Mapped[str]

    matter: Mapped[Matter] = relationship(back_populates="entries")
    person: Mapped[Person] = relationship()
