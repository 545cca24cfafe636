"""Blind double coding: a random sample of points, and where two people put each."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.analysis import Point, Theme
from consultation.models.person import Person
from consultation.models.question import OpenQuestion


class Sample(Base):
    """Points of a question drawn at random, for two people to place without seeing each other.

    The same `seed` draws the same points again, as long as they lie as they lay.
    """

    __tablename__ = "sample"
    __table_args__ = (CheckConstraint("first_id <> second_id", "two_people"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), index=True)
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    drawn_at: Mapped[datetime]
    seed: Mapped[int]
    first_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    question: Mapped[OpenQuestion] = relationship()
    first: Mapped[Person] = relationship(foreign_keys=first_id)
    second: Mapped[Person] = relationship(foreign_keys=second_id)
    points: Mapped[list["SampledPoint"]] = relationship(
        back_populates="sample", order_by="SampledPoint.rank"
    )

    def is_coder(self, person: Person) -> bool:
        return person.id in (self.first_id, self.second_id)


class SampledPoint(Base):
    """A point of a sample, at its place in the order in which it is coded."""

    __tablename__ = "sampled_point"
    __table_args__ = (UniqueConstraint("sample_id", "rank"),)

    sample_id: Mapped[int] = mapped_column(ForeignKey("sample.id"))
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), index=True)
    rank: Mapped[int]

    sample: Mapped[Sample] = relationship(back_populates="points")
    point: Mapped[Point] = relationship()
    codings: Mapped[list["Coding"]] = relationship(back_populates="sampled")


class Coding(Base):
    """Where one person put a sampled point: under a theme, or (no theme) under none."""

    __tablename__ = "coding"
    __table_args__ = (UniqueConstraint("sampled_id", "person_id"),)

    sampled_id: Mapped[int] = mapped_column(ForeignKey("sampled_point.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    coded_at: Mapped[datetime]

    sampled: Mapped[SampledPoint] = relationship(back_populates="codings")
    theme: Mapped[Theme | None] = relationship()
