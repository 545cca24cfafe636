"""DOCX → headings and paragraphs, and the tables in it; what is linked from outside is not read."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from .archives import part
from .blocks import Block, Merged, Reading, Refused
from .kinds import Kind
from .symbols import character

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = {f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}pPr", f"{W}rPr", _FALLBACK}
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}
_DEEPEST = 6
_MOST_COLUMNS = 63
_CONTROLS = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml"}

Notes = dict[tuple[str, str], str]


def read_docx(raw: bytes) -> Reading:
    """The text with accepted changes; footnotes stand in brackets where they are called."""
    body, levels, notes = body_of(raw), heading_levels(raw), notes_of(raw)
    blocks = [_block(element, levels, notes) for element in paragraphs_in(body)]
    return Reading(Kind.DOCX, tuple(block for block in blocks if block.text))


def table_rows(raw: bytes) -> tuple[list[list[str]], list[Merged]]:
    """The rows of all tables, one after the other, each cell's text with its line breaks.

    A cell that goes over several columns has its text in the first, and is named.
    """
    rows: list[list[str]] = []
    merged: list[Merged] = []
    for table in body_of(raw).iter(f"{W}tbl"):
        for row in within(table, f"{W}tr"):
            texts = [""] * number_of(row.find(f"{W}trPr/{W}gridBefore"), least=0)
            for cell in within(row, f"{W}tc"):
                columns = number_of(cell.find(f"{W}tcPr/{W}gridSpan"), least=1)
                if columns > 1:
                    merged.append(Merged(len(rows), len(texts), len(texts) + columns - 1))
                text = "\n".join(words_in(p, {}) for p in cell.iter(f"{W}p"))
                texts += [text, *[""] * (columns - 1)]
            rows.append(texts)
    return rows, merged


def within(element: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, those in content controls too."""
    for child in element:
        if child.tag == name:
            yield child
        elif child.tag in _CONTROLS:
            yield from within(child, name)


def number_of(element: Element | None, *, least: int) -> int:
    """A number of columns; no table has more than 63."""
    value = "" if element is None else element.get(f"{W}val", "")
    return min(max(int(value), least), _MOST_COLUMNS) if value.isdecimal() else least


def body_of(raw: bytes) -> Element:
    document = part(raw, "word/document.xml")
    body = None if document is None else document.find(f"{W}body")
    if body is None:
        raise Refused("has no text in it. Save it again and attach that.")
    return body


def paragraphs_in(element: Element) -> Iterator[Element]:
    """Paragraphs and table rows in order, however deep they stand in content controls."""
    for child in element:
        if child.tag in {f"{W}p", f"{W}tr"}:
            yield child
        elif child.tag not in SKIPPED:
            yield from paragraphs_in(child)


def _block(element: Element, levels: dict[str, int], notes: Notes) -> Block:
    if element.tag == f"{W}tr":
        cells = [words_in(cell, notes).strip() for cell in within(element, f"{W}tc")]
        return Block(" | ".join(cell for cell in cells if cell))
    text = words_in(element, notes).strip()
    level = heading_level(element, levels)
    listed = not level and element.find(f"{W}pPr/{W}numPr") is not None
    return Block(f"- {text}" if listed and text else text, level)


def words_in(element: Element, notes: Notes) -> str:
    return "".join(_pieces(element, notes))


def _pieces(element: Element, notes: Notes) -> Iterator[str]:
    for child in element:
        if (letters := letters_of(child)) is not None:
            yield letters
        elif child.tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
            kind = child.tag.removeprefix(W).removesuffix("Reference")
            note = notes.get((kind, child.get(f"{W}id", "")))
            yield f" [{note}]" if note else ""
        elif child.tag not in SKIPPED:
            yield from _pieces(child, notes)
            yield "\n" if child.tag == f"{W}p" else ""


def letters_of(element: Element) -> str | None:
    """What an element stands for by itself; nothing for one that holds others."""
    if element.tag in _TEXT:
        return element.text or ""
    if element.tag == f"{W}sym":
        return character(element.get(f"{W}font", ""), element.get(f"{W}char", ""))
    return _SIGNS.get(element.tag)


def heading_level(paragraph: Element, levels: dict[str, int]) -> int:
    outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
    if outline is not None:
        return _outline(outline)
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return 0 if style is None else levels.get(style.get(f"{W}val", ""), 0)


def _outline(element: Element) -> int:
    """Word counts outline levels from 0, and calls 9 what is none."""
    value = element.get(f"{W}val", "9")
    return min(int(value) + 1, _DEEPEST) if value.isdigit() and int(value) < 9 else 0


def heading_levels(raw: bytes) -> dict[str, int]:
    """By style: the level of the headings it makes, its own or that of the style it is based on."""
    styles = part(raw, "word/styles.xml")
    every = () if styles is None else styles.iter(f"{W}style")
    found = {style.get(f"{W}styleId", ""): style for style in every}
    return {name: level for name in found if (level := _style_level(name, found))}


def _style_level(name: str, styles: dict[str, Element]) -> int:
    for _ in range(10):  # styles based on each other in a circle are no reason to hang
        style = styles.get(name)
        if style is None:
            return 0
        if level := _own_level(style):
            return level
        based = style.find(f"{W}basedOn")
        name = "" if based is None else based.get(f"{W}val", "")
    return 0


def _own_level(style: Element) -> int:
    called = style.find(f"{W}name")
    name = "" if called is None else called.get(f"{W}val", "").casefold()
    if name == "title":
        return 1
    if name.startswith("heading ") and name[8:].isdigit():
        return min(int(name[8:]), _DEEPEST)
    outline = style.find(f"{W}pPr/{W}outlineLvl")
    return 0 if outline is None else _outline(outline)


def notes_of(raw: bytes) -> Notes:
    return {
        (kind, note.get(f"{W}id", "")): " ".join(words_in(note, {}).split())
        for kind in ("footnote", "endnote")
        for note in (part(raw, f"word/{kind}s.xml") or ())
        if note.get(f"{W}type") in {None, "normal"}
    }
