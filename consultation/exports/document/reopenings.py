"""What became of former signatures: who took one back, why, and what changed until the next."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from consultation.exports.document.blocks import Block, Role, fact, said
from consultation.exports.text import numbered, reopening_sentence
from consultation.operations.plenary.pack import QuestionPart


def reopening_blocks(part: QuestionPart, zone: ZoneInfo) -> Iterator[Block]:
    """A note for each signature that was taken back; a theme is named by its number in the pack."""
    numbers = {theme.theme_id: number for number, theme in numbered(part.themes)}
    for line in part.reopenings:
        is_signed = line.signed_again_at is not None
        role = Role.DECIDED if is_signed else Role.UNSIGNED
        yield said(reopening_sentence(line, zone), role)
        until = "until it was signed again" if is_signed else "until now"
        yield said(f"What changed since that signature, {until}:", Role.LINE)
        for change in line.changes:
            at = numbers.get(change.theme_id) if change.theme_id else None
            where = f" (theme {at} below)" if at else ""
            yield fact(change.about, f"{change.what}{where}")
