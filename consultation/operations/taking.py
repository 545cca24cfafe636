"""A draft from provisions that were read elsewhere; what became of the last one is proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consultation.db import session
from consultation.errors import NotAllowedYet
from consultation.models import Draft, Person, Provision, Round
from consultation.operations.audit import record
from consultation.operations.drafts import begin_draft
from consultation.operations.keys import free_keys, rekey
from consultation.operations.lineage import say
from consultation.operations.open_drafts import hold_open
from consultation.operations.proposing import Said, proposals
from consultation.queries.preparing import draft_before


@dataclass(frozen=True)
class Taken:
    """A provision as it is to be kept; `depth` is 0 at the top."""

    depth: int
    kind: str
    number: str
    title: str
    text: str


def take_draft(
    round_: Round,
    title: str,
    taken: Sequence[Taken],
    *,
    group_id: int | None,
    by: Person,
    now: datetime,
) -> Draft:
    """Keep provisions as the draft of a round that has none, or an empty one.

    At the top level they are the working group's, if one is named.
    """
    draft = session.scalar(select(Draft).where(Draft.round_id == round_.id))
    if draft is None:
        draft = begin_draft(round_, title, by=by, now=now)
        session.flush()
    hold_open(draft)
    if draft.provisions:
        raise NotAllowedYet(f"“{draft.title}” has provisions already. Discard it first.")
    _keep(draft, taken, group_id)
    propose_lineage(draft, now=now)
    after = {"title": title, "provisions": len(taken)}
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


def propose_lineage(draft: Draft, *, now: datetime) -> None:
    """Propose what became of each provision of the draft before; keys follow."""
    before = draft_before(draft.round)
    if before is None:
        return
    olds, news = before.provisions, draft.provisions
    for each in proposals([_said(old) for old in olds], [_said(new) for new in news]):
        old = olds[each.old] if each.old is not None else None
        new = news[each.new] if each.new is not None else None
        say(draft, [(old, new)], by=None, now=now, likeness=each.likeness)
    rekey(draft)


def _said(provision: Provision) -> Said:
    return Said(provision.kind, provision.number, provision.title, provision.text)
