"""Open questions, put by a working group about provisions."""

from collections.abc import Callable
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.errors import SignedOff, StaleEdit
from consultation.models.consultation import Consultation, Round, WorkingGroup
from consultation.models.draft import Draft, Provision
from consultation.models.plenary import SignOff, Summary


class QuestionKind(StrEnum):
    """How a question is answered; every kind takes free text as well."""

    TEXT = "text"
    AGREEMENT = "agreement"
    CHOICE = "choice"


AGREEMENT_SCALE = [
    "strongly agree",
    "agree",
    "neither agree nor disagree",
    "disagree",
    "strongly disagree",
    "no opinion",
]

question_provision = Table(
    "question_provision",
    Base.metadata,
    Column("question_id", ForeignKey("open_question.id"), primary_key=True),
    Column("provision_id", ForeignKey("provision.id"), primary_key=True, index=True),
)


class OpenQuestion(Base):
    """A question in a draft, with the working group that will answer for it.

    The standing question of a provision (`comments_on`) takes the comments on it, that of the draft
    (`on_whole_draft`) the comments on all of it; there is one from the first comment on.
    `themes_wanted` is how many themes a chair asked for; the analysis decides where it is None.
    `version` grows with each edit while the draft is prepared.
    """

    __tablename__ = "open_question"
    __table_args__ = (
        UniqueConstraint("draft_id", "number"),
        CheckConstraint("themes_wanted >= 1", "some_themes"),
    )

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    comments_on_id: Mapped[int | None] = mapped_column(ForeignKey("provision.id"), unique=True)
    on_whole_draft: Mapped[bool] = mapped_column(default=False)
    working_group_id: Mapped[int] = mapped_column(ForeignKey("working_group.id"), index=True)
    number: Mapped[str]
    rank: Mapped[int]
    kind: Mapped[QuestionKind]
    text: Mapped[str]
    options: Mapped[list[str]] = mapped_column(default=list)
    takes_several: Mapped[bool] = mapped_column(default=False)
    themes_wanted: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    draft: Mapped[Draft] = relationship()
    comments_on: Mapped[Provision | None] = relationship()
    working_group: Mapped[WorkingGroup] = relationship()
    provisions: Mapped[list[Provision]] = relationship(
        secondary=question_provision, order_by=Provision.rank
    )
    summary: Mapped[Summary | None] = relationship()
    sign_offs: Mapped[list[SignOff]] = relationship(order_by=SignOff.id)

    @property
    def round(self) -> Round:
        return self.draft.round

    @property
    def consultation(self) -> Consultation:
        return self.draft.round.consultation

    @property
    def is_standing(self) -> bool:
        """Whether it takes comments; else a working group has asked it."""
        return self.comments_on_id is not None or self.on_whole_draft

    @property
    def choices(self) -> list[str]:
        """What can be ticked: the scale, the options, or nothing."""
        return AGREEMENT_SCALE if self.kind is QuestionKind.AGREEMENT else self.options

    @property
    def sign_off(self) -> SignOff | None:
        """The signature in force."""
        return next((s for s in self.sign_offs if s.reopened_at is None), None)

    def ensure_version(self, seen: int, last_change: Callable[[], str]) -> None:
        """Raise StaleEdit, with what changed, when it is no longer what the editor saw."""
        if self.version != seen:
            raise StaleEdit(f"{last_change()} Nothing of yours is lost: look, then save again.")

    def ensure_editable(self) -> None:
        """Raise SignedOff while a chair's signature is in force."""
        if self.sign_off is not None:
            raise SignedOff(
                f"{self.sign_off.chair.name} signed off {self.number}. Reopen it first."
            )
