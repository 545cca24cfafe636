"""How a theme or a point is coded with the frame of its consultation."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Code, CodeUse, OpenQuestion, Point, Theme


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


@dataclass(frozen=True)
class Coded:
    """A code that a theme or point has, as its frame words it now.

    Without a key none fits, and `missing` says which is missing; `version` is that of the frame
    under which it was coded.
    """

    facet: str
    key: str | None
    label: str | None
    missing: str
    version: int


def codes_by_subject(
    question: OpenQuestion,
) -> tuple[dict[int, list[Coded]], dict[int, list[Coded]]]:
    """How the themes of a question are coded, by theme, and how its points are, by point."""
    themes: defaultdict[int, list[Coded]] = defaultdict(list)
    points: defaultdict[int, list[Coded]] = defaultdict(list)
    uses = session.scalars(
        select(CodeUse)
        .where(CodeUse.question == question, CodeUse.ended_at.is_(None))
        .options(joinedload(CodeUse.code).selectinload(Code.wordings))
        .order_by(CodeUse.facet, CodeUse.id)
    )
    for use in uses:
        code = use.code
        coded = Coded(
            use.facet,
            code.key if code else None,
            code.label if code else None,
            use.proposal,
            use.version,
        )
        if use.theme_id is not None:
            themes[use.theme_id].append(coded)
        elif use.point_id is not None:
            points[use.point_id].append(coded)
    return themes, points
