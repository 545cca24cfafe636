"""What concerns more than one working group: what was referred, and what several ask about."""

from collections.abc import Iterator
from itertools import groupby

from consultation.exports.document import names
from consultation.exports.document.blocks import Block, Cell, Role, fact, heading, said, table
from consultation.exports.document.theme import quote_block, titled
from consultation.operations.plenary.pack import Pack
from consultation.queries.plenary.across_groups import ReferredLine, SharedLine

TITLE = "Across the working groups"


def across_groups(pack: Pack) -> Iterator[Block]:
    """Referrals first, then the themes of different questions about the same provision."""
    yield heading(TITLE, 1, anchor=names.ACROSS)
    yield heading("Referred to others", 2)
    for number, line in enumerate(pack.across.referred, 1):
        yield from _referred(line, number)
    if not pack.across.referred:
        yield said("Nothing was referred to another working group or body.", Role.EMPTY)
    yield heading("Several questions about the same provision", 2)
    if pack.across.shared:
        yield said("Of each question the themes with the most answers.", Role.LINE)
    for provision, lines in groupby(pack.across.shared, lambda line: line.provision):
        rows = [_shared(line) for line in lines]
        header = ["Group", "No.", "Theme", "Points", "Answers", "Organisations", "Outcome"]
        yield table(provision, header, rows, [1.4, 1.2, 4.4, 1.5, 1.8, 3.1, 2.6])
    if not pack.across.shared:
        yield said("No two questions with themes are about the same provision.", Role.EMPTY)


def _referred(line: ReferredLine, number: int) -> Iterator[Block]:
    state = f", {line.state}" if line.to else ""
    to = f"to {line.to}{state}" if line.to else "by the outcome"
    why = f". Reason: {line.reason}" if line.reason else ""
    what = "a point" if line.said else f"the theme {titled(line.theme)}"
    told = f"{line.group}, {line.question}: {what}, referred {to}{why}"
    yield fact(str(number), told, keep=line.said is not None)
    if line.said:
        where = f"in {titled(line.theme)}" if line.theme else "unplaced"
        yield quote_block(line.said, where)


def _shared(line: SharedLine) -> tuple[Cell, ...]:
    return (
        line.group, line.question, line.theme, line.points, line.answers, line.organisations,
        line.outcome or "none yet",
    )  # fmt: skip
