"""What was written to one question: every save of it, and the one that was sent."""

import secrets
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, MappedSQLExpression, mapped_column, relationship

from consultation.boundary import ANSWER_LIMIT
from consultation.db import Base
from consultation.models.question import OpenQuestion
from consultation.models.stakeholder import Publication
from consultation.models.submission import Submission

if TYPE_CHECKING:
    from consultation.models.analysis import CampaignCopy, Reading
    from consultation.models.paper import Paper


class Position(StrEnum):
    """The author's own stated stand."""

    SUPPORT = "support"
    CHANGES = "support with changes"
    OPPOSE = "oppose"
    NONE = "no position"


class Remark(StrEnum):
    """What sort of remark an answer makes, as its author says; the ISO comment template's types."""

    GENERAL = "general"
    SUBSTANTIVE = "substantive"
    LEGAL = "legal"
    EDITORIAL = "editorial"
    QUESTION = "question"
    EVIDENCE = "evidence"


class PaperPlace(NamedTuple):
    """A page of a paper; 0 where it has none."""

    page: int
    paper_id: int


class AnswerVersion(Base):
    """One save of an answer; their own newest is what its author sees.

    Never changed, but that its own words can be masked once what they were is sealed: so a text
    keeps its length and every span of it its place, and nobody who reads it can read past a mask.
    What was saved and not submitted never has an `Answer`, so no count and no export can hold it.
    A question has one answer of each author, `entry` 1; a provision may be commented on in
    several places, and `entry` tells those comments apart. `passage` is the part of the provision
    that a comment is about: a W3C text quote and position (`exact`, `prefix`, `suffix`, `start`).
    `annex` is what only the chairs of the question's working group may read. Where parts of the
    text were taken from papers, `pages` says from which: offsets, each with the page and the
    paper's number; a part reaches to the next.
    `page_key` is the page for writing that it was saved from: what comes from there again is the
    next save of the same, also where its author was never told of this one. `entered` is what the
    secretariat wrote down for its author: it stands beside what they save themselves, and their
    own goes on.
    """

    __tablename__ = "answer_version"
    __table_args__ = (
        UniqueConstraint("submission_id", "question_id", "entry", "number"),
        CheckConstraint(f"length(text) <= {ANSWER_LIMIT}", "within_the_limit"),
        CheckConstraint("entry >= 1", "entries_count_from_one"),
        Index(
            "uq_answer_version_first_of_a_page",
            "submission_id",
            "question_id",
            "page_key",
            unique=True,
            sqlite_where=text("number = 1"),
            postgresql_where=text("number = 1"),
        ),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), index=True)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    entry: Mapped[int] = mapped_column(default=1)
    number: Mapped[int]
    text: Mapped[str]
    position: Mapped[Position] = mapped_column(default=Position.NONE)
    position_chosen: Mapped[bool] = mapped_column(default=False, server_default=false())
    choices: Mapped[list[str]] = mapped_column(default=list)
    remark: Mapped[Remark | None]
    passage: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    proposed: Mapped[str] = mapped_column(default="")
    annex: Mapped[str] = mapped_column(default="")
    publication: Mapped[Publication | None]
    language: Mapped[str | None]
    pages: Mapped[list[list[int]] | None] = mapped_column(JSON(none_as_null=True))
    page_key: Mapped[str | None]
    saved_at: Mapped[datetime]
    entered: Mapped[bool] = mapped_column(default=False, server_default=false())

    submission: Mapped[Submission] = relationship(back_populates="versions")
    question: Mapped[OpenQuestion] = relationship()

    @property
    def paper_ids(self) -> list[int]:
        """The papers that parts of it were taken from, in the order of the text."""
        return list(dict.fromkeys(paper_id for _, _, paper_id in self.pages or []))

    @property
    def papers(self) -> list["Paper"]:
        if not self.pages:
            return []
        attached = {paper.id: paper for paper in self.submission.papers}
        return [attached[paper_id] for paper_id in self.paper_ids]

    def place_at(self, at: int) -> PaperPlace | None:
        """Where a place of the text was taken; None for what was not taken from a paper."""
        places = [PaperPlace(*place) for start, *place in self.pages or [] if start <= at]
        return places[-1] if places else None

    def taken_from(self, at: int) -> str:
        """Where in a paper a place of the text stands: "p. 4 of statement.pdf"; else nothing."""
        place = self.place_at(at)
        return self._said(place) if place else ""

    @property
    def sources(self) -> list[str]:
        """Each paper that parts of it were taken from, by the page on which the first begins."""
        first: dict[int, PaperPlace] = {}
        for _, *place in self.pages or []:
            first.setdefault(place[-1], PaperPlace(*place))
        return [self._said(place) for place in first.values()]

    def _said(self, place: PaperPlace) -> str:
        name = next(paper.name for paper in self.papers if paper.id == place.paper_id)
        return f"p. {place.page} of {name}" if place.page else name

    @property
    def leaves_position_open(self) -> bool:
        """Whether it counts as having no position without its author having said so."""
        return self.position is Position.NONE and not self.position_chosen

    @property
    def is_blank(self) -> bool:
        """Neither a word nor a tick."""
        return not self.text.strip() and not self.choices


