"""Comments on words of the draft before: where they belong in a draft, and which wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Anchor, Answer, Draft, OpenQuestion, Person, WorkingGroup
from consultation.queries.contributions.submissions import counts
from consultation.queries.desk.desk import answers_for


@dataclass(frozen=True)
class Anchors:
    """The anchors of a draft: those that wait for a person, and those that have their place."""

    waiting: tuple[Anchor, ...]
    settled: tuple[Anchor, ...]


def anchors_of(draft: Draft, reviewer: Person | None = None) -> Anchors:
    """Those of comments that count; with a `reviewer`, of those for which their groups answer."""
    asked = (
        select(Anchor)
        .join(Anchor.answer)
        .join(Answer.question)
        .join(Answer.submission)
        .join(WorkingGroup, WorkingGroup.id == OpenQuestion.working_group_id)
        .where(Anchor.draft_id == draft.id, counts())
        .options(
            joinedload(Anchor.answer).joinedload(Answer.version),
            joinedload(Anchor.answer).joinedload(Answer.question),
            joinedload(Anchor.provision),
        )
        .order_by(OpenQuestion.rank, Anchor.id)
    )
    if reviewer is not None:
        asked = asked.where(answers_for(reviewer))
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
