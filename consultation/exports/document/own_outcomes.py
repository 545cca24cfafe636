"""Points that were decided on by themselves: word for word, with what was decided and why."""

from collections.abc import Iterator, Sequence

from consultation.exports.document.blocks import Block, Role, fact, heading, said
from consultation.exports.document.theme import changes_and_reason, quote_block, titled
from consultation.queries.counts import OwnOutcomeLine


def own_outcome_blocks(lines: Sequence[OwnOutcomeLine]) -> Iterator[Block]:
    """What was decided on single points, under a heading of its own; nothing where nothing was."""
    if not lines:
        return
    yield heading("Outcomes of single points", 3)
    instead = "For these points the outcome of their theme does not hold."
    yield said(instead, Role.LINE, keep=True)
    for number, line in enumerate(lines, 1):
        why = changes_and_reason(line.changes, line.reason)
        decided = f"{line.outcome}, decided by {line.decided_by}{why}"
        yield fact(str(number), decided, keep=True)
        where = f"in {titled(line.theme)}" if line.theme else "unplaced"
        yield quote_block(line.said, where)
