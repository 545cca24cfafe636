"""Points that were decided on by themselves: word for word, with what was decided and why."""

from collections.abc import Sequence

from docx.document import Document

from consultation.exports.docx.blocks import add_fact, add_heading, add_text
from consultation.exports.docx.theme import changes_and_reason, titled, write_quote
from consultation.queries.counts import OwnOutcomeLine


def write_own_outcomes(document: Document, lines: Sequence[OwnOutcomeLine]) -> None:
    """What was decided on single points, under a heading of its own; nothing where nothing was."""
    if not lines:
        return
    add_heading(document, "Outcomes of single points", 3)
    text = "For these points the outcome of their theme does not hold."
    add_text(document, text, "Plenary Line")
    for number, line in enumerate(lines, 1):
        why = changes_and_reason(line.changes, line.reason)
        decided = f"{line.outcome}, decided by {line.decided_by}{why}"
        add_fact(document, str(number), decided, keep=True)
        where = f"in {titled(line.theme)}" if line.theme else "unplaced"
        write_quote(document, line.said, where)
