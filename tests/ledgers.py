"""What the ledger says of one answer or of one point, for tests that look at one."""

from consultation.models import Answer, Point
from consultation.queries.contributions.accounts import AnswerAccount, PointState, answer_accounts
from consultation.queries.desk.points import points_by_answer


def account_of(answer: Answer) -> AnswerAccount:
    """The one account of an answer."""
    (found,) = (a for a in answer_accounts(answer.question) if a.answer_id == answer.id)
    return found


def point_state(point: Point) -> PointState:
    """Where a point is, by the account of its answer."""
    points = points_by_answer(point.question)[point.answer_id]
    states = dict(zip((p.point_id for p in points), account_of(point.answer).points, strict=True))
    return states[point.id]
