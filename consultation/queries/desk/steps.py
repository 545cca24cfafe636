"""The acts on a question that can be undone, or done again."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import OpenQuestion, Step


def next_to_undo(question: OpenQuestion) -> Step | None:
    """The newest act that stands."""
    return session.scalar(
        select(Step)
        .where(Step.question_id == question.id, Step.undone.is_(False), Step.past.is_(False))
        .options(joinedload(Step.person))
        .order_by(Step.id.desc())
        .limit(1)
    )


def next_to_redo(question: OpenQuestion) -> Step | None:
    """The act that was undone last: nothing else has been done since."""
    return session.scalar(
        select(Step)
        .where(Step.question_id == question.id, Step.undone, Step.past.is_(False))
        .options(joinedload(Step.person))
        .order_by(Step.id)
        .limit(1)
    )
