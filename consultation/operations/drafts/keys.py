"""The permanent keys of a draft in preparation: a provision has that of where it comes from."""

from collections.abc import Sequence
from itertools import count

from sqlalchemy import select

from consultation.db import session
from consultation.models import Draft, Lineage, Provision, Round
from consultation.queries.drafts.preparing import draft_before


def rekey(draft: Draft) -> None:
    """Give each provision the key of an origin, the most alike first, and no key of another's.

    Who has the key of an origin keeps it.
    """
    before = draft_before(draft.round)
    if before is None:
        return
    news = list(session.scalars(select(Provision).where(Provision.draft_id == draft.id)))
    wanted = _wanted(draft)
    chosen = {new.id: new.key for new in news if new.key in wanted.get(new.id, ())}
    taken = set(chosen.values())
    for new in sorted(news, key=lambda each: each.rank):
        key = next((key for key in wanted.get(new.id, ()) if key not in taken), None)
        if new.id not in chosen and key is not None:
            chosen[new.id] = key
            taken.add(key)
    _give(draft, news, chosen, {old.key for old in before.provisions})


def _wanted(draft: Draft) -> dict[int, list[str]]:
    """By the number of a provision: the keys of its origins, the most alike first."""
    rows = session.execute(
        select(Lineage.new_id, Provision.key)
        .join(Provision, Provision.id == Lineage.old_id)
        .where(Lineage.draft_id == draft.id, Lineage.new_id.is_not(None))
        .order_by(Lineage.likeness.desc(), Provision.rank)
    )
    wanted: dict[int, list[str]] = {}
    for new_id, key in rows:
        wanted.setdefault(new_id or 0, []).append(key)
    return wanted


def _give(draft: Draft, news: list[Provision], chosen: dict[int, str], of_others: set[str]) -> None:
    fresh = [new for new in news if new.id not in chosen and new.key in of_others]
    made = free_keys(draft, [new.number or new.title for new in fresh])
    chosen |= {new.id: key for new, key in zip(fresh, made, strict=True)}
    changed = [new for new in news if chosen.get(new.id, new.key) != new.key]
    # Keys may be exchanged: none is given before all that change are out of the way.
    for new in changed:
        new.key = f"~{new.id}"
    session.flush()
    for new in changed:
        new.key = chosen[new.id]
    session.flush()


def free_keys(draft: Draft, wanted: Sequence[str]) -> list[str]:
    """Keys that no draft of the consultation has had, after numbers or titles.

    They are part of an address, so they have letters, digits, dots and hyphens only.
    """
    taken = set(
        session.scalars(
            select(Provision.key)
            .join(Draft, Draft.id == Provision.draft_id)
            .join(Round, Round.id == Draft.round_id)
            .where(Round.consultation_id == draft.round.consultation_id)
        )
    )
    keys = []
    for words in wanted:
        base = _address_of(words)
        names = (base if n == 1 else f"{base}-{n}" for n in count(1))
        keys.append(next(name for name in names if name not in taken))
        taken.add(keys[-1])
    return keys


def _address_of(words: str) -> str:
    signs = "".join(sign if sign.isalnum() or sign == "." else "-" for sign in words[:40])
    return "-".join(filter(None, signs.split("-"))).strip(".") or "p"
