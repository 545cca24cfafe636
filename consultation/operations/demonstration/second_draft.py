"""The demonstration's second draft: a copy of the first, edited as its lineage says."""

from datetime import datetime
from typing import Any

from consultation.models import Draft, Person, Provision, Round
from consultation.operations.drafts import drafts, editing
from consultation.operations.drafts.editing import Words
from consultation.operations.drafts.lineage import decide_origins, origins_of
from consultation.operations.drafts.ordering import in_order, siblings_of

_CHAPTER = Words(
    kind="commitment",
    number="6",
    title="Review and reporting channels",
    text="Signatories keep channels through which risk is reported, and review this code.",
)
_SPLIT_AT = "and run by staff"


def second_draft(
    round_: Round, lineage: list[dict[str, Any]], *, by: Person, now: datetime
) -> Draft:
    """The draft of a later round, edited act by act as `draft_2_lineage` of the data tells.

    It is in preparation: whoever opens the round publishes it. Raises ValueError for a change that
    the demonstration does not know.
    """
    draft = drafts.begin_from_last(
        round_, f"Draft {round_.number}", with_questions=True, by=by, now=now
    )
    acts = {
        "split": _split, "merged": _merge, "moved": _move, "renumbered": _renumber,
        "removed": _remove, "reworded": _reword,
    }  # fmt: skip
    for change in lineage:
        if change["change"] not in acts:
            raise ValueError(f"no act makes “{change['change']}”")
        acts[change["change"]](draft, change, by, now)
    return draft


def _key(draft: Draft, key: str) -> Provision:
    """A provision by its key, which is the number it had in draft 1."""
    return next(each for each in in_order(draft) if each.key == key)


def _words(provision: Provision, **other: Any) -> Words:
    names = ("kind", "number", "title", "text", "working_group_id")
    return Words(**{name: getattr(provision, name) for name in names} | other)


def _split(draft: Draft, change: dict[str, Any], by: Person, now: datetime) -> None:
    """The second part comes last in its chapter, and both have texts of their own."""
    whole = _key(draft, change["from"][0])
    words = _words(whole, number=change["to"][1], title="People who can test")
    at = whole.text.index(_SPLIT_AT)
    part = editing.split_provision(whole, at, words, seen=whole.version, by=by, now=now)
    while _last_beside(part) is not part:
        editing.move_among_siblings(part, up=False, by=by, now=now)
    for each, text in zip((whole, part), change["texts"], strict=True):
        editing.edit_provision(each, _words(each, text=text), seen=each.version, by=by, now=now)


def _last_beside(provision: Provision) -> Provision:
    return siblings_of(provision, in_order(provision.draft))[-1]


def _merge(draft: Draft, change: dict[str, Any], by: Person, now: datetime) -> None:
    first, second = (_key(draft, key) for key in change["from"])
    words = _words(first, title=f"{first.title}, with a dossier", text=change["text"])
    seen = {"seen": first.version, "next_seen": second.version}
    editing.merge_with_next(first, words, **seen, by=by, now=now)


def _move(draft: Draft, change: dict[str, Any], by: Person, now: datetime) -> None:
    """Into the new chapter, which is the working group's that had it."""
    moved, number = _key(draft, change["from"][0]), change["to"][0]
    chapter = _words_of_chapter(moved)
    made = editing.add_provision(draft, chapter, by=by, now=now)
    editing.move_under(moved, made, by=by, now=now)
    _number(moved, number, by, now)
    decide_origins(moved, origins_of(moved), change["reason"], by=by, now=now)


def _words_of_chapter(moved: Provision) -> Words:
    given = (_CHAPTER.kind, _CHAPTER.number, _CHAPTER.title, _CHAPTER.text)
    return Words(*given, working_group_id=moved.working_group_id)


def _renumber(draft: Draft, change: dict[str, Any], by: Person, now: datetime) -> None:
    _number(_key(draft, change["from"][0]), change["to"][0], by, now)


def _number(provision: Provision, number: str, by: Person, now: datetime) -> None:
    words = _words(provision, number=number)
    editing.edit_provision(provision, words, seen=provision.version, by=by, now=now)


def _remove(draft: Draft, change: dict[str, Any], by: Person, now: datetime) -> None:
    gone = _key(draft, change["from"][0])
    editing.remove_provision(gone, change["reason"], seen=gone.version, by=by, now=now)


def _reword(draft: Draft, change: dict[str, Any], by: Person, now: datetime) -> None:
    """A text that changes because of what was decided; why is told beside it."""
    provision = _key(draft, change["from"][0])
    words = _words(provision, text=change["text"])
    editing.edit_provision(provision, words, seen=provision.version, by=by, now=now)
    decide_origins(provision, origins_of(provision), change["reason"], by=by, now=now)
