"""The pack as one document: a tree of plain blocks, from which each writer makes a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from consultation.exports.document.annexes import annexes
from consultation.exports.document.blocks import Block
from consultation.exports.document.cover import contents, cover, glance
from consultation.exports.document.cross_group import across_groups
from consultation.exports.document.group import group_blocks
from consultation.exports.text import cut, moments, sign_state
from consultation.operations.plenary.pack import Pack

__all__ = ["Document", "document_of"]


@dataclass(frozen=True)
class Document:
    """What a file says of itself, what stands on each page, and its blocks in reading order."""

    title: str
    author: str
    subject: str
    language: str
    made_at: datetime
    above: str
    state: str
    below: str
    blocks: tuple[Block, ...]


def _groups(pack: Pack) -> Iterator[Block]:
    for at, group in enumerate(pack.groups, 1):
        yield from group_blocks(pack, group, at)


def document_of(pack: Pack) -> Document:
    """Everything that a document says of a pack, in the order of the pack."""
    state = sign_state(pack)
    return Document(
        title=cut(f"Plenary pack: {pack.consultation}, {pack.round}", 255),
        author=cut(pack.host, 255),
        subject=cut(pack.draft, 255),
        language="en",
        made_at=pack.compiled_at,
        above=cut(pack.consultation, 120 - len(state)),
        state=state,
        below=f"{cut(pack.round, 40)} · compiled {moments(pack)['Compiled']}",
        blocks=(
            *cover(pack),
            *glance(pack),
            *contents(pack),
            *_groups(pack),
            *across_groups(pack),
            *annexes(pack),
        ),
    )
