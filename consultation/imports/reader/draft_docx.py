"""A draft in DOCX: headings by their styles, automatic numbers as Word shows them, tables."""

import re
from collections.abc import Iterator
from itertools import chain
from xml.etree.ElementTree import Element

from .archives import names_in, part
from .docx import (
    SKIPPED,
    W,
    body_of,
    heading_level,
    heading_levels,
    number_of,
    paragraphs_in,
    within,
)
from .kinds import Kind
from .numbering import Numbering
from .outline import QUESTION, TITLE, Line, Outline, Piece, Run, line_of, said
from .typeset import Typeset, style_of

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_LOST = {
    f"{W}drawing": "pictures and drawings",
    f"{W}pict": "pictures and drawings",
    f"{W}object": "embedded objects",
    f"{W}commentReference": "comments in the margin",
    f"{W}del": "text deleted by tracked changes",
    f"{W}moveFrom": "text moved by tracked changes, where it was",
    f"{W}hyperlink[@{_RELATION}]": "the addresses of links, whose words are kept",
}
"""What is in a document and not in what is read of it."""

_CHANGED = {
    f"{W}ins": "tracked changes, as if all were accepted",
    f"{W}del": "tracked changes, as if all were accepted",
    f"{W}moveTo": "tracked changes, as if all were accepted",
    f"{W}footnoteReference": "footnotes and endnotes, in brackets where they are called",
    f"{W}endnoteReference": "footnotes and endnotes, in brackets where they are called",
    _FORMULA: "formulas, on one line",
}
"""What stands in it in another way."""

_AWAY = ("del", "moveFrom")
_MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
_QUESTION = re.compile(r"(?:open )?questions?(?: \(?(?:for|to) .*)?")


def read_draft_docx(raw: bytes) -> Outline:
    """The text with accepted changes, in order; what is left out or changed is named."""
    body, reading = body_of(raw), _Reading(raw)
    pieces = (*reading.pieces(body), *reading.rest())
    left_out = [*_named(_LOST, body), *sorted(reading.left_out), *_margins(raw)]
    changed = [*_named(_CHANGED, body), *sorted(reading.changed)]
    return Outline(Kind.DOCX, pieces, tuple(left_out), tuple(changed))


def _named(names: dict[str, str], body: Element) -> list[str]:
    found = (name for tag, name in names.items() if body.find(f".//{tag}") is not None)
    return list(dict.fromkeys(found))


def _margins(raw: bytes) -> Iterator[str]:
    names, _ = names_in(raw)
    margins = (part(raw, name) for name in sorted(names) if _MARGIN.fullmatch(name))
    if any((letters.text or "").strip() for margin in margins if margin is not None
           for letters in margin.iter(f"{W}t")):  # fmt: skip
        yield "what stands above and below each page"


class _Reading:
    """Goes through the paragraphs and tables of a document once."""

    def __init__(self, raw: bytes) -> None:
        self._numbering, self._typeset = Numbering(raw), Typeset(raw)
        self._levels, self._names = heading_levels(raw), _style_names(raw)
        self._place = 0
        self._before: Line = ()
        self._left_out: set[str] = set()
        self.changed: set[str] = set()

    @property
    def left_out(self) -> set[str]:
        """What was met on the way and is not in the pieces."""
        unknown = self._numbering.unknown
        numbers = {f"the numbering format “{form}”, written as 1, 2, 3" for form in unknown}
        return self._left_out | self._typeset.left_out | numbers

    def pieces(self, element: Element, box: int = 0) -> Iterator[Piece]:
        for child in element:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, box)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, box)
            elif child.tag not in SKIPPED:
                yield from self.pieces(child, box)

    def rest(self, box: int = 0) -> Iterator[Piece]:
        """What was to go on in a next paragraph, where there is none."""
        before, self._before = self._before, ()
        if said(before).strip():
            yield Piece(self._place, before, box=box)

    def _paragraph(self, paragraph: Element, box: int) -> Iterator[Piece]:
        self._place += 1
        line = line_of((*self._before, *self._typeset.line(paragraph)))
        if any(paragraph.find(f"{W}pPr/{W}rPr/{W}{way}") is not None for way in _AWAY):
            # Its end is deleted: the next paragraph goes on with it.
            self._before = line
            return
        self._before = ()
        style = self._names.get(style_of(paragraph), "")
        label = self._numbering.label(paragraph)
        level = heading_level(paragraph, self._levels)
        if style.startswith("toc "):
            self._left_out.add("the table of contents")
        elif said(line).strip() or (label and level):
            self._look_at_heading(line, level)
            yield Piece(
                self._place,
                line,
                level=level,
                number=label.text if label else "",
                depth=label.depth + 1 if label else 0,
                kind=_kind(style),
                box=box,
            )

    def _look_at_heading(self, line: Line, level: int) -> None:
        if level and len({run[1:] for run in line if run.text.strip()}) > 1:
            self._left_out.add("bold and italic type inside titles")

    def _table(self, table: Element, box: int) -> Iterator[Piece]:
        """Its rows; a table of one cell is a box around paragraphs."""
        rows = [
            row for row in within(table, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None
        ]  # fmt: skip
        if rows:
            yield from self.rest(box)
        cells = [cell for row in rows for cell in within(row, f"{W}tc")]
        if len(cells) == 1:
            box = box or self._place + 1
            yield from self.pieces(cells[0], box)
            yield from self.rest(box)
            return
        for row in rows:
            self._place += 1
            yield Piece(self._place, (), cells=tuple(self._cells(row)), box=box)

    def _cells(self, row: Element) -> Iterator[Line]:
        """What its cells hold; one that goes over several columns is followed by blanks."""
        yield from [()] * number_of(row.find(f"{W}trPr/{W}gridBefore"), least=0)
        for cell in within(row, f"{W}tc"):
            columns = number_of(cell.find(f"{W}tcPr/{W}gridSpan"), least=1)
            yield line_of(chain.from_iterable(map(self._in_cell, paragraphs_in(cell))))
            yield from [()] * (columns - 1)
            if columns > 1 or cell.find(f"{W}tcPr/{W}vMerge") is not None:
                self.changed.add("cells that are joined, their words in the first")
            if cell.find(f".//{W}tbl") is not None:
                self.changed.add("a table inside a table, whose words stand in its cell")

    def _in_cell(self, paragraph: Element) -> Iterator[Run]:
        label = self._numbering.label(paragraph)
        yield Run(f"{label.text} " if label else "")
        yield from self._typeset.line(paragraph)
        yield Run("\n")


def _kind(style: str) -> str:
    if style == "title":
        return TITLE
    return QUESTION if _QUESTION.fullmatch(style) else ""


def _style_names(raw: bytes) -> dict[str, str]:
    styles = part(raw, "word/styles.xml")
    found = {}
    for style in () if styles is None else styles.iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None:
            found[style.get(f"{W}styleId", "")] = name.get(f"{W}val", "").casefold()
    return found
