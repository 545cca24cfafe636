"""A draft from provisions that were read elsewhere; what became of the last one is proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import select

from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError
from consultation.models import Draft, Person, Provision, QuestionKind, Round
from consultation.operations.audit import record
from consultation.operations.drafts.asking import Asked, ask
from consultation.operations.drafts.drafts import begin_draft
from consultation.operations.drafts.keys import free_keys, rekey
from consultation.operations.drafts.lineage import say
from consultation.operations.drafts.open_drafts import hold_open
from consultation.operations.drafts.proposing import Proposal, Said, proposals
from consultation.queries.drafts.preparing import draft_before


@dataclass(frozen=True)
class Taken:
    """A provision as it is to be kept; `depth` is 0 at the top."""

    depth: int
    kind: str
    number: str
    title: str
    text: str


@dataclass(frozen=True)
class TakenQuestion:
    """An open question as it is to be asked, about a provision taken with it, counted from 0."""

    number: str
    text: str
    about: int | None


@dataclass(frozen=True)
class Foreseen:
    """What may have become of the draft `before` (its number) in some provisions to be taken."""

    before: int | None
    proposals: tuple[Proposal, ...]


def foresee(round_: Round, taken: Sequence[Taken]) -> Foreseen:
    """Compare what is to be taken with the draft before; it takes a while, and nothing is held."""
    before = draft_before(round_)
    if before is None:
        return Foreseen(None, ())
    news = [Said(each.kind, each.number, each.title, each.text) for each in taken]
    return Foreseen(before.id, tuple(proposals([said_of(old) for old in before.provisions], news)))


def take_draft(
    round_: Round,
    title: str,
    taken: Sequence[Taken],
    *,
    group_id: int | None,
    questions: Sequence[TakenQuestion] = (),
    foreseen: Foreseen | None = None,
    by: Person,
    now: datetime,
) -> Draft:
    """Keep provisions as the draft of a round that has none, or an empty one, with its questions.

    At the top level they are the working group's, if one is named; questions need one. What was
    `foreseen` of them before anything was held is proposed; it is foreseen anew where another
    draft was published meanwhile.
    """
    draft = session.scalar(select(Draft).where(Draft.round_id == round_.id))
    if draft is None:
        draft = begin_draft(round_, title, by=by, now=now)
        session.flush()
    hold_open(draft)
    if draft.provisions:
        raise NotAllowedYet(f"“{draft.title}” has provisions already. Discard it first.")
    if questions and group_id is None:
        raise RuleError("An open question needs a working group that answers for it. Choose one.")
    _keep(draft, taken, group_id)
    _ask(draft, questions, group_id, by=by, now=now)
    _propose_lineage(draft, taken, foreseen, now=now)
    after = {"title": title, "provisions": len(taken), "questions": len(questions)}
    record("import a draft", draft, person=by, now=now, after=after)
    return draft


def _keep(draft: Draft, taken: Sequence[Taken], group_id: int | None) -> None:
    keys = free_keys(draft, [each.number or each.title for each in taken])
    above: list[Provision] = []
    for rank, (each, key) in enumerate(zip(taken, keys, strict=True), 1):
        del above[each.depth :]
        provision = Provision(
            draft=draft,
            parent=above[-1] if above else None,
            working_group_id=None if above else group_id,
            key=key,
            number=each.number,
            kind=each.kind,
            title=each.title,
            text=each.text,
            rank=rank,
        )
        session.add(provision)
        above.append(provision)
    session.flush()
    session.expire(draft, ["provisions"])


def _ask(
    draft: Draft,
    questions: Sequence[TakenQuestion],
    group_id: int | None,
    *,
    by: Person,
    now: datetime,
) -> None:
    numbers = [provision.id for provision in draft.provisions]
    for each in questions:
        about = () if each.about is None else (numbers[each.about],)
        asked = Asked(each.number, each.text, QuestionKind.TEXT, group_id or 0, about=about)
        ask(draft, asked, by=by, now=now)


def _propose_lineage(
    draft: Draft, taken: Sequence[Taken], foreseen: Foreseen | None, *, now: datetime
) -> None:
    """Propose what became of each provision of the draft before; keys follow."""
    before = draft_before(draft.round)
    if before is None:
        return
    if foreseen is None or foreseen.before != before.id:
        foreseen = foresee(draft.round, taken)
    olds, news = before.provisions, draft.provisions
    for likeness, each in groupby(foreseen.proposals, key=attrgetter("likeness")):
        pairs = [
            (
                olds[one.old] if one.old is not None else None,
                news[one.new] if one.new is not None else None,
            )
            for one in each
        ]
        say(draft, pairs, by=None, now=now, likeness=likeness)
    rekey(draft)


def said_of(provision: Provision) -> Said:
    """A provision as it is compared."""
    return Said(provision.kind, provision.number, provision.title, provision.text)
