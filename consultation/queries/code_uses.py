"""How a theme or a point is coded with the frame of its consultation."""

from sqlalchemy import func, select

from consultation.db import session
from consultation.models import CodeUse, Point, Theme


def uses_of(subject: Point | Theme) -> list[CodeUse]:
    """How a theme or point is coded now."""
    own = CodeUse.point_id if isinstance(subject, Point) else CodeUse.theme_id
    return list(
        session.scalars(
            select(CodeUse)
            .where(own == subject.id, CodeUse.ended_at.is_(None))
            .order_by(CodeUse.facet, CodeUse.id)
        )
    )


def last_use(subject: Point | Theme) -> int:
    """The number of the newest coding of a theme or point, ended or not; 0 for none."""
    own = CodeUse.point_id if isinstance(subject, Point) else CodeUse.theme_id
    return session.scalar(select(func.max(CodeUse.id)).where(own == subject.id)) or 0
