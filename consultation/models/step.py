"""What a chair's act changed at the desk, so that it can be undone and done again."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.db import Base
from consultation.models.audit import AuditEntry
from consultation.models.person import Person
from consultation.models.question import OpenQuestion


class Step(Base):
    """One act on a question's themes and points: the rows it touched, before it and after it.

    `before` and `after` are by table and number; `what` words the act for its button. `entry` is
    the last of the log on it: on the act itself, or on its being undone or done again; a step of an
    earlier release may have none. A question's steps are a stack: those that were undone lie on
    top. One that is `past` is not on it any more, and tells only what was done: so it is with what
    was undone before something else was done.
    """

    __tablename__ = "step"

    question_id: Mapped[int] = mapped_column(ForeignKey("open_question.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    what: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    undone: Mapped[bool] = mapped_column(default=False)
    past: Mapped[bool] = mapped_column(default=False)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("audit_entry.id"), index=True)

    question: Mapped[OpenQuestion] = relationship()
    person: Mapped[Person] = relationship()
    entry: Mapped[AuditEntry | None] = relationship()
