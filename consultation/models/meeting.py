"""Meetings in which a draft was spoken about: who was there, what was said, what polls showed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Table, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.errors import NotAllowedYet, StaleEdit
from consultation.models.consultation import Consultation, Round, WorkingGroup
from consultation.models.person import Person


class MeetingKind(StrEnum):
    """What sort of meeting it was; all are written down alike."""

    WORKING_GROUP = "working group meeting"
    WORKSHOP = "workshop"
    PLENARY = "plenary"
    BRIEFING = "briefing"


meeting_working_group = Table(
    "meeting_working_group",
    Base.metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("working_group_id", ForeignKey("working_group.id"), primary_key=True, index=True),
)


class Meeting(Base):
    """A meeting during a round, written down by the secretariat, and once published for good.

    `attendance` is how many were there of each category; `agenda` and `minutes` are Markdown.
    What was said there to a question or a provision is an answer of a stakeholder whose
    `meeting` this is.
    """

    __tablename__ = "meeting"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    kind: Mapped[MeetingKind]
    title: Mapped[str]
    held_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(default="", server_default="")
    attendance: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    agenda: Mapped[str] = mapped_column(default="", server_default="")
    minutes: Mapped[str] = mapped_column(default="", server_default="")
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    round: Mapped[Round] = relationship()
    groups: Mapped[list[WorkingGroup]] = relationship(
        secondary=meeting_working_group, order_by=WorkingGroup.code
    )
    polls: Mapped[list["Poll"]] = relationship(
        back_populates="meeting", order_by="Poll.id", cascade="all, delete-orphan"
    )
    written_by: Mapped[Person | None] = relationship()

    @property
    def consultation(self) -> Consultation:
        return self.round.consultation

    @property
    def present(self) -> int:
        """How many were there, as far as they were counted."""
        return sum(self.attendance.values())

    @property
    def label(self) -> str:
        """How it stands beside what was said in it: "workshop of 3 May 2027"."""
        day = self.held_at.astimezone(self.consultation.zone)
        return f"{self.kind} of {day:%-d %B %Y}"

    def ensure_version(self, seen: int) -> None:
        """Raise StaleEdit when somebody saved the meeting meanwhile."""
        if self.version != seen:
            raise StaleEdit(
                "Somebody saved this meeting meanwhile. Nothing was overwritten: what you wrote is "
                "below. Open the meeting again in another window and bring the two together."
            )

    def ensure_unpublished(self) -> None:
        """Raise NotAllowedYet once everybody may read it."""
        if self.published_at is not None:
            raise NotAllowedYet(
                f"“{self.title}” was published on {self.round.exactly(self.published_at)} and is "
                "not changed any more. Write what is to be put right into the next meeting."
            )


class Poll(Base):
    """What was asked of everybody in a meeting; `options` pairs each with how many chose it.

    Who `answered` may have chosen several where it `takes_several`.
    """

    __tablename__ = "poll"
    __table_args__ = (
        CheckConstraint("answered >= 0", "some_answered"),
        CheckConstraint("present IS NULL OR answered <= present", "no_more_than_were_there"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    question: Mapped[str]
    options: Mapped[list[Any]] = mapped_column(JSON)
    takes_several: Mapped[bool] = mapped_column(default=False, server_default=false())
    answered: Mapped[int]
    present: Mapped[int | None]

    meeting: Mapped[Meeting] = relationship(back_populates="polls")
