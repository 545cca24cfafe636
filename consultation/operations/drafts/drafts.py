"""Beginning a draft, publishing it for good, and giving one up that nobody has seen."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select

from consultation.db import locked, session
from consultation.errors import NotAllowedYet, RuleError
from consultation.models import (
    Draft,
    Lineage,
    OpenQuestion,
    Person,
    Provision,
    Round,
    WebhookEvent,
)
from consultation.models.question import question_provision
from consultation.operations.audit import record
from consultation.operations.correspondence.webhooks import announce
from consultation.operations.drafts.anchoring import carry_passages
from consultation.operations.drafts.asking import ensure_nothing_hangs_on
from consultation.operations.drafts.lineage import say
from consultation.operations.drafts.open_drafts import hold_open
from consultation.queries.drafts.preparing import asked_in, draft_before, lacking


def begin_draft(round_: Round, title: str, *, by: Person | None, now: datetime) -> Draft:
    """An empty draft for a round that has none."""
    locked(round_)
    if session.scalar(select(Draft.id).where(Draft.round_id == round_.id)) is not None:
        raise NotAllowedYet(f"{round_.title} has a draft already. Edit that, or discard it first.")
    if not title.strip():
        raise RuleError("A draft needs a title.")
    draft = Draft(round=round_, title=title.strip())
    session.add(draft)
    record("begin a draft", draft, person=by, now=now, after={"title": draft.title})
    return draft


def begin_from_last(
    round_: Round, title: str, *, with_questions: bool, by: Person, now: datetime
) -> Draft:
    """A draft that starts as a copy of the last one published: keys stay, each row is kept."""
    before = draft_before(round_)
    if before is None:
        raise NotAllowedYet("No draft was published before this round. Import one or begin empty.")
    draft = begin_draft(round_, title, by=by, now=now)
    copies = _copied(before, draft)
    say(draft, [(old, copies[old.id]) for old in before.provisions], by=by, now=now)
    if with_questions:
        session.add_all(_asked_again(asked_in(before), draft, copies))
    record("copy a draft", draft, person=by, now=now, after={"from": before.title})
    return draft


def _copied(before: Draft, draft: Draft) -> dict[int, Provision]:
    copies: dict[int, Provision] = {}
    for old in before.provisions:
        copies[old.id] = Provision(
            draft=draft,
            parent=copies.get(old.parent_id or 0),
            working_group_id=old.working_group_id,
            key=old.key,
            number=old.number,
            kind=old.kind,
            title=old.title,
            text=old.text,
            rank=old.rank,
        )
    session.add_all(copies.values())
    session.flush()
    return copies


def _asked_again(
    questions: Iterable[OpenQuestion], draft: Draft, copies: dict[int, Provision]
) -> list[OpenQuestion]:
    return [
        OpenQuestion(
            draft=draft,
            working_group_id=old.working_group_id,
            number=old.number,
            rank=old.rank,
            kind=old.kind,
            text=old.text,
            options=[*old.options],
            takes_several=old.takes_several,
            provisions=[copies[provision.id] for provision in old.provisions],
        )
        for old in questions
    ]


def publish_draft(draft: Draft, *, by: Person | None, now: datetime) -> None:
    """Let the draft be read; from then on it does not change. Raises RuleError for what it lacks.

    Comments on words of the draft before go where these words stand now.
    """
    hold_open(draft)
    if missing := lacking(draft):
        raise RuleError(f"It cannot be published yet. {' '.join(missing)}")
    if _is_overtaken(draft):
        raise RuleError("A draft of a later round is published already.")
    draft.published_at = now
    carry_passages(draft)
    record("publish a draft", draft, person=by, now=now, after={"title": draft.title})
    announce(
        WebhookEvent.DRAFT_PUBLISHED, draft.round, f"draft {draft.id}", now,
        path=f"/api/v1/drafts/{draft.id}", draft=draft.id,
    )  # fmt: skip


def _is_overtaken(draft: Draft) -> bool:
    later = (
        select(Draft.id)
        .join(Round, Round.id == Draft.round_id)
        .where(
            Round.consultation_id == draft.round.consultation_id,
            Round.number > draft.round.number,
            Draft.published_at.is_not(None),
        )
    )
    return session.scalar(later.limit(1)) is not None


def discard_draft(draft: Draft, *, by: Person, now: datetime) -> None:
    """Give up a draft that was never published, with its questions; the log keeps that it was.

    Raises NotAllowedYet as `ensure_nothing_hangs_on`.
    """
    hold_open(draft)
    ensure_nothing_hangs_on(asked_in(draft))
    words = {"title": draft.title, "provisions": [p.name for p in draft.provisions]}
    record("discard a draft", draft, person=by, now=now, before=words)
    clear_draft(draft)
    session.delete(draft)
    session.flush()


def clear_draft(draft: Draft) -> None:
    """Take everything out of a draft that is being prepared."""
    session.flush()
    questions = select(OpenQuestion.id).where(OpenQuestion.draft_id == draft.id)
    for statement in (
        delete(Lineage).where(Lineage.draft_id == draft.id),
        delete(question_provision).where(question_provision.c.question_id.in_(questions)),
        delete(OpenQuestion).where(OpenQuestion.draft_id == draft.id),
    ):
        session.execute(statement)
    # The narrower first: a row that another stands under cannot go before it.
    for provision in reversed(draft.provisions):
        session.delete(provision)
        session.flush()
    session.expire(draft)
