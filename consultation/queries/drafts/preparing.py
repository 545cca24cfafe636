"""Drafts as they are prepared: which there are, what each follows, and what one still lacks."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import lazyload

from consultation.db import session
from consultation.models import (
    AuditEntry,
    Consultation,
    Draft,
    Lineage,
    OpenQuestion,
    Provision,
    QuestionKind,
    Round,
)
from consultation.queries.audit import line_of
from consultation.queries.contributions.submissions import is_asked
from consultation.wording import noun

NAMED_AT_MOST = 5
"""How many of those that lack something are named in a sentence."""


@dataclass(frozen=True)
class DraftLine:
    """A round with its draft, where it has one, and how much is in that."""

    round: Round
    draft: Draft | None
    provisions: int
    questions: int


def draft_lines(consultation: Consultation) -> list[DraftLine]:
    """Every round of a consultation with its draft, in order."""
    rows = session.execute(
        select(Round, Draft)
        .outerjoin(Draft, Draft.round_id == Round.id)
        .where(Round.consultation_id == consultation.id)
        # Joined to its round as always, a draft that there is not would take the round with it.
        .options(lazyload(Draft.round))
        .order_by(Round.number)
    ).unique()
    return [DraftLine(round_, draft, *_sizes(draft)) for round_, draft in rows]


def _sizes(draft: Draft | None) -> tuple[int, int]:
    if draft is None:
        return 0, 0
    provisions = select(func.count(Provision.id)).where(Provision.draft_id == draft.id)
    questions = select(func.count(OpenQuestion.id)).where(
        OpenQuestion.draft_id == draft.id, is_asked()
    )
    return session.scalar(provisions) or 0, session.scalar(questions) or 0


def draft_before(round_: Round) -> Draft | None:
    """The last draft that was published for a round before this one."""
    return session.scalar(
        select(Draft)
        .join(Round, Round.id == Draft.round_id)
        .where(
            Round.consultation_id == round_.consultation_id,
            Round.number < round_.number,
            Draft.published_at.is_not(None),
        )
        .order_by(Round.number.desc())
        .limit(1)
    )


def asked_in(draft: Draft) -> Sequence[OpenQuestion]:
    """The open questions of a draft, in order."""
    return session.scalars(
        select(OpenQuestion)
        .where(OpenQuestion.draft_id == draft.id, is_asked())
        .order_by(OpenQuestion.rank)
    ).all()


def last_change(row: Provision | OpenQuestion) -> str:
    """Who edited a row last and what of it, as a sentence for the one who comes too late."""
    entry = session.scalar(
        select(AuditEntry)
        .where(AuditEntry.subject == row.__tablename__, AuditEntry.subject_id == row.id)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    if entry is None:
        return "Somebody else changed this meanwhile."
    line = line_of(entry)
    fields = [name for name in line.after if line.before.get(name) != line.after[name]]
    return f"{line.who} changed this meanwhile ({line.action}: {', '.join(fields) or 'its place'})."


def lacking(draft: Draft) -> list[str]:
    """What keeps a draft from being published, a sentence each."""
    provisions = draft.provisions
    if not provisions:
        return ["It has no provisions. Import a text or add the first provision."]
    questions = asked_in(draft)
    return [*_of_provisions(provisions), *_of_questions(questions), *_of_lineage(draft)]


def _of_provisions(provisions: Sequence[Provision]) -> Iterator[str]:
    nameless = [p for p in provisions if not (p.number.strip() or p.title.strip())]
    if nameless:
        yield f"{noun(len(nameless), 'provision has', 'provisions have')} neither number nor title."
    alone = [p for p in provisions if not _is_answered_for(p)]
    if alone:
        yield (
            f"No working group answers for {_named(alone)}. Give it to one, or give one what it "
            "stands under."
        )
    names = Counter(p.name for p in provisions if p.number)
    twice = sorted(name for name, count in names.items() if count > 1)
    if twice:
        yield f"Two provisions are called {', '.join(twice[:NAMED_AT_MOST])}. Number one anew."


def _is_answered_for(provision: Provision | None) -> bool:
    while provision is not None:
        if provision.working_group_id is not None:
            return True
        provision = provision.parent
    return False


def _of_questions(questions: Sequence[OpenQuestion]) -> Iterator[str]:
    for question in questions:
        if not question.text.strip():
            yield f"Question {question.number} has no words."
        if question.kind is QuestionKind.CHOICE and len(question.options) < 2:
            yield f"Question {question.number} lets people choose, and has fewer than two options."


def _of_lineage(draft: Draft) -> Iterator[str]:
    before = draft_before(draft.round)
    if before is None:
        return
    rows = session.scalars(select(Lineage).where(Lineage.draft_id == draft.id)).all()
    proposed = sum(row.is_proposed for row in rows)
    if proposed:
        yield (
            f"{noun(proposed, 'proposal waits', 'proposals wait')} for somebody who says what "
            f"became of “{before.title}”."
        )
    untold = [p for p in before.provisions if p.id not in {row.old_id for row in rows}]
    if untold:
        yield f"Nobody has said what became of {_named(untold)} of “{before.title}”."
    unknown = [p for p in draft.provisions if p.id not in {row.new_id for row in rows}]
    if unknown:
        yield f"Nobody has said where {_named(unknown)} comes from."


def _named(provisions: Sequence[Provision]) -> str:
    names = ", ".join(p.name for p in provisions[:NAMED_AT_MOST])
    more = len(provisions) - NAMED_AT_MOST
    return f"{names} and {more:,} more" if more > 0 else names