UNPUBLISHED = "[not published]"
"""Stands for words that their author, or two persons by the rules, keep out of the public view."""


NUMBER_BITS = 48


def drawn_number() -> int:
    """A number by chance: none says which answers came in together."""
    return 1 + secrets.randbelow(2**NUMBER_BITS - 1)


class Answer(Base):
    """What was submitted to one question: the version that counts, or that counted once.

    Everybody knows it by its `public_number`, which is drawn by chance.
    `replaced_at` is when its author sent another text in its place, or took this one back.
    """

    __tablename__ = "answer"
    __table_args__ = (
        Index(
            "uq_answer_that_counts",
            "submission_id",
            "question_id",
            "entry",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), index=True)
    entry: Mapped[int] = mapped_column(default=1)
    version_id: Mapped[int] = mapped_column(ForeignKey("answer_version.id"), unique=True)
    public_number: Mapped[int] = mapped_column(
        BigInteger, unique=True, index=True, default=drawn_number
    )
    reference: Mapped[str | None]
    replaced_at: Mapped[datetime | None]

    submission: Mapped[Submission] = relationship(back_populates="answers")
    question: Mapped[OpenQuestion] = relationship()
    version: Mapped[AnswerVersion] = relationship(lazy="joined")
    campaign_copy: Mapped["CampaignCopy | None"] = relationship(back_populates="answer")
    reading: Mapped["Reading | None"] = relationship(back_populates="answer")
    is_removed: ClassVar[MappedSQLExpression[bool]]
    """Whether two persons took it out of the public view; comes with the row."""

    @property
    def is_withheld(self) -> bool:
        """Whether nobody but those who review may read it; it counts all the same."""
        return bool(self.is_removed) or self.choice is Publication.WITHHELD

    def in_public(self, words: str) -> str:
        """Its words as they may leave: the one place where what is withheld is kept back."""
        return UNPUBLISHED if words and self.is_withheld else words

    @property
    def text(self) -> str:
        return self.version.text

    @property
    def position(self) -> Position:
        return self.version.position

    @property
    def is_counted(self) -> bool:
        """Neither replaced by its author, nor withdrawn or on the late list with its submission."""
        return self.replaced_at is None and self.submission.is_counted

    @property
    def was_taken_back(self) -> bool:
        """Whether its author withdrew it, or sent another text in its place."""
        return self.replaced_at is not None or self.submission.withdrawn_at is not None

    @property
    def label(self) -> str:
        """How pages and exports name this answer: all by its public number."""
        return str(self.public_number)

    @property
    def choice(self) -> Publication:
        """How its author lets it be published: for this answer, this round, or at all."""
        sent = self.submission
        return self.version.publication or sent.publication or sent.stakeholder.publication

    @property
    def author(self) -> str:
        """Who wrote this, as they chose to be named."""
        return self.submission.stakeholder.named_as(self.choice)

    @property
    def source(self) -> str:
        """How it came in, as it stands beside its author; empty for what they sent themselves."""
        return self.submission.source_label

    @property
    def country(self) -> str:
        """Where its author is, unless they chose to be named by nothing but their kind."""
        return self.submission.stakeholder.country_as(self.choice)

    @property
    def bears_name(self) -> bool:
        """Whether its author chose to be named and there is a name: the organisation's, or theirs.

        So what was sent by name for an organisation stays the organisation's, also when who led
        then has left or handed over the lead; what a person sent alone stays nobody's.
        """
        who = self.submission.stakeholder
        return self.choice is Publication.NAMED and bool(who.organisation_id or who.name)

    @property
    def reference_of_named(self) -> str | None:
        """What the table it came in calls it, by which its author can be found: so only of named.

        Of what is withheld it would lead to the words that are kept back.
        """
        return self.reference if self.bears_name and not self.is_withheld else None

    def taken_from(self, at: int = 0) -> str:
        """Where in a paper a place of the text stands; a file's name may betray who is not named.

        See `AnswerVersion.taken_from`.
        """
        place = self.version.place_at(at)
        if place is None:
            return ""
        if self.choice is Publication.NAMED and self.submission.stakeholder.name:
            return self.version.taken_from(at)
        return f"p. {place.page} of a paper" if place.page else "a paper"
