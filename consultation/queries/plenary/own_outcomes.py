"""What was decided on single points by themselves, with their words and whose they are."""

from sqlalchemy.orm import joinedload, selectinload

from consultation.db import session
from consultation.models import (
    Answer,
    OpenQuestion,
    OwnOutcome,
    Placement,
    Point,
    Quote,
    Submission,
)
from consultation.queries.counts import OwnOutcomeLine
from consultation.queries.desk.points import from_points
from consultation.queries.desk.themes import quote_line
from consultation.queries.plenary.changed import changed_by, named


def own_outcomes_of(question: OpenQuestion) -> list[OwnOutcomeLine]:
    """The points of a question with an outcome of their own, in the order of the answers."""
    rows = session.scalars(
        from_points(Point)
        .join(Point.outcome)
        .where(Answer.question_id == question.id)
        .options(
            joinedload(Point.outcome).joinedload(OwnOutcome.decided_by),
            joinedload(Point.placement).joinedload(Placement.theme),
            joinedload(Point.quote).joinedload(Quote.marked_by),
            joinedload(Point.answer)
            .joinedload(Answer.submission)
            .options(joinedload(Submission.stakeholder), selectinload(Submission.papers)),
        )
        .order_by(Answer.id, Point.start)
    )
    found = [(point, own) for point in rows if (own := point.outcome) is not None]
    names = named(question, (own for _, own in found))
    return [_line(point, own, changed_by(own, names)) for point, own in found]


def _line(point: Point, own: OwnOutcome, changes: tuple[str, ...]) -> OwnOutcomeLine:
    theme = point.placement.theme if point.placement else None
    return OwnOutcomeLine(
        said=quote_line(point),
        theme_id=theme.id if theme else None,
        theme=theme.title if theme else "",
        outcome=str(own.kind),
        reason=own.reason,
        decided_by=own.decided_by.name,
        changes=changes,
    )
