"""ODT → headings and paragraphs; deleted text and margin notes stay out."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from .archives import part
from .blocks import Block, Reading, Refused
from .kinds import Kind

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE = (f"{{{_SPACE}{name}:1.0}}" for name in ("office", "text", "table"))
_SKIPPED = {f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{TEXT}note-citation"}
_SIGNS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_DEEPEST = 6

MOST_SPACES = 32_767
"""Spaces that one element may stand for: as many as a cell of a spreadsheet holds."""


def read_odt(raw: bytes) -> Reading:
    """The text as it stands; footnotes stand in brackets where they are called."""
    content = part(raw, "content.xml")
    body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Refused("has no text in it. Save it again and attach that.")
    return Reading(Kind.ODT, tuple(block for block in _blocks(body) if block.text))


def _blocks(element: Element, *, listed: bool = False) -> Iterator[Block]:
    for child in element:
        if child.tag == f"{TEXT}h":
            level = child.get(f"{TEXT}outline-level", "1")
            yield Block(_words(child), min(int(level), _DEEPEST) if level.isdigit() else 1)
        elif child.tag == f"{TEXT}p":
            text = _words(child)
            yield Block(f"- {text}" if listed and text else text)
        elif child.tag == f"{TABLE}table-row":
            cells = [" ".join(block.text for block in _blocks(cell)) for cell in child]
            yield Block(" | ".join(cell for cell in cells if cell))
        elif child.tag not in _SKIPPED:
            yield from _blocks(child, listed=listed or child.tag == f"{TEXT}list-item")


def _words(element: Element) -> str:
    return "".join(pieces(element)).strip()


def pieces(element: Element) -> Iterator[str]:
    """A paragraph's text: spaces, tabs and line breaks are elements in OpenDocument."""
    yield element.text or ""
    for child in element:
        yield from _piece(child)
        yield child.tail or ""


def _piece(child: Element) -> Iterator[str]:
    if child.tag == f"{TEXT}s":
        count = child.get(f"{TEXT}c", "1")
        yield " " * (min(int(count), MOST_SPACES) if count.isdigit() else 1)
    elif child.tag == f"{TEXT}note":
        yield f" [{_words(child)}]"
    elif child.tag in _SIGNS:
        yield _SIGNS[child.tag]
    elif child.tag not in _SKIPPED:
        yield from pieces(child)
