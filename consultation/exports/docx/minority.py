"""Minority points: what few say, word for word, each with the reason why it is listed."""

from collections.abc import Sequence

from docx.document import Document

from consultation.exports.docx.blocks import add_fact, add_heading, add_text
from consultation.exports.docx.theme import titled, write_quote
from consultation.queries.counts import MinorityLine


def write_minority(document: Document, lines: Sequence[MinorityLine]) -> None:
    """The minority points of a question, under a heading of their own; nothing where none are."""
    if not lines:
        return
    add_heading(document, "Minority points", 3)
    add_text(
        document,
        "What size would hide: said by few, or by one kind of stakeholder only.",
        "Plenary Line",
    )
    for number, line in enumerate(lines, 1):
        add_fact(document, str(number), line.reason, keep=True)
        write_quote(document, line.said, place(line))
        if line.note:
            add_text(document, f"{line.noted_by} noted: {line.note}", "Plenary Line")


def place(line: MinorityLine) -> str:
    """Where a minority point was found, by the title of its theme, and what became of it since."""
    before = line.found_in if line.since else line.theme
    found = f"in {titled(before)}" if before else "unplaced"
    if not line.since:
        return found
    return f"{found}, since {line.since}{f' {titled(line.theme)}' if line.theme else ''}"
