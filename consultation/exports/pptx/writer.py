"""Writes slides: titles and texts in their places, tables with a header row, bars as shapes."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.presentation import Presentation
from pptx.util import Cm, Emu, Length, Pt

from consultation.exports.document.blocks import Bar, Cell, Link
from consultation.exports.document.plain import told
from consultation.exports.figures import Colour, colour_of
from consultation.exports.pptx.deck import Grid, Slide
from consultation.exports.pptx.layouts import ACROSS, MARGIN, MESSAGE, OPENING, TOP
from consultation.exports.text import reads_from_the_right, xml_text

HEAD_HEIGHT, ROW_HEIGHT = Cm(0.9), Cm(1.4)
BAR_HEIGHT, GAP = Cm(0.7), Cm(0.4)
BOTTOM = Cm(17.6)
_FOOTER, _NUMBER = 11, 12
_from_code: Any = RGBColor.from_string
_HAIRLINE_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "No style, no grid"


def add_slide(presentation: Presentation, slide: Slide, below: str) -> None:
    """A slide at the end, with what stands `below` every one and its number."""
    name = OPENING if slide.opens else MESSAGE
    layout = next(layout for layout in presentation.slide_layouts if layout.name == name)
    made: Any = presentation.slides.add_slide(layout)
    _write(made.shapes.title.text_frame, [slide.title])
    text = made.placeholders[1]
    top: Length = TOP
    if slide.grid:
        top = Emu(_add_table(made, slide.grid) + GAP)
    if slide.bar:
        top = Emu(_add_bar(made, slide.bar, top) + GAP)
    if not slide.opens:
        text.left, text.top, text.width, text.height = MARGIN, top, ACROSS, BOTTOM - top
    _write(text.text_frame, slide.lines)
    if not slide.lines:
        text.element.getparent().remove(text.element)
    _write_below(made, layout, below)
    _write(made.notes_slide.notes_text_frame, slide.notes)


def _write(frame: Any, lines: Sequence[str]) -> None:
    """One paragraph a line, which reads from the right where its words do."""
    frame.word_wrap = True
    for at, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.text = xml_text(line)
        if reads_from_the_right(line):
            paragraph._p.get_or_add_pPr().set("rtl", "1")  # noqa: SLF001 – no public name
            paragraph.alignment = PP_ALIGN.RIGHT


def _add_table(made: Any, grid: Grid) -> Length:
    """A table below the title; where it ends."""
    height = Emu(HEAD_HEIGHT + len(grid.rows) * ROW_HEIGHT)
    size = (len(grid.rows) + 1, len(grid.header), MARGIN, TOP, ACROSS, height)
    frame = made.shapes.add_table(*size)
    frame.name = "Table"
    table = frame.table
    table.horz_banding = False
    style = table._tbl.tblPr.find("{*}tableStyleId")  # noqa: SLF001 – no public name
    style.text = _HAIRLINE_STYLE
    for column, share in zip(table.columns, grid.shares, strict=True):
        column.width = int(ACROSS * share / sum(grid.shares))
    table.rows[0].height = HEAD_HEIGHT
    for row in list(table.rows)[1:]:
        row.height = ROW_HEIGHT
    for row, cells in zip(table.rows, [grid.header, *grid.rows], strict=True):
        for cell, value in zip(row.cells, cells, strict=True):
            _fill(cell, value, head=cells is grid.header)
    return Emu(TOP + height)


def _fill(cell: Any, value: Cell, *, head: bool) -> None:
    cell.margin_left = cell.margin_right = Cm(0.15)
    cell.margin_top = cell.margin_bottom = Cm(0.05)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = _colour("DDE6F1" if head else "F6F7F9")
    shown = value.text if isinstance(value, Link) else value
    _write(cell.text_frame, [f"{shown:,}" if isinstance(shown, int) else shown])
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.font.size = Pt(13)
    paragraph.font.bold = head
    if isinstance(shown, int):
        paragraph.alignment = PP_ALIGN.RIGHT


def _add_bar(made: Any, bar: Bar, top: Length) -> Length:
    """Positions as one bar, in a group that says in words what it shows; where it ends."""
    total = sum(count for _, count in bar)
    group = made.shapes.add_group_shape()
    group.name = "Positions"
    across = int(MARGIN)
    for kind, count in bar:
        width = int(ACROSS * count / total)
        if count:
            part = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, across, top, width, BAR_HEIGHT)
            part.name = kind
            part.line.fill.background()
            part.shadow.inherit = False
            _paint(part.fill, colour_of(kind))
        across += width
    group._element.nvGrpSpPr.cNvPr.set("descr", told(bar))  # noqa: SLF001 – no public name
    return Emu(top + BAR_HEIGHT)


def _colour(code: str) -> RGBColor:
    colour: RGBColor = _from_code(code)
    return colour


def _paint(fill: Any, colour: Colour) -> None:
    if colour.hatched:
        fill.patterned()
        fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        fill.back_color.rgb = _colour(colour.ground)
        fill.fore_color.rgb = _colour(colour.ink)
    else:
        fill.solid()
        fill.fore_color.rgb = _colour(colour.ground)


def _write_below(made: Any, layout: Any, below: str) -> None:
    """The layout's footer and number, which a slide has only if it takes them."""
    for place in layout.placeholders:
        if place.placeholder_format.idx in {_FOOTER, _NUMBER}:
            made.shapes._spTree.append(deepcopy(place.element))  # noqa: SLF001 – no public name
    _write(made.placeholders[_FOOTER].text_frame, [below])
