"""Writes blocks into a Word document: each kind of block has its writer, each role its style."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as Line

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
from consultation.exports.docx.bookmarks import add_page_number, mark, put_in_link
from consultation.exports.docx.lists import put_in_list, start_list
from consultation.exports.docx.tables import add_table
from consultation.exports.looks import MONO, STYLES
from consultation.exports.text import reads_from_the_right, xml_text

TEXT_WIDTH = 16.0
"""Centimetres between the margins of an A4 page."""

_STEP = 0.635


@dataclass(frozen=True)
class Place:
    """Where a block lies: its style, how deep it is, and the list that it begins an item of."""

    style: str = "Normal"
    depth: int = 0
    list_number: int | None = None


class Writer:
    """Writes block after block; every bookmark has a number of its own."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._numbers = count(1)
        self._writers: dict[type, Callable[[Any, Place], object]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Listing: self._listing,
            Indented: self._indented,
            Table: lambda block, _: add_table(document, block, None),
            Chart: lambda block, _: add_table(document, block.table, block),
            Quote: self._quote,
            Contents: self._contents,
        }

    def write(self, blocks: Sequence[Block], place: Place | None = None) -> None:
        """Write blocks at the end of the document."""
        for block in blocks:
            self._writers[type(block)](block, place or Place())

    def _heading(self, block: Heading, place: Place) -> None:
        line = self._document.add_paragraph(style=f"Heading {block.level}")
        add_runs(line, block.runs)
        if block.new_page:
            line.paragraph_format.page_break_before = True
        elif block.level == 1:
            line.paragraph_format.page_break_before = False
            line.paragraph_format.space_before = Pt(28)
        if block.anchor:
            mark(line, block.anchor, next(self._numbers))

    def _paragraph(self, block: Paragraph, place: Place) -> None:
        style = STYLES[block.role] if block.role is not Role.TEXT else place.style
        at = replace(place, style=style)
        if block.role is Role.CODE:
            at = replace(at, list_number=None)
        line = self._start(at)
        add_runs(line, block.runs)
        if block.keep:
            line.paragraph_format.keep_with_next = True

    def _start(self, place: Place) -> Line:
        line = self._document.add_paragraph(style=place.style)
        if place.list_number is not None:
            put_in_list(line, place.list_number, place.depth - 1)
        elif place.depth:
            line.paragraph_format.left_indent = Cm(_STEP * min(place.depth, 9))
        return line

    def _listing(self, block: Listing, place: Place) -> None:
        number = start_list(self._document, place.depth, start=block.start)
        inside = Place("Plenary List", place.depth + 1)
        for item in block.items:
            self._item(item, inside, number)

    def _item(self, blocks: Sequence[Block], inside: Place, number: int) -> None:
        """A list item: its first paragraph carries the bullet, the rest stands under it."""
        first = replace(inside, list_number=number)
        if blocks and isinstance(blocks[0], Paragraph) and blocks[0].role is Role.TEXT:
            self.write(blocks[:1], first)
            blocks = blocks[1:]
        else:
            self._start(first)
        self.write(blocks, inside)

    def _indented(self, block: Indented, place: Place) -> None:
        self.write(block.blocks, Place("Plenary Indent", place.depth + 1))

    def _quote(self, block: Quote, place: Place) -> None:
        words = self._document.add_paragraph(style="Plenary Quote")
        add_runs(words, [Run(block.words)])
        words.paragraph_format.keep_with_next = True
        by = self._document.add_paragraph(style="Plenary Attribution")
        add_runs(by, [Run(block.by)])

    def _contents(self, block: Contents, place: Place) -> None:
        for entry in block.entries:
            self._entry(entry)

    def _entry(self, entry: Entry) -> None:
        line = self._document.add_paragraph(style=f"Plenary Contents {entry.level}")
        stops = line.paragraph_format.tab_stops
        stops.add_tab_stop(Cm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        put_in_link(line.add_run(xml_text(entry.text)), entry.anchor)
        line.add_run("\t")
        add_page_number(line, entry.anchor)


def add_runs(line: Line, runs: Sequence[Run]) -> None:
    """Put runs at the end of a paragraph, which reads from the right where its words do."""
    for run in runs:
        added = line.add_run(xml_text(run.text))
        added.bold, added.italic = run.bold or None, run.italic or None
        if run.code:
            added.font.name = MONO
    if reads_from_the_right("".join(run.text for run in runs)):
        properties = line.paragraph_format.element.get_or_add_pPr()
        before = ("w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")
        properties.insert_element_before(OxmlElement("w:bidi"), *before)
