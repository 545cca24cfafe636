"""Minority points: what few say, word for word, each with the reason why it is listed."""

from collections.abc import Iterator, Sequence

from consultation.exports.document.blocks import Block, Role, fact, heading, said
from consultation.exports.document.theme import quote_block, titled
from consultation.queries.counts import MinorityLine


def minority_blocks(lines: Sequence[MinorityLine]) -> Iterator[Block]:
    """The minority points of a question, under a heading of their own; nothing where none are."""
    if not lines:
        return
    yield heading("Minority points", 3)
    hidden = "What size would hide: said by few, or by one kind of stakeholder only."
    yield said(hidden, Role.LINE, keep=True)
    for number, line in enumerate(lines, 1):
        yield fact(str(number), line.reason, keep=True)
        yield quote_block(line.said, place(line))
        if line.note:
            yield said(f"{line.noted_by} noted: {line.note}", Role.LINE)


def place(line: MinorityLine) -> str:
    """Where a minority point was found, by the title of its theme, and what became of it since."""
    before = line.found_in if line.since else line.theme
    found = f"in {titled(before)}" if before else "unplaced"
    if not line.since:
        return found
    return f"{found}, since {line.since}{f' {titled(line.theme)}' if line.theme else ''}"
