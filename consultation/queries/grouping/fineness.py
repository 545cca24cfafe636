"""Whether people have decided anything about a question's themes and points yet."""

from sqlalchemy import or_, select

from consultation.db import session
from consultation.models import Answer, OpenQuestion, Placement, Point, Quote, Step, Theme


def is_edited(question: OpenQuestion) -> bool:
    """Whether a person placed, quoted, named, proposed, merged, discarded or decided something.

    What was undone counts as not done.
    """
    here = Answer.question_id == question.id
    decided = (
        select(Step.id).where(Step.question_id == question.id, Step.undone.is_(False)),
        select(Placement.id)
        .join(Placement.point)
        .join(Point.answer)
        .where(here, Placement.placed_by_id.is_not(None)),
        select(Quote.id)
        .join(Quote.point)
        .join(Point.answer)
        .where(here, Quote.marked_by_id.is_not(None)),
        select(Theme.id).where(
            Theme.question_id == question.id,
            or_(
                Theme.titled_by_id.is_not(None),
                (Theme.proposed_by_id.is_not(None)) & (Theme.discarded_at.is_(None)),
                Theme.merged_into_id.is_not(None),
                Theme.outcome.has(),
            ),
        ),
    )
    return any(session.scalar(each.limit(1)) is not None for each in decided)
