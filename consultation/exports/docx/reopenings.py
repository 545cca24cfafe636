"""What became of former signatures: who took one back, why, and what changed until the next."""

from zoneinfo import ZoneInfo

from docx.document import Document

from consultation.exports.docx.blocks import add_fact, add_text
from consultation.exports.text import numbered, reopening_sentence
from consultation.operations.pack import QuestionPart


def write_reopenings(document: Document, part: QuestionPart, zone: ZoneInfo) -> None:
    """A note for each signature that was taken back; a theme is named by its number in the pack."""
    numbers = {theme.theme_id: number for number, theme in numbered(part.themes)}
    for line in part.reopenings:
        is_signed = line.signed_again_at is not None
        style = "Plenary Decided" if is_signed else "Plenary Unsigned"
        add_text(document, reopening_sentence(line, zone), style)
        until = "until it was signed again" if is_signed else "until now"
        add_text(document, f"What changed since that signature, {until}:", "Plenary Line")
        for change in line.changes:
            at = numbers.get(change.theme_id) if change.theme_id else None
            where = f" (theme {at} below)" if at else ""
            add_fact(document, change.about, f"{change.what}{where}")
