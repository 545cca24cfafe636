"""The lineage of a draft in preparation as it is looked through: each line with who says so."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.errors import RuleError
from consultation.models import Draft, Lineage, Provision


@dataclass(frozen=True)
class OriginLine:
    """A provision of the new draft and where it comes from."""

    new: Provision
    olds: tuple[Provision, ...]
    rows: tuple[Lineage, ...]

    @property
    def is_proposed(self) -> bool:
        return any(row.is_proposed for row in self.rows)

    @property
    def note(self) -> str:
        return next((row.note for row in self.rows if row.note), "")

    @property
    def likeness(self) -> float | None:
        return max((row.likeness for row in self.rows if row.likeness is not None), default=None)

    @property
    def is_word_for_word(self) -> bool:
        """Whether it is what one old provision was, its number apart."""
        if len(self.olds) != 1:
            return False
        old = self.olds[0]
        return (old.kind, old.title, old.text) == (self.new.kind, self.new.title, self.new.text)


@dataclass(frozen=True)
class Traced:
    """All lines, the old provisions that go on nowhere, and the short names of the old ones."""

    lines: tuple[OriginLine, ...]
    ends: tuple[Lineage, ...]
    names: dict[int, str]
    seen: str


def traced(draft: Draft, before: Draft) -> Traced:
    """The lineage between a draft and the one before it."""
    rows = session.scalars(
        select(Lineage)
        .where(Lineage.draft_id == draft.id)
        .options(joinedload(Lineage.old), joinedload(Lineage.decided_by))
        .order_by(Lineage.id)
    ).all()
    to: dict[int | None, list[Lineage]] = defaultdict(list)
    for row in rows:
        to[row.new_id].append(row)
    lines = (
        OriginLine(new, tuple(r.old for r in to[new.id] if r.old), tuple(to[new.id]))
        for new in draft.provisions
    )
    ends = sorted(to[None], key=lambda row: row.old.rank if row.old else 0)
    return Traced(tuple(lines), tuple(ends), short_names(before.provisions), _digest(rows))


def _digest(rows: Sequence[Lineage]) -> str:
    """What a page was made from; another one was made from other rows."""
    said = sorted((r.old_id or 0, r.new_id or 0, r.note, r.is_proposed) for r in rows)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def short_names(provisions: Sequence[Provision]) -> dict[int, str]:
    """By their numbers: a number where that is enough, with the kind where it is not, or a key."""
    numbers = Counter(p.number for p in provisions)
    named = Counter((p.kind, p.number) for p in provisions)
    names = {}
    for p in provisions:
        if p.number and numbers[p.number] == 1:
            names[p.id] = p.number
        elif p.number and named[p.kind, p.number] == 1:
            names[p.id] = f"{p.kind} {p.number}"
        else:
            names[p.id] = p.key
    return names


def named_in(typed: str, names: dict[int, str]) -> list[int]:
    """The provisions that somebody lists, with commas between; raises RuleError for an unknown."""
    by_name = {name.casefold(): number for number, name in names.items()}
    words = [" ".join(word.split()) for word in typed.replace(";", ",").split(",") if word.strip()]
    unknown = [word for word in words if word.casefold() not in by_name]
    if unknown:
        raise RuleError(f"There is no “{unknown[0]}” in the draft before.")
    return sorted({by_name[word.casefold()] for word in words})
