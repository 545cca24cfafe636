"""Editing the provisions of a draft that is being prepared; each act is logged, lineage kept."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError
from consultation.models import KINDS, Draft, Person, Provision, WorkingGroup
from consultation.models.question import question_provision
from consultation.operations.audit import record
from consultation.operations.drafts.keys import free_keys
from consultation.operations.drafts.lineage import note_added, note_merged, note_removed, note_split
from consultation.operations.drafts.open_drafts import hold_open
from consultation.operations.drafts.ordering import (
    branch_of,
    in_order,
    next_sibling,
    placed_after,
    put_in_order,
    siblings_of,
)
from consultation.queries.drafts.preparing import last_change


@dataclass(frozen=True)
class Words:
    """What can be edited of a provision; `text` is Markdown."""

    kind: str
    number: str
    title: str
    text: str
    working_group_id: int | None = None


def add_provision(
    draft: Draft,
    words: Words,
    *,
    under: Provision | None = None,
    after: Provision | None = None,
    by: Person | None,
    now: datetime,
) -> Provision:
    """A new provision at the end of what stands under another, or right below `after`."""
    hold_open(draft)
    _ensure_right(draft, words)
    ordered = in_order(draft)
    provision = Provision(
        draft_id=draft.id,
        parent_id=after.parent_id if after else under.id if under else None,
        key=free_keys(draft, [words.number or words.title])[0],
        rank=max((each.rank for each in ordered), default=0) + 1,
        **_stripped(words),
    )
    session.add(provision)
    session.flush()
    above = after or _last_under(under, ordered)
    if above is not None:
        put_in_order(draft, placed_after([provision], above, [*ordered, provision]))
    note_added(provision, by=by, now=now)
    record("add a provision", provision, person=by, now=now, after=asdict(words))
    return provision


def _last_under(under: Provision | None, ordered: list[Provision]) -> Provision | None:
    """What a new last provision under another comes right below."""
    return branch_of(under, ordered)[-1] if under else None


def edit_provision(
    provision: Provision, words: Words, *, seen: int, by: Person, now: datetime
) -> None:
    """Give a provision other words, another number, kind or working group."""
    _open_as_seen(provision, seen)
    _ensure_right(provision.draft, words)
    before, after = _words_of(provision), _stripped(words)
    if before == after:
        raise RuleError("Nothing is different from what is saved.")
    for name, value in after.items():
        setattr(provision, name, value)
    record("edit a provision", provision, person=by, now=now, before=before, after=after)


def move_among_siblings(provision: Provision, *, up: bool, by: Person, now: datetime) -> None:
    """One place up or down under the same provision, with all that stands under it."""
    hold_open(provision.draft)
    ordered = in_order(provision.draft)
    beside = siblings_of(provision, ordered)
    at = beside.index(provision) + (-1 if up else 1)
    if not 0 <= at < len(beside):
        raise NotAllowedYet(f"{provision.name} is {'first' if up else 'last'} there already.")
    first, second = (provision, beside[at]) if not up else (beside[at], provision)
    put_in_order(provision.draft, placed_after(branch_of(first, ordered), second, ordered))
    _record_move(provision, f"{'above' if up else 'below'} {beside[at].name}", by=by, now=now)


def move_under(provision: Provision, under: Provision | None, *, by: Person, now: datetime) -> None:
    """Put a provision, with all that stands under it, last under another, or at the top level."""
    hold_open(provision.draft)
    ordered = in_order(provision.draft)
    branch = branch_of(provision, ordered)
    if under is not None and (under in branch or under.draft_id != provision.draft_id):
        raise RuleError(f"{provision.name} cannot stand under itself or in another draft.")
    rest = [each for each in ordered if each not in branch]
    above = branch_of(under, rest)[-1] if under else (rest[-1] if rest else None)
    provision.parent_id = under.id if under else None
    session.flush()
    put_in_order(provision.draft, [*placed_flat(branch, above, rest)])
    session.expire(provision, ["parent"])
    _record_move(provision, f"under {under.name}" if under else "to the top level", by=by, now=now)


def placed_flat(
    branch: list[Provision], above: Provision | None, rest: list[Provision]
) -> list[Provision]:
    """A branch right below one row, whatever stands under that."""
    at = rest.index(above) + 1 if above is not None else 0
    return [*rest[:at], *branch, *rest[at:]]


def split_provision(
    provision: Provision, at: int, words: Words, *, seen: int, by: Person, now: datetime
) -> Provision:
    """Cut a provision in two at a place of its text; the second part stands right below.

    `words` name the second part; its text is what stands behind the place.
    """
    _open_as_seen(provision, seen)
    first, second = provision.text[:at].rstrip(), provision.text[at:].lstrip()
    if not (first and second):
        raise RuleError("Both parts have to say something. Choose another place.")
    before = _words_of(provision)
    provision.text = first
    named = Words(words.kind, words.number, words.title, second, words.working_group_id)
    ordered = in_order(provision.draft)
    part = Provision(
        draft_id=provision.draft_id,
        parent_id=provision.parent_id,
        key=free_keys(provision.draft, [named.number or named.title])[0],
        rank=ordered[-1].rank + 1,
        **_stripped(named),
    )
    session.add(part)
    session.flush()
    put_in_order(provision.draft, placed_after([part], provision, [*ordered, part]))
    note_split(provision, part, by=by, now=now)
    after = _words_of(provision) | {"second part": part.name}
    record("split a provision", provision, person=by, now=now, before=before, after=after)
    return part


def merge_with_next(
    provision: Provision, words: Words, *, seen: int, next_seen: int, by: Person, now: datetime
) -> None:
    """Make one of a provision and the next beside it; what stands under either stays under it."""
    _open_as_seen(provision, seen)
    gone = next_sibling(provision)
    if gone is None:
        raise NotAllowedYet(f"Nothing comes after {provision.name} on its level.")
    gone.ensure_version(next_seen, lambda: last_change(gone))
    before = _words_of(provision) | {"next": _words_of(gone)}
    for name, value in _stripped(words).items():
        setattr(provision, name, value)
    for child in [each for each in in_order(provision.draft) if each.parent_id == gone.id]:
        child.parent_id = provision.id
    note_merged(provision, gone, by=by, now=now)
    _take_over_questions(gone, provision)
    _delete(gone)
    after = _words_of(provision)
    record("merge provisions", provision, person=by, now=now, before=before, after=after)


def remove_provision(
    provision: Provision, reason: str, *, seen: int, by: Person, now: datetime
) -> None:
    """Take a provision out of the draft; the reason is told beside the old one."""
    _open_as_seen(provision, seen)
    if provision.children:
        raise NotAllowedYet(
            f"{noun_of(len(provision.children))} under {provision.name}. Move or remove that first."
        )
    draft, words = provision.draft, _words_of(provision) | {"key": provision.key}
    note_removed(provision, reason.strip(), by=by, now=now)
    _delete(provision)
    record("remove a provision", draft, person=by, now=now, before=words, reason=reason.strip())


def noun_of(count: int) -> str:
    """How many provisions stand somewhere."""
    return "1 provision stands" if count == 1 else f"{count:,} provisions stand"


def _open_as_seen(provision: Provision, seen: int) -> None:
    hold_open(provision.draft)
    session.refresh(provision)
    provision.ensure_version(seen, lambda: last_change(provision))


def _ensure_right(draft: Draft, words: Words) -> None:
    if words.kind not in KINDS:
        raise RuleError("Choose a kind from the list.")
    if not (words.number.strip() or words.title.strip()):
        raise RuleError("A provision needs a number or a title.")
    group = words.working_group_id
    if group is not None and not session.scalar(
        select(func.count(WorkingGroup.id)).where(
            WorkingGroup.id == group, WorkingGroup.consultation_id == draft.round.consultation_id
        )
    ):
        raise RuleError("Choose a working group of this consultation.")


def _stripped(words: Words) -> dict[str, Any]:
    return {
        name: value.strip() if isinstance(value, str) else value
        for name, value in asdict(words).items()
    }


def _words_of(provision: Provision) -> dict[str, Any]:
    names = ("kind", "number", "title", "text", "working_group_id")
    return {name: getattr(provision, name) for name in names}


def _take_over_questions(gone: Provision, into: Provision) -> None:
    about = question_provision.c
    asked = select(about.question_id)
    known = set(session.scalars(asked.where(about.provision_id == into.id)))
    new = set(session.scalars(asked.where(about.provision_id == gone.id))) - known
    for number in sorted(new):
        values = {"question_id": number, "provision_id": into.id}
        session.execute(question_provision.insert().values(values))


def _delete(provision: Provision) -> None:
    """The questions about it are no longer about it; they stay."""
    draft, about = provision.draft, question_provision.c.provision_id
    session.flush()
    session.execute(delete(question_provision).where(about == provision.id))
    session.expire(provision, ["children"])
    session.delete(provision)
    session.flush()
    session.expire_all()
    session.refresh(draft)


def _record_move(provision: Provision, where: str, *, by: Person, now: datetime) -> None:
    record("move a provision", provision, person=by, now=now, after={"place": where})
