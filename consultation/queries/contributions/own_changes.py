"""What became of the provisions that a stakeholder wrote about in the round before."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consultation.db import session
from consultation.models import Anchor, Answer, Draft, Provision, Submission
from consultation.queries.contributions.submissions import submission_in
from consultation.queries.drafts.anchors import anchored_at
from consultation.queries.drafts.comparison import Change, changes
from consultation.queries.drafts.preparing import draft_before


@dataclass(frozen=True)
class OwnChange:
    """An answer or a comment, what became of what it is about, and where its passage is now."""

    answer: Answer
    changes: tuple[Change, ...]
    anchor: Anchor | None


@dataclass(frozen=True)
class OwnChanges:
    """Both drafts, and a line for each answer of one's own that is about provisions."""

    before: Draft | None
    after: Draft
    lines: tuple[OwnChange, ...]

    @property
    def changed(self) -> int:
        """About how many of them something is different."""
        return sum(any(not change.is_kept for change in line.changes) for line in self.lines)


def own_changes(draft: Draft, stakeholder_id: int) -> OwnChanges:
    """What changed in a draft where a stakeholder wrote in the round before."""
    before = draft_before(draft.round)
    sent = submission_in(before.round, stakeholder_id) if before else None
    if before is None or sent is None or sent.submitted_at is None:
        return OwnChanges(before, draft, ())
    answers = _answers(sent)
    anchors = anchored_at(draft, [answer.id for answer in answers])
    by_old = {old.id: change for change in changes(before, draft) for old in change.olds}
    lines = []
    for answer in answers:
        about = [by_old[p.id] for p in _about(answer) if p.id in by_old]
        if about:
            lines.append(OwnChange(answer, tuple(dict.fromkeys(about)), anchors.get(answer.id)))
    return OwnChanges(before, draft, tuple(lines))


def _answers(sent: Submission) -> Sequence[Answer]:
    """What of it counts, in the order of the draft's questions."""
    if sent.withdrawn_at is not None:
        return ()
    asked = select(Answer).where(Answer.submission_id == sent.id, Answer.replaced_at.is_(None))
    return sorted(session.scalars(asked), key=lambda answer: (answer.question.rank, answer.entry))


def _about(answer: Answer) -> Sequence[Provision]:
    comments_on = answer.question.comments_on
    return [comments_on] if comments_on is not None else answer.question.provisions
