"""The order of a draft's provisions: a tree read from top to bottom, kept as ranks."""

from collections.abc import Sequence

from sqlalchemy import select, update

from consultation.db import session
from consultation.models import Draft, Provision


def in_order(draft: Draft) -> list[Provision]:
    """A draft's provisions from top to bottom, as they are now."""
    asked = select(Provision).where(Provision.draft_id == draft.id).order_by(Provision.rank)
    return list(session.scalars(asked))


def branch_of(provision: Provision, ordered: Sequence[Provision]) -> list[Provision]:
    """A provision and all that stands under it, in order."""
    within = {provision.id}
    for each in ordered:
        if each.parent_id in within:
            within.add(each.id)
    return [each for each in ordered if each.id in within]


def siblings_of(provision: Provision, ordered: Sequence[Provision]) -> list[Provision]:
    """What stands under the same provision, itself among them, in order."""
    return [each for each in ordered if each.parent_id == provision.parent_id]


def next_sibling(provision: Provision) -> Provision | None:
    """What comes next under the same provision."""
    beside = siblings_of(provision, in_order(provision.draft))
    at = beside.index(provision)
    return beside[at + 1] if at + 1 < len(beside) else None


def put_in_order(draft: Draft, ordered: Sequence[Provision]) -> None:
    """Give the provisions of a draft ranks in this order; no version grows, for no word changes."""
    session.flush()
    session.execute(
        update(Provision)
        .where(Provision.draft_id == draft.id)
        .values(rank=-Provision.rank)
        .execution_options(synchronize_session=False)
    )
    for rank, provision in enumerate(ordered, 1):
        session.execute(
            update(Provision)
            .where(Provision.id == provision.id)
            .values(rank=rank)
            .execution_options(synchronize_session=False)
        )
    for provision in ordered:
        session.expire(provision, ["rank", "children"])
    session.expire(draft, ["provisions"])


def placed_after(
    branch: Sequence[Provision], after: Provision | None, ordered: Sequence[Provision]
) -> list[Provision]:
    """All provisions with a branch moved below another one and what stands under that.

    With None it comes first.
    """
    moving = {each.id for each in branch}
    rest = [each for each in ordered if each.id not in moving]
    if after is None:
        return [*branch, *rest]
    at = rest.index(branch_of(after, rest)[-1]) + 1
    return [*rest[:at], *branch, *rest[at:]]
