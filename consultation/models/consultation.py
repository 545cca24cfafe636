"""A consultation, its rounds, its working groups, and who runs them."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, exists
from sqlalchemy.orm import Mapped, MappedSQLExpression, column_property, mapped_column, relationship

from consultation.db import Base
from consultation.errors import RoundClosed
from consultation.models.person import Person

NOTHING_SENT = "Nothing was sent; what you had saved is kept."
"""What is said at the closed door to whoever had sent nothing before."""


def utc_offset(moment: datetime) -> str:
    """How far a moment's own clock is from UTC.

    >>> utc_offset(datetime(2027, 7, 1, tzinfo=ZoneInfo("Asia/Kathmandu")))
    'UTC+5:45'
    >>> utc_offset(datetime(2027, 7, 1, tzinfo=ZoneInfo("Pacific/Niue")))
    'UTC-11'
    """
    minutes = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}{f':{rest:02d}' if rest else ''}" if minutes else "UTC"


class Role(StrEnum):
    """What a person may be in one consultation, beside stakeholder and chair."""

    SECRETARIAT = "secretariat"
    READER = "reader"


class Office(StrEnum):
    """What a person may be in one working group; a vice-chair does all but the sign-off."""

    CHAIR = "chair"
    VICE_CHAIR = "vice-chair"


class Consultation(Base):
    """The whole exercise: one text drafted over several rounds.

    With open `registration` whoever has an account may take part, as one of `categories` where
    there are any; otherwise who is accepted. A round usually has `usual_days`, on the
    `legal_basis`, and fewer because of `shorter_because`. `precedence` is the body's own sentence
    on what its official answers weigh. Personal data go `retention_months` after the outcomes of
    its last round are published, or after they have waited for that too long
    (`queries/privacy/retention`); that they go at `retention_told_for` its secretariat was told at
    `retention_told_at`, and the worker looked last on `retention_swept_on`. `protection_contact` is
    whom people ask.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("usual_days > 0", "usual_days_are_some"),
        CheckConstraint("retention_months > 0", "retention_months_are_some"),
    )

    title: Mapped[str]
    host: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str] = mapped_column(default="Europe/Brussels")
    is_public: Mapped[bool] = mapped_column(default=False)
    registration: Mapped[bool] = mapped_column(default=False)
    categories: Mapped[list[str]] = mapped_column(default=list)
    legal_basis: Mapped[str] = mapped_column(default="")
    usual_days: Mapped[int | None]
    shorter_because: Mapped[str] = mapped_column(default="")
    languages: Mapped[list[str]] = mapped_column(default=list)
    precedence: Mapped[str] = mapped_column(default="", server_default="")
    retention_months: Mapped[int] = mapped_column(default=6, server_default="6")
    protection_contact: Mapped[str] = mapped_column(default="", server_default="")
    retention_told_for: Mapped[datetime | None]
    retention_told_at: Mapped[datetime | None]
    retention_swept_on: Mapped[date | None]

    rounds: Mapped[list["Round"]] = relationship(
        back_populates="consultation", order_by="Round.number"
    )
    working_groups: Mapped[list["WorkingGroup"]] = relationship(
        back_populates="consultation", order_by="WorkingGroup.code"
    )
    memberships: Mapped[list["Membership"]] = relationship(back_populates="consultation")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def days_between(self, first: datetime, last: datetime) -> int:
        """How many midnights of the consultation's own clocks lie between two moments."""
        return (last.astimezone(self.zone).date() - first.astimezone(self.zone).date()).days


