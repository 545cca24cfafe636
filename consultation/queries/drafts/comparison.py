"""Two drafts held against each other: what became of each provision, by the lineage between them.

What is published does not change, and is compared once in a process.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise

from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Draft, Lineage, Round
from consultation.queries.drafts.drafts import PlainProvision, text_of

KEPT = "kept"
PAIRS = 32
"""Comparisons that a process keeps at hand."""

Pair = tuple[int | None, int | None]


@dataclass(frozen=True)
class Change:
    """Old provisions, the new ones that they go on in, and what differs, in words.

    `is_proposed` where only the machine has said that they belong together.
    """

    olds: tuple[PlainProvision, ...]
    news: tuple[PlainProvision, ...]
    became: tuple[str, ...]
    notes: tuple[str, ...] = ()
    is_proposed: bool = False

    @property
    def is_kept(self) -> bool:
        return self.became == (KEPT,)

    @property
    def old_text(self) -> str:
        return "\n\n".join(provision.text for provision in self.olds)

    @property
    def new_text(self) -> str:
        return "\n\n".join(provision.text for provision in self.news)

    @property
    def old_title(self) -> str:
        return "; ".join(provision.title for provision in self.olds)

    @property
    def new_title(self) -> str:
        return "; ".join(provision.title for provision in self.news)


def drafts_between(old: Draft, new: Draft) -> list[Draft]:
    """Two drafts of a consultation and the published ones between them, in the order of rounds."""
    rows = session.scalars(
        select(Draft)
        .join(Round, Round.id == Draft.round_id)
        .where(
            Round.consultation_id == old.round.consultation_id,
            Round.number.between(old.round.number, new.round.number),
            Draft.published_at.is_not(None) | Draft.id.in_([old.id, new.id]),
        )
        .order_by(Round.number)
    )
    return list(rows)


def changes(old: Draft, new: Draft) -> tuple[Change, ...]:
    """What became of every provision from one draft to a later one, in the new draft's order."""
    if old.published_at is None or new.published_at is None:
        return _changes(old, new)
    return _published_changes(
        session.get_bind(), old.id, old.published_at, new.id, new.published_at
    )


@lru_cache(maxsize=PAIRS)
def _published_changes(
    _database: Engine | Connection, old_id: int, _old_at: datetime, new_id: int, _new_at: datetime
) -> tuple[Change, ...]:
    return _changes(session.get_one(Draft, old_id), session.get_one(Draft, new_id))


def _changes(old: Draft, new: Draft) -> tuple[Change, ...]:
    olds, news = text_of(old).provisions, text_of(new).provisions
    path = drafts_between(old, new)
    rows = {draft.id: _rows(draft) for draft in path[1:]}
    steps = [_step(rows[later.id], before, later) for before, later in pairwise(path)]
    pairs = _composed([provision.id for provision in olds], steps)
    direct = rows.get(new.id, []) if len(path) == 2 else []
    return tuple(_Table(olds, news, pairs, direct).lines())


def _rows(draft: Draft) -> list[Lineage]:
    asked = select(Lineage).where(Lineage.draft_id == draft.id).order_by(Lineage.id)
    return list(session.scalars(asked.options(joinedload(Lineage.decided_by))))


def _step(rows: Sequence[Lineage], old: Draft, new: Draft) -> dict[int, list[int]]:
    """From one draft to the next; where no lineage is kept, a key that stays tells."""
    step: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.old_id is not None and row.new_id is not None:
            step[row.old_id].append(row.new_id)
    if not rows:
        by_key = {provision.key: provision.id for provision in text_of(new).provisions}
        for provision in text_of(old).provisions:
            step[provision.id] += [by_key[provision.key]] if provision.key in by_key else []
    return step


def _composed(olds: Iterable[int], steps: Iterable[dict[int, list[int]]]) -> set[tuple[int, int]]:
    pairs = {(old, old) for old in olds}
    for step in steps:
        pairs = {(old, later) for old, new in pairs for later in step.get(new, ())}
    return pairs


