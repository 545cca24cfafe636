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
    """A meeting during a round, written down by the secretariat; once published it is corrected.

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
    corrections: Mapped[list["MeetingCorrection"]] = relationship(
        back_populates="meeting", order_by="MeetingCorrection.id"
    )

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
                f"“{self.title}” was published on {self.round.exactly(self.published_at)}. "
                "Correct it, and say why: what stands there now stays to be read."
            )

    def ensure_published(self) -> None:
        """Raise NotAllowedYet as long as nobody has read what would be corrected."""
        if self.published_at is None:
            raise NotAllowedYet(
                f"“{self.title}” is not published, so nothing is to be corrected. Go on writing it."
            )


class MeetingCorrection(Base):
    """That a published meeting was put right, with the reason, and what stood there until then.

    `was` holds what the meeting held, with the answers of the points raised by their numbers: no
    name of who spoke is in it, so that one that is taken out is gone.
    """

    __tablename__ = "meeting_correction"
    __table_args__ = (CheckConstraint("reason <> ''", "has_its_reason"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    was: Mapped[dict[str, Any]]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship(back_populates="corrections")
    by: Mapped[Person] = relationship()


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
