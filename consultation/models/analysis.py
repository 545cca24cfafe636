"""What was read out of the answers: points, campaigns, themes, and who put what where."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.errors import StaleEdit
from consultation.models.answer import Answer
from consultation.models.person import Person
from consultation.models.plenary import Outcome, OwnOutcome
from consultation.models.question import OpenQuestion

if TYPE_CHECKING:
    from consultation.models.reasons import Fit


class Analysis(Base):
    """One reading of all the answers to a question, with the settings it was made with."""

    __tablename__ = "analysis"

    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), index=True)
    finished_at: Mapped[datetime]
    settings: Mapped[dict[str, Any]]

    question: Mapped[OpenQuestion] = relationship()


class Reading(Base):
    """That an analysis has read an answer: cut it into points, or left it out and why.

    Where it was `looked_through` for personal data, that need not be done again.
    """

    __tablename__ = "reading"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("answer_version.id"), index=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id"), index=True)
    left_out: Mapped[str | None]
    looked_through: Mapped[bool] = mapped_column(default=False, server_default=false())

    answer: Mapped[Answer] = relationship(back_populates="reading")


class Point(Base):
    """A passage of an answer that makes one argument: a span of the stored text.

    Where somebody cut it off or joined it (`cut_by`), no reading cuts it otherwise.
    """

    __tablename__ = "point"
    __table_args__ = (
        UniqueConstraint("answer_id", "start", "end"),
        CheckConstraint('0 <= start AND start < "end"', "a_span"),
    )

    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    language: Mapped[str | None]
    kind: Mapped[str | None]
    cues: Mapped[list[str]] = mapped_column(default=list)
    references: Mapped[list[str]] = mapped_column(default=list)
    filler: Mapped[bool] = mapped_column(default=False)
    cut_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    answer: Mapped[Answer] = relationship()
    cut_by: Mapped[Person | None] = relationship()
    placement: Mapped["Placement | None"] = relationship(back_populates="point")
    quote: Mapped["Quote | None"] = relationship(back_populates="point")
    fit: Mapped["Fit | None"] = relationship(back_populates="point")
    outcome: Mapped[OwnOutcome | None] = relationship()

    @property
    def text(self) -> str:
        """The point's own words, verbatim by construction."""
        return self.answer.text[self.start : self.end]

    @property
    def question(self) -> OpenQuestion:
        return self.answer.question


class TextVector(Base):
    """What the sentence encoder made of a text, kept so that it is not read again.

    `digest` is a hash of the encoder and the text; `vector` its numbers, float32 little-endian.
    """

    __tablename__ = "text_vector"
    __table_args__ = (UniqueConstraint("question_id", "digest"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"))
    digest: Mapped[bytes]
    vector: Mapped[bytes]


class Campaign(Base):
    """Near-identical texts sent by several; what they share."""

    __tablename__ = "campaign"

    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), index=True)
    template: Mapped[str]

    question: Mapped[OpenQuestion] = relationship()
    copies: Mapped[list["CampaignCopy"]] = relationship(
        back_populates="campaign", order_by="CampaignCopy.answer_id", cascade="all, delete-orphan"
    )


class CampaignCopy(Base):
    """An answer that belongs to a campaign, and the spans of it that are its author's own."""

    __tablename__ = "campaign_copy"
    __table_args__ = (CheckConstraint("0 <= similarity AND similarity <= 1", "a_share"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), unique=True)
    similarity: Mapped[float]
    additions: Mapped[list[list[int]]] = mapped_column(default=list)

    campaign: Mapped[Campaign] = relationship(back_populates="copies")
    answer: Mapped[Answer] = relationship(back_populates="campaign_copy")


class Theme(Base):
    """What several points say: proposed by the machine (`proposed_by is None`) or by a person.

    A theme may be nested in another, its parent, one level deep; `rank` is its place where chairs
    arranged them, and where they did not it stands by its size.
    """

    __tablename__ = "theme"

    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), index=True)
    title: Mapped[str]
    terms: Mapped[list[str]] = mapped_column(default=list)
    cohesion: Mapped[float | None]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    titled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    rank: Mapped[int | None]
    discarded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    question: Mapped[OpenQuestion] = relationship()
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=proposed_by_id)
    titled_by: Mapped[Person | None] = relationship(foreign_keys=titled_by_id)
    merged_into: Mapped["Theme | None"] = relationship(
        remote_side="Theme.id", foreign_keys=merged_into_id
    )
    outcome: Mapped[Outcome | None] = relationship()

    @property
    def is_current(self) -> bool:
        return self.discarded_at is None and self.merged_into_id is None

    def ensure_version(self, seen: int, last_change: Callable[[], str]) -> None:
        """Raise StaleEdit when the theme is no longer what the editor saw.

        Who changed it, and how, is asked for only then.
        """
        if self.version != seen:
            raise StaleEdit(
                f"{last_change()} Your change was not made; look at the theme as it is now, "
                "then make it again if it still holds."
            )


class Placement(Base):
    """Where a point is: under a theme, unplaced by a person (no theme), or discarded with a reason.

    A point without a placement is unplaced by the machine. A person's placement never moves.
    """

    __tablename__ = "placement"
    __table_args__ = (
        CheckConstraint("discarded_because IS NULL OR theme_id IS NULL", "discarded_is_nowhere"),
        CheckConstraint(
            "theme_id IS NOT NULL OR placed_by_id IS NOT NULL", "only_a_person_takes_away"
        ),
    )

    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), unique=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    discarded_because: Mapped[str | None]

    point: Mapped[Point] = relationship(back_populates="placement")
    theme: Mapped[Theme | None] = relationship()
    placed_by: Mapped[Person | None] = relationship()


class Quote(Base):
    """A verbatim point that speaks for its theme; or, `rejected`, one that a person took away."""

    __tablename__ = "quote"
    __table_args__ = (
        CheckConstraint("NOT rejected OR marked_by_id IS NOT NULL", "only_a_person_rejects"),
    )

    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), unique=True)
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    rejected: Mapped[bool] = mapped_column(default=False)

    point: Mapped[Point] = relationship(back_populates="quote")
    marked_by: Mapped[Person | None] = relationship()
