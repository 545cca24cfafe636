"""Comments on words of the draft before: where they belong in a draft, and which wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Anchor, Answer, Draft, OpenQuestion


@dataclass(frozen=True)
class Anchors:
    """The anchors of a draft: those that wait for a person, and those that have their place."""

    waiting: tuple[Anchor, ...]
    settled: tuple[Anchor, ...]


def anchors_of(draft: Draft, groups: Sequence[int] | None = None) -> Anchors:
    """All of them, or those of comments for which some working groups answer."""
    asked = (
        select(Anchor)
        .join(Anchor.answer)
        .join(Answer.question)
        .where(Anchor.draft_id == draft.id)
        .options(
            joinedload(Anchor.answer).joinedload(Answer.version),
            joinedload(Anchor.answer).joinedload(Answer.question),
            joinedload(Anchor.provision),
        )
        .order_by(OpenQuestion.rank, Anchor.id)
    )
    if groups is not None:
        asked = asked.where(OpenQuestion.working_group_id.in_(groups))
    rows = session.scalars(asked).all()
    return Anchors(
        tuple(row for row in rows if row.waits), tuple(row for row in rows if not row.waits)
    )


def anchored_at(draft: Draft, answer_ids: Sequence[int]) -> dict[int, Anchor]:
    """Where some comments belong in a draft, by the comment's number."""
    rows = session.scalars(
        select(Anchor).where(Anchor.draft_id == draft.id, Anchor.answer_id.in_(answer_ids))
    )
    return {row.answer_id: row for row in rows}
