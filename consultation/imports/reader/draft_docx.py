"""A draft in DOCX: headings by their styles, automatic numbers as Word shows them, tables."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from .archives import part
from .docx import (
    Notes,
    W,
    body_of,
    heading_level,
    heading_levels,
    notes_of,
    paragraphs_in,
    within,
    words_in,
)
from .kinds import Kind
from .numbering import Numbering
from .outline import TITLE, Outline, Piece

_LOST = {
    f"{W}drawing": "pictures and drawings",
    f"{W}object": "embedded objects",
    f"{W}commentReference": "comments in the margin",
    f"{W}del": "text deleted by tracked changes",
    f"{W}moveFrom": "text moved by tracked changes, where it was",
    f"{W}b": "bold type",
    f"{W}i": "italic type",
}
"""What is in a document and not in what is read of it."""


def read_draft_docx(raw: bytes) -> Outline:
    """The text with accepted changes, in order; what is left out is named."""
    body, numbering = body_of(raw), Numbering(raw)
    names = _style_names(raw)
    skipped: list[str] = []
    pieces = tuple(_pieces(raw, body, numbering, names, skipped))
    lost = [said for tag, said in _LOST.items() if body.find(f".//{tag}") is not None]
    unknown = [f"the numbering format “{form}”, written as 1, 2, 3" for form in numbering.unknown]
    contents = ["the table of contents"] if skipped else []
    return Outline(Kind.DOCX, pieces, tuple(lost + sorted(unknown) + contents))


def _pieces(
    raw: bytes, body: Element, numbering: Numbering, names: dict[str, str], skipped: list[str]
) -> Iterator[Piece]:
    levels, notes = heading_levels(raw), notes_of(raw)
    for place, element in enumerate(paragraphs_in(body), 1):
        if element.tag == f"{W}tr":
            cells = tuple(_cell(cell, notes) for cell in within(element, f"{W}tc"))
            yield Piece(place, "", cells=cells)
            continue
        style = names.get(_style(element), "")
        label = numbering.label(element)
        text = words_in(element, notes).strip()
        if style.startswith("toc "):
            skipped.append(text)
        elif text or (label and heading_level(element, levels)):
            level = heading_level(element, levels)
            yield Piece(
                place,
                text,
                level=level,
                number=label.text if label else "",
                depth=label.depth + 1 if label else 0,
                kind=TITLE if style == "title" else "",
            )


def _cell(cell: Element, notes: Notes) -> str:
    return " ".join(words_in(cell, notes).split())


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def _style_names(raw: bytes) -> dict[str, str]:
    styles = part(raw, "word/styles.xml")
    found = {}
    for style in () if styles is None else styles.iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None:
            found[style.get(f"{W}styleId", "")] = name.get(f"{W}val", "").casefold()
    return found
