"""How input was used, and what was not followed and why: each theme and point once."""

from collections.abc import Iterator

from consultation.exports.document.blocks import Block, Cell, Role, heading, said, table
from consultation.exports.text import cut, excerpt
from consultation.operations.plenary.synopsis import Synopsis
from consultation.operations.plenary.using import Use, UsedLine

TITLE = "How input was used"
_WORDS = 400
"""Characters of a point that stand in a cell."""


def figures(report: Synopsis) -> list[tuple[str, int, int]]:
    """For each use how many themes, and how many points by themselves."""
    return [
        (
            use.capitalize(),
            sum(line.use is use and line.answers is not None for line in report.used),
            sum(line.use is use and line.answers is None for line in report.used),
        )
        for use in Use
    ]


def blocks(report: Synopsis) -> Iterator[Block]:
    """A table for each use, the reason beside each line."""
    yield heading(TITLE, 1, anchor="use")
    yield said(
        "Each theme of a signed question stands here once, and each point that was decided on by "
        "itself, with the reason that was given."
    )
    for use in Use:
        lines = [line for line in report.used if line.use is use]
        yield heading(f"{use.capitalize()} ({len(lines):,})", 2)
        if lines:
            header = ["Question", "What was said", "Answers", "Decided and why", "Changes"]
            rows = [_row(line) for line in lines]
            yield table(f"Input {use}", header, rows, [2.3, 4.8, 1.8, 4.7, 2.4])
        else:
            yield said("Nothing.", Role.EMPTY)
    if report.unsigned:
        yield said(f"Of these no chair has signed: {'; '.join(report.unsigned)}.", Role.UNSIGNED)


def _row(line: UsedLine) -> tuple[Cell, ...]:
    reason = f": {line.reason}" if line.reason else ""
    return (
        f"{line.question}, {cut(line.round, 40)}",
        excerpt(line.what, _WORDS),
        "one point" if line.answers is None else f"{line.answers:,}",
        f"{line.outcome.capitalize()}{reason}",
        ", ".join(line.changes),
    )