class _Table:
    """The provisions of two drafts in groups that belong together."""

    def __init__(
        self,
        olds: Sequence[PlainProvision],
        news: Sequence[PlainProvision],
        pairs: set[tuple[int, int]],
        rows: Sequence[Lineage],
    ) -> None:
        self._olds, self._news = {o.id: o for o in olds}, {n.id: n for n in news}
        self._old_at = {old.id: at for at, old in enumerate(olds)}
        self._heirs: dict[int, set[int]] = defaultdict(set)
        self._origins: dict[int, set[int]] = defaultdict(set)
        for old, new in pairs:
            self._heirs[old].add(new)
            self._origins[new].add(old)
        self._rows = rows

    def lines(self) -> list[Change]:
        """In the order of the new draft; what is removed stands below what was before it."""
        ended: dict[int | None, list[Change]] = defaultdict(list)
        last: int | None = None
        for old in self._olds:
            if not self._heirs[old]:
                ended[last].append(self._change({old}, set()))
            else:
                last = max(self._heirs[old], key=list(self._news).index)
        found, seen = ended.pop(None, []), set[int]()
        for new in self._news:
            if new not in seen:
                olds, news = self._together(new)
                seen |= news
                found.append(self._change(olds, news))
            found += ended.pop(new, [])
        return found

    def _together(self, new: int) -> tuple[set[int], set[int]]:
        """All that a provision was merged from, split with, and so on."""
        olds: set[int] = set()
        news = {new}
        while True:
            more_olds = {old for each in news for old in self._origins[each]}
            more_news = news | {each for old in more_olds for each in self._heirs[old]}
            if (more_olds, more_news) == (olds, news):
                return olds, news
            olds, news = more_olds, more_news

    def _change(self, olds: set[int], news: set[int]) -> Change:
        rows = [row for row in self._rows if row.old_id in olds or row.new_id in news]
        before = tuple(self._olds[each] for each in sorted(olds, key=self._old_at.__getitem__))
        after = tuple(provision for each, provision in self._news.items() if each in news)
        return Change(
            before,
            after,
            tuple(self._became(before, after)) or (KEPT,),
            notes=tuple(dict.fromkeys(row.note for row in rows if row.note)),
            is_proposed=any(row.is_proposed for row in rows),
        )

    def _became(self, olds: Sequence[PlainProvision], news: Sequence[PlainProvision]) -> list[str]:
        if not olds or not news:
            return ["added" if not olds else "removed"]
        if len(olds) > 1 or len(news) > 1:
            several = [("merged", len(olds) > 1), ("split", len(news) > 1)]
            return [word for word, holds in several if holds]
        old, new = olds[0], news[0]
        facts = [
            ("moved", not self._stays(old, new)),
            ("renumbered", old.number != new.number),
            ("reworded", (old.title, old.text) != (new.title, new.text)),
        ]
        return [word for word, holds in facts if holds]

    def _stays(self, old: PlainProvision, new: PlainProvision) -> bool:
        """Whether it stands under what its parent became."""
        if old.parent_id is None or new.parent_id is None:
            return old.parent_id is new.parent_id
        return new.parent_id in self._heirs[old.parent_id]


@dataclass(frozen=True)
class Station:
    """A draft in the history of a provision: as what it stands there, and what it became of it."""

    draft: Draft
    provisions: tuple[PlainProvision, ...]
    became: tuple[str, ...]
    notes: tuple[str, ...]


def history(draft: Draft, provision: PlainProvision) -> list[Station]:
    """What a provision was in every published draft before, and became in those after."""
    published = session.scalars(
        select(Draft)
        .join(Round, Round.id == Draft.round_id)
        .where(
            Round.consultation_id == draft.round.consultation_id,
            Draft.published_at.is_not(None) | (Draft.id == draft.id),
        )
        .order_by(Round.number)
    ).all()
    at = [each.id for each in published].index(draft.id)
    own = Station(draft, (provision,), (), ())
    back = _followed(own, published[at::-1], forwards=False)
    return [*reversed(back), own, *_followed(own, published[at:], forwards=True)]


def _followed(own: Station, path: Sequence[Draft], *, forwards: bool) -> list[Station]:
    """From draft to draft, for as long as the provision goes on."""
    found: list[Station] = []
    here = {provision.id for provision in own.provisions}
    for near, far in pairwise(path):
        lines = changes(near, far) if forwards else changes(far, near)
        sides = [((c.olds, c.news) if forwards else (c.news, c.olds), c) for c in lines]
        met = [(there, c) for (nearer, there), c in sides if here & {p.id for p in nearer}]
        there = tuple(provision for provisions, _ in met for provision in provisions)
        words = tuple(dict.fromkeys(word for _, c in met for word in c.became))
        notes = tuple(dict.fromkeys(note for _, c in met for note in c.notes))
        found.append(Station(far, there, words, notes))
        here = {provision.id for provision in there}
        if not here:
            break
    return found
