"""What becomes of provisions between two drafts: kept while the new one is edited."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from consultation.db import session
from consultation.models import Draft, Lineage, Person, Provision
from consultation.operations.audit import record
from consultation.operations.drafts.keys import rekey
from consultation.operations.drafts.open_drafts import hold_open
from consultation.queries.drafts.preparing import draft_before


def lineage_of(draft: Draft) -> list[Lineage]:
    """All rows between a draft and the one before it."""
    return list(session.scalars(select(Lineage).where(Lineage.draft_id == draft.id)))


def origins_of(provision: Provision) -> list[Provision]:
    """The provisions of the draft before that go on in this one."""
    asked = (
        select(Provision)
        .join(Lineage, Lineage.old_id == Provision.id)
        .where(Lineage.new_id == provision.id)
        .order_by(Provision.rank)
    )
    return list(session.scalars(asked))


def say(
    draft: Draft,
    pairs: Collection[tuple[Provision | None, Provision | None]],
    *,
    by: Person | None,
    now: datetime,
    note: str = "",
    likeness: float | None = None,
) -> None:
    """Add rows, by a person or, without one, as a proposal of the machine."""
    session.flush()
    session.add_all(
        Lineage(
            draft_id=draft.id,
            old_id=old.id if old else None,
            new_id=new.id if new else None,
            note=note,
            likeness=likeness,
            decided_by_id=by.id if by else None,
            decided_at=now if by else None,
        )
        for old, new in pairs
    )
    session.flush()


def note_added(provision: Provision, *, by: Person | None, now: datetime) -> None:
    """A provision comes from nowhere; nothing is said in a first draft."""
    if draft_before(provision.draft.round) is not None:
        say(provision.draft, [(None, provision)], by=by, now=now)


def note_split(provision: Provision, part: Provision, *, by: Person, now: datetime) -> None:
    """A part has the origins of what it was split from."""
    olds = origins_of(provision)
    if olds:
        say(provision.draft, [(old, part) for old in olds], by=by, now=now)
    else:
        note_added(part, by=by, now=now)


def note_merged(into: Provision, gone: Provision, *, by: Person, now: datetime) -> None:
    """What merges gives its origins to what it merges into."""
    known = origins_of(into)
    olds = [old for old in origins_of(gone) if old not in known]
    _forget(_rows_to(gone))
    if olds:
        _forget([row for row in _rows_to(into) if row.old_id is None])
        say(into.draft, [(old, into) for old in olds], by=by, now=now)


def note_removed(provision: Provision, reason: str, *, by: Person, now: datetime) -> None:
    """The origins of what is removed end here, unless they go on elsewhere."""
    olds = origins_of(provision)
    _forget(_rows_to(provision))
    _end(provision.draft, olds, note=reason, by=by, now=now)


def decide_origins(
    new: Provision, olds: Sequence[Provision], note: str, *, by: Person, now: datetime
) -> None:
    """A person says where a provision comes from; from nowhere, where `olds` is empty.

    An old provision that goes on nowhere any more waits for somebody who says that it is removed.
    """
    draft = new.draft
    hold_open(draft)
    before = origins_of(new)
    _forget(_rows_to(new))
    _forget([row for row in lineage_of(draft) if row.new_id is None and row.old in olds])
    say(draft, [(old, new) for old in olds] or [(None, new)], by=by, now=now, note=note.strip())
    _end(draft, [old for old in before if old not in olds], note="", by=None, now=now)
    rekey(draft)
    record(
        "say where a provision comes from",
        new,
        person=by,
        now=now,
        before={"origins": [old.key for old in before]},
        after={"origins": [old.key for old in olds], "note": note.strip()},
    )


def decide_removed(draft: Draft, old: Provision, note: str, *, by: Person, now: datetime) -> None:
    """A person says that an old provision goes on nowhere."""
    hold_open(draft)
    rows = [row for row in lineage_of(draft) if row.old_id == old.id]
    _forget([row for row in rows if row.new_id is None])
    say(draft, [(old, None)], by=by, now=now, note=note.strip())
    record(
        "say that a provision is removed",
        old,
        person=by,
        now=now,
        after={"draft": draft.title},
        reason=note.strip(),
    )


def _rows_to(provision: Provision) -> list[Lineage]:
    return list(session.scalars(select(Lineage).where(Lineage.new_id == provision.id)))


def _forget(rows: Sequence[Lineage]) -> None:
    for row in rows:
        session.delete(row)
    session.flush()


def _end(
    draft: Draft, olds: Sequence[Provision], *, note: str, by: Person | None, now: datetime
) -> None:
    going_on = {row.old_id for row in lineage_of(draft)}
    ended = [(old, None) for old in olds if old.id not in going_on]
    say(draft, ended, by=by, now=now, note=note)
