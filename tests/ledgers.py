"""What the ledger says of one answer or of one point, for tests that look at one."""

from sqlalchemy import func, select

from consultation.db import session
from consultation.models import Answer, Point
from consultation.queries.accounts import AnswerAccount, PointState, answer_accounts


def account_of(answer: Answer) -> AnswerAccount:
    """The one account of an answer."""
    (found,) = (a for a in answer_accounts(answer.question) if a.answer_id == answer.id)
    return found


def point_state(point: Point) -> PointState:
    """Where a point is, by the account of its answer."""
    before = select(func.count(Point.id)).where(
        Point.answer_id == point.answer_id, Point.start < point.start
    )
    return account_of(point.answer).points[session.scalar(before) or 0]
