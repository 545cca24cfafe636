"""Why the newest analysis put points and themes as it did: made anew by each, decided by nobody."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.analysis import Point, Theme


class Subtheme(Base):
    """A part of a theme, found by an analysis or when a chair asked for parts.

    A point that people put elsewhere has left it.
    """

    __tablename__ = "subtheme"

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    title: Mapped[str]

    theme: Mapped[Theme] = relationship()


class Fit(Base):
    """How well a point fits the theme it was found in, and the theme that runs up.

    Found in no theme, it has no score, and its runner-up is the theme it is nearest to. What
    it says of a point ends to hold when a person puts the point elsewhere. `across` and `down` are
    its place on the map of the question, 0 to 1, where only nearness means anything.
    """

    __tablename__ = "fit"
    __table_args__ = (
        CheckConstraint("(theme_id IS NULL) = (score IS NULL)", "a_theme_has_its_score"),
        CheckConstraint(
            "(runner_up_id IS NULL) = (runner_up_score IS NULL)", "a_runner_up_has_its_score"
        ),
    )

    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), unique=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    score: Mapped[float | None]
    subtheme_id: Mapped[int | None] = mapped_column(ForeignKey("subtheme.id"), index=True)
    runner_up_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    runner_up_score: Mapped[float | None]
    across: Mapped[float | None]
    down: Mapped[float | None]

    point: Mapped[Point] = relationship(back_populates="fit")
    theme: Mapped[Theme | None] = relationship(foreign_keys=theme_id)
    subtheme: Mapped[Subtheme | None] = relationship()
    runner_up: Mapped[Theme | None] = relationship(foreign_keys=runner_up_id)


class Recurrence(Base):
    """That the newest analysis found a theme: how well it comes back, and the one next to it."""

    __tablename__ = "recurrence"
    __table_args__ = (
        CheckConstraint("0 <= stability AND stability <= 1", "a_share"),
        CheckConstraint("nearest_id <> theme_id", "nearest_is_another"),
    )

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), unique=True)
    stability: Mapped[float]
    nearest_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)

    theme: Mapped[Theme] = relationship(foreign_keys=theme_id)
    nearest: Mapped[Theme | None] = relationship(foreign_keys=nearest_id)


class MinorityPoint(Base):
    """A point to be heard although few make it: why, and the theme it was found in, if any."""

    __tablename__ = "minority_point"

    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), unique=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    reason: Mapped[str]
    rank: Mapped[int]

    point: Mapped[Point] = relationship()
    theme: Mapped[Theme | None] = relationship()
