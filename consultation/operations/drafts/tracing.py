"""What became of the draft before, as a person decides it: many lines at once, on what they saw."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from consultation.db import session
from consultation.errors import NotAllowedYet, StaleEdit
from consultation.models import Draft, Person, Provision
from consultation.operations.drafts.lineage import decide_origins, decide_removed
from consultation.operations.drafts.open_drafts import hold_open
from consultation.queries.drafts.lineage import OriginLine, Traced, named_in, traced
from consultation.queries.drafts.preparing import draft_before


@dataclass(frozen=True)
class SaidOrigins:
    """Where a provision comes from, as somebody lists it; `confirmed` where they agree."""

    provision: int
    origins: str
    note: str
    confirmed: bool


@dataclass(frozen=True)
class SaidEnd:
    """Why an old provision goes on nowhere, as somebody says it."""

    provision: int
    note: str
    confirmed: bool


def before_of(draft: Draft) -> Draft:
    """The draft that one follows. Raises NotAllowedYet where it follows none."""
    before = draft_before(draft.round)
    if before is None:
        raise NotAllowedYet("No draft was published before this one: there is nothing to trace.")
    return before


def alike(found: Traced) -> list[OriginLine]:
    """The proposals whose provision is word for word what the old one was."""
    return [line for line in found.lines if line.is_proposed and line.is_word_for_word]


def confirm_alike(draft: Draft, *, seen: str, by: Person, now: datetime) -> int:
    """Confirm every proposal that is word for word; how many lines that is.

    Raises as `decide_lines`.
    """
    lines = alike(_traced_as_seen(draft, seen))
    for line in lines:
        decide_origins(line.new, line.olds, line.note, by=by, now=now)
    return len(lines)


def decide_lines(
    draft: Draft,
    lines: Sequence[SaidOrigins],
    ends: Sequence[SaidEnd],
    *,
    seen: str,
    by: Person,
    now: datetime,
) -> int:
    """Keep what is confirmed or was changed; how many lines that is.

    Raises DraftPublished for a published draft, StaleEdit where it is not as it was `seen`,
    RuleError for an origin that the draft before does not have.
    """
    found = _traced_as_seen(draft, seen)
    changed = list(_changed(found, lines))
    for line, olds, note in changed:
        decide_origins(line.new, olds, note, by=by, now=now)
    ended = list(_ended(draft, found, ends))
    for old, note in ended:
        decide_removed(draft, old, note, by=by, now=now)
    return len(changed) + len(ended)


def _traced_as_seen(draft: Draft, seen: str) -> Traced:
    hold_open(draft)
    found = traced(draft, before_of(draft))
    if found.seen != seen:
        raise StaleEdit(
            "Somebody has decided something here since you opened the page. Nothing of yours was "
            "kept. Look at it as it is, then do it again if it still holds."
        )
    return found


def _changed(
    found: Traced, said: Sequence[SaidOrigins]
) -> Iterator[tuple[OriginLine, list[Provision], str]]:
    by_number = {line.new.id: line for line in found.lines}
    for each in said:
        line, note = by_number.get(each.provision), each.note.strip()
        if line is None:
            continue
        ids = named_in(each.origins, found.names)
        is_other = ids != sorted(old.id for old in line.olds) or note != line.note
        if is_other or (each.confirmed and line.is_proposed):
            yield line, [session.get_one(Provision, number) for number in ids], note


def _ended(draft: Draft, found: Traced, said: Sequence[SaidEnd]) -> Iterator[tuple[Provision, str]]:
    """Those that somebody decides on, unless they said above that it goes on somewhere."""
    known = {row.old_id: row for row in found.ends}
    still = {row.old_id for row in traced(draft, before_of(draft)).ends}
    for each in said:
        row, note = known.get(each.provision), each.note.strip()
        if row is None or each.provision not in still:
            continue
        if note != row.note or (each.confirmed and row.is_proposed):
            yield session.get_one(Provision, each.provision), note
