"""A taxonomy attached to a consultation, every act on it, and what was coded with it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.errors import StaleEdit
from consultation.models.analysis import Point, Theme
from consultation.models.consultation import Consultation
from consultation.models.person import Person
from consultation.models.question import OpenQuestion


class FrameActKind(StrEnum):
    """What can be done to a frame."""

    ADD = "add"
    REWORD = "reword"
    SPLIT = "split"
    RETIRE = "retire"


class CodeFrame(Base):
    """A consultation's taxonomy: codes in facets. Its version grows with each act on it."""

    __tablename__ = "code_frame"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    version: Mapped[int] = mapped_column(default=0)

    consultation: Mapped[Consultation] = relationship()

    @property
    def name(self) -> str:
        """What it is called outside: a consultation has one frame, so it bears its name."""
        return f"Code frame of {self.consultation.title}"

    def ensure_version(self, seen: int) -> None:
        """Raise StaleEdit when the frame is no longer what the editor saw."""
        if self.version != seen:
            raise StaleEdit(
                f"The code frame is at version {self.version} by now; you saw version {seen}. "
                "Nothing was changed. Look at it as it is, then do it again if it still holds."
            )


class Code(Base):
    """One entry of a facet. It is never deleted: a retired one keeps what was coded with it."""

    __tablename__ = "code"
    __table_args__ = (
        UniqueConstraint("frame_id", "facet", "key"),
        CheckConstraint("retired_in IS NULL OR retired_in > added_in", "retired_after_added"),
    )

    frame_id: Mapped[int] = mapped_column(ForeignKey("code_frame.id"))
    facet: Mapped[str]
    key: Mapped[str]
    added_in: Mapped[int]
    retired_in: Mapped[int | None]
    split_from_id: Mapped[int | None] = mapped_column(ForeignKey("code.id"), index=True)

    frame: Mapped[CodeFrame] = relationship()
    split_from: Mapped["Code | None"] = relationship(remote_side="Code.id")
    wordings: Mapped[list["CodeWording"]] = relationship(
        back_populates="code", order_by="CodeWording.version"
    )

    @property
    def consultation(self) -> Consultation:
        return self.frame.consultation

    def worded_in(self, version: int) -> "CodeWording":
        """Label and definition as they were in a version of the frame."""
        return [each for each in self.wordings if each.version <= version][-1]

    def is_in(self, version: int) -> bool:
        """Whether a version of the frame has it."""
        return self.added_in <= version and (self.retired_in is None or version < self.retired_in)

    @property
    def label(self) -> str:
        return self.wordings[-1].label

    @property
    def definition(self) -> str:
        return self.wordings[-1].definition


class CodeWording(Base):
    """What a code was called from a version of the frame on."""

    __tablename__ = "code_wording"
    __table_args__ = (
        UniqueConstraint("code_id", "version"),
        CheckConstraint("label <> ''", "has_a_label"),
    )

    code_id: Mapped[int] = mapped_column(ForeignKey("code.id"))
    version: Mapped[int]
    label: Mapped[str]
    definition: Mapped[str] = mapped_column(default="")

    code: Mapped[Code] = relationship(back_populates="wordings")


class FrameAct(Base):
    """What made a version of a frame: who, when, why; `person` is None for the demonstration."""

    __tablename__ = "frame_act"
    __table_args__ = (UniqueConstraint("frame_id", "version"),)

    frame_id: Mapped[int] = mapped_column(ForeignKey("code_frame.id"))
    version: Mapped[int]
    kind: Mapped[FrameActKind]
    reason: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]

    frame: Mapped[CodeFrame] = relationship()
    person: Mapped[Person | None] = relationship()


class CodeUse(Base):
    """That a person coded a theme or a point, or found that it fits no code of a facet.

    `version` is the frame's when it was coded. Where it was coded anew the row stays, with
    `ended_at` set. `proposal` says which code is missing.
    """

    __tablename__ = "code_use"
    __table_args__ = (
        CheckConstraint("(theme_id IS NULL) <> (point_id IS NULL)", "of_one"),
        CheckConstraint("code_id IS NULL OR proposal = ''", "proposes_where_none_fits"),
    )

    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    point_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"), index=True)
    facet: Mapped[str]
    code_id: Mapped[int | None] = mapped_column(ForeignKey("code.id"), index=True)
    proposal: Mapped[str] = mapped_column(default="")
    version: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    question: Mapped[OpenQuestion] = relationship()
    theme: Mapped[Theme | None] = relationship()
    point: Mapped[Point | None] = relationship()
    code: Mapped[Code | None] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def is_outdated(self) -> bool:
        """Whether its code was split or retired since: it is to be coded anew."""
        return self.code is not None and self.code.retired_in is not None
