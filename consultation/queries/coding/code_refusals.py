"""Which suggested codes people refused for a theme or a point."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from consultation.db import session
from consultation.models import Code, CodeRefusal, OpenQuestion, Point, Theme


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


def refusals_by_subject(
    question: OpenQuestion,
) -> tuple[dict[int, list[Code]], dict[int, list[Code]]]:
    """Codes refused for the themes of a question, by theme, and for its points, by point."""
    themes: defaultdict[int, list[Code]] = defaultdict(list)
    points: defaultdict[int, list[Code]] = defaultdict(list)
    refusals = session.scalars(
        select(CodeRefusal)
        .join(CodeRefusal.code)
        .where(CodeRefusal.question == question)
        .options(contains_eager(CodeRefusal.code))
        .order_by(Code.facet, Code.key)
    )
    for refusal in refusals:
        if refusal.theme_id is not None:
            themes[refusal.theme_id].append(refusal.code)
        elif refusal.point_id is not None:
            points[refusal.point_id].append(refusal.code)
    return themes, points
