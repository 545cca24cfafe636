"""Which suggested codes people refused for a theme or a point."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Code, CodeRefusal, Point, Theme


def refusals_of(subject: Point | Theme) -> Sequence[CodeRefusal]:
    """What is refused for a theme or point, the oldest first."""
    own = CodeRefusal.point_id if isinstance(subject, Point) else CodeRefusal.theme_id
    return (
        session.scalars(
            select(CodeRefusal)
            .where(own == subject.id)
            .options(
                joinedload(CodeRefusal.code).joinedload(Code.wordings),
                joinedload(CodeRefusal.person),
            )
            .order_by(CodeRefusal.id)
        )
        .unique()
        .all()
    )
