"""Writes blocks as OpenDocument's XML: each kind of block has its writer, each role its style."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from consultation.exports.document.blocks import (
    Block,
    Chart,
    Contents,
    Entry,
    Heading,
    Indented,
    Listing,
    Paragraph,
    Quote,
    Role,
    Run,
    Table,
)
from consultation.exports.looks import STYLES
from consultation.exports.odt.lists import STEP
from consultation.exports.odt.tables import Tables
from consultation.exports.odt.variants import Variants
from consultation.exports.odt.words import link, spans
from consultation.exports.text import reads_from_the_right


@dataclass(frozen=True)
class Place:
    """Where a block lies: the style of its paragraphs, and how far it is set in."""

    style: str = "Normal"
    depth: int = 0


class Writer:
    """Writes blocks, and remembers which styles of their own they need."""

    def __init__(self) -> None:
        self._tables, self._variants = Tables(), Variants()
        self._numbers = count(1)
        self._writers: dict[type, Callable[[Any, Place], str]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Listing: self._listing,
            Indented: self._indented,
            Table: lambda block, _: self._tables.xml(block, None, next(self._numbers)),
            Chart: lambda block, _: self._tables.xml(block.table, block, next(self._numbers)),
            Quote: self._quote,
            Contents: self._contents,
        }

    @property
    def styles(self) -> list[str]:
        """The styles that what was written needs beside the named ones."""
        return [*self._variants.styles, *self._tables.styles]

    def xml(self, blocks: Sequence[Block], place: Place | None = None) -> str:
        """Some blocks in their order."""
        return "".join(self._writers[type(block)](block, place or Place()) for block in blocks)

    def _line(self, runs: Sequence[Run], style: str, **properties: str) -> str:
        """A paragraph, which reads from the right where its words do."""
        given = {f"fo:{name.replace('_', '-')}": value for name, value in properties.items()}
        if reads_from_the_right("".join(run.text for run in runs)):
            given |= {"style:writing-mode": "rl-tb", "fo:text-align": "start"}
        name = self._variants.of(style, given)
        return f'<text:p text:style-name="{name}">{spans(runs)}</text:p>'

    def _heading(self, block: Heading, place: Place) -> str:
        style, given = f"Heading {block.level}", {}
        if block.new_page and block.level > 1:
            given = {"fo:break-before": "page"}
        elif block.level == 1 and not block.new_page:
            given = {"fo:break-before": "auto", "fo:margin-top": "28pt"}
        mark = f'<text:bookmark text:name="{block.anchor}"/>' if block.anchor else ""
        name = self._variants.of(style, given)
        return (
            f'<text:h text:style-name="{name}" text:outline-level="{block.level}">{mark}'
            f"{spans(block.runs)}</text:h>"
        )

    def _paragraph(self, block: Paragraph, place: Place) -> str:
        style = STYLES[block.role] if block.role is not Role.TEXT else place.style
        given = {"keep_with_next": "always"} if block.keep else {}
        if place.depth and block.role in {Role.TEXT, Role.CODE}:
            given["margin_left"] = f"{STEP * min(place.depth, 9):.3f}cm"
        return self._line(block.runs, style, **given)

    def _listing(self, block: Listing, place: Place) -> str:
        """A list; what stands in an item is set in by the list itself."""
        start = "" if block.start is None else f' text:start-value="{block.start}"'
        items = "".join(
            f"<text:list-item{start if at == 0 else ''}>"
            f"{self.xml(item, Place('Plenary List')) or '<text:p/>'}</text:list-item>"
            for at, item in enumerate(block.items)
        )
        style = "bullets" if block.start is None else "numbers"
        return f'<text:list text:style-name="{style}">{items}</text:list>'

    def _indented(self, block: Indented, place: Place) -> str:
        return self.xml(block.blocks, Place("Plenary Indent", place.depth + 1))

    def _quote(self, block: Quote, place: Place) -> str:
        said = self._line([Run(block.words)], "Plenary Quote", keep_with_next="always")
        return said + self._line([Run(block.by)], "Plenary Attribution")

    def _contents(self, block: Contents, place: Place) -> str:
        return "".join(self._entry(entry) for entry in block.entries)

    def _entry(self, entry: Entry) -> str:
        return (
            f'<text:p text:style-name="contents-{entry.level}">'
            f"{link(entry.text, entry.anchor)}"
            f'<text:tab/><text:bookmark-ref text:reference-format="page" '
            f'text:ref-name="{entry.anchor}">…</text:bookmark-ref></text:p>'
        )