class Membership(Base):
    """A person's role in a consultation."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("consultation_id", "person_id", "role"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role]

    consultation: Mapped[Consultation] = relationship(back_populates="memberships")
    person: Mapped[Person] = relationship()


class WorkingGroup(Base):
    """Who answers for provisions and questions; a strand is a part of another group."""

    __tablename__ = "working_group"
    __table_args__ = (
        UniqueConstraint("consultation_id", "code"),
        CheckConstraint("parent_id <> id", "not_its_own_strand"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("working_group.id"), index=True)
    code: Mapped[str]
    name: Mapped[str]

    consultation: Mapped[Consultation] = relationship(back_populates="working_groups")
    parent: Mapped["WorkingGroup | None"] = relationship(
        remote_side="WorkingGroup.id", back_populates="strands"
    )
    strands: Mapped[list["WorkingGroup"]] = relationship(
        back_populates="parent", order_by="WorkingGroup.code"
    )
    appointments: Mapped[list["Appointment"]] = relationship(back_populates="working_group")


class Appointment(Base):
    """A person's office in a working group; it holds for the group's strands too."""

    __tablename__ = "appointment"
    __table_args__ = (UniqueConstraint("working_group_id", "person_id"),)

    working_group_id: Mapped[int] = mapped_column(ForeignKey("working_group.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    office: Mapped[Office]

    working_group: Mapped[WorkingGroup] = relationship(back_populates="appointments")
    person: Mapped[Person] = relationship()


class Round(Base):
    """One window for feedback on one draft. Opening and closing are dates, not a status.

    Where it has fewer days than usual, `shorter_because` says why.
    """

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        CheckConstraint("opens_at < closes_at", "opens_before_it_closes"),
        CheckConstraint("late_until IS NULL OR late_until > closes_at", "late_is_after_closing"),
        CheckConstraint(
            "outcomes_published_at IS NULL OR outcomes_published_at > closes_at",
            "outcomes_are_after_closing",
        ),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    number: Mapped[int]
    title: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    late_until: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    outcomes_published_at: Mapped[datetime | None]
    shorter_because: Mapped[str] = mapped_column(default="")

    consultation: Mapped[Consultation] = relationship(
        back_populates="rounds", lazy="joined", innerjoin=True
    )
    reschedulings: Mapped[list["Rescheduling"]] = relationship(
        back_populates="round", order_by="Rescheduling.id"
    )
    extensions: Mapped[list["Extension"]] = relationship(
        back_populates="round", order_by="Extension.id"
    )
    was_extended: ClassVar[MappedSQLExpression[bool]]
    """Comes with the row: most rounds are not extended, and every page of theirs asks."""

    @property
    def days(self) -> int:
        """How many days lie between opening and closing."""
        return self.consultation.days_between(self.opens_at, self.closes_at)

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now <= self.closes_at

    def takes_late(self, now: datetime) -> bool:
        """Whether what was not sent in time may still be sent, to stand on the late list."""
        return self.late_until is not None and self.closes_at < now <= self.late_until

    def is_over(self, now: datetime) -> bool:
        """Whether nobody can send any more, not even late: nobody can answer what others wrote."""
        return now > (self.late_until or self.closes_at)

    def ensure_open(self, now: datetime, *, standing: str = NOTHING_SENT) -> None:
        """Raise RoundClosed outside the window; its last instant still counts.

        Once it is over, the refusal says how what was written before is `standing`.
        """
        if now < self.opens_at:
            raise RoundClosed(
                f"{self.title} opens on {self.exactly(self.opens_at)}. Come back then."
            )
        if now > self.closes_at:
            raise RoundClosed(f"{self.title} closed on {self.exactly(self.closes_at)}. {standing}")

    def local(self, moment: datetime) -> str:
        """A moment in the consultation's own zone, with the zone's name."""
        zone = self.consultation.zone
        return f"{moment.astimezone(zone):%-d %B %Y, %H:%M} ({zone.key.replace('_', ' ')} time)"

    def exactly(self, moment: datetime) -> str:
        """A moment in the consultation's own zone, with how far that is from UTC then.

        In the hour that a summer's end repeats, the zone's name alone would not tell.
        """
        zone = self.consultation.zone
        there = moment.astimezone(zone)
        name = zone.key.replace("_", " ")
        return f"{there:%-d %B %Y, %H:%M} ({name} time, {utc_offset(there)})"

    def is_published(self, now: datetime) -> bool:
        """Whether the body lets what was sent be read, and nobody can still write to it."""
        return self.published_at is not None and now > self.closes_at


class Extension(Base):
    """A later deadline for a round, never a shorter one, with the reason for it."""

    __tablename__ = "extension"
    __table_args__ = (
        CheckConstraint("closes_at > was", "only_ever_later"),
        CheckConstraint("reason <> ''", "has_its_reason"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    was: Mapped[datetime]
    closes_at: Mapped[datetime]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]

    round: Mapped[Round] = relationship(back_populates="extensions")
    by: Mapped[Person] = relationship()


class Rescheduling(Base):
    """Other dates for a round that had not opened, with the reason for them."""

    __tablename__ = "rescheduling"
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", "opens_before_it_closes"),
        CheckConstraint("opened_at < closed_at", "opened_before_it_closed"),
        CheckConstraint("reason <> ''", "has_its_reason"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]

    round: Mapped[Round] = relationship(back_populates="reschedulings")
    by: Mapped[Person] = relationship()


Round.was_extended = column_property(
    exists().where(Extension.round_id == Round.id).correlate_except(Extension)
)
