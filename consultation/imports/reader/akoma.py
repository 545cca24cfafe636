"""A draft in Akoma Ntoso (OASIS LegalDocML 1.0): the hierarchy with its numbers and headings."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .blocks import Refused
from .outline import AKOMA_NTOSO, TITLE, Line, Outline, Piece, Run, line_of, said

HIERARCHY = frozenset({
    "book", "tome", "part", "subpart", "title", "subtitle", "chapter", "subchapter", "section",
    "subsection", "article", "rule", "clause", "paragraph", "division", "level", "recital",
    "recitals", "attachment",
})  # fmt: skip
"""Elements of which each is a provision; narrower ones are part of its text."""

_NARROWER = frozenset({
    "point", "indent", "subparagraph", "alinea", "subclause", "item", "subrule", "sublist", "list",
    "blockList",
})  # fmt: skip
_NAMES = frozenset({"num", "heading", "subheading"})
_WORDS = frozenset({"p", "listIntroduction", "listWrapUp", "crossHeading", "longTitle"})
_UNREAD = frozenset({"meta", "toc", "coverPage", "signature", "conclusions"})
_LOST = {"img": "pictures", "conclusions": "the conclusions", "toc": "the table of contents"}
_DEEPEST = 50


def is_akoma_ntoso(raw: bytes) -> bool:
    """Whether the beginning of a file names the format.

    >>> is_akoma_ntoso(b"<akomaNtoso xmlns='x'>"), is_akoma_ntoso(b"<html>")
    (True, False)
    """
    return b"akomantoso" in raw[:4_000].lower() and raw.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"


def read_akoma(raw: bytes) -> Outline:
    """The hierarchy in order; entities and document types are refused."""
    try:
        root: Element = fromstring(raw, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refused("holds declarations that could read other files. Save it without.") from error
    except (ParseError, ValueError) as error:
        raise Refused("is no well-formed XML. Check it in the program that wrote it.") from error
    walk = _Walk()
    walk.down(root, 0)
    return Outline(AKOMA_NTOSO, tuple(walk.pieces), tuple(sorted(walk.lost)))


class _Walk:
    """Goes through a document once and collects its pieces."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.lost: set[str] = set()

    def down(self, element: Element, level: int, deep: int = 0) -> None:
        """Add what an element holds; `level` is that of the provision around it."""
        if deep > _DEEPEST:
            raise Refused(f"is nested more than {_DEEPEST} deep, which no text is.")
        for child in element:
            self._take(child, _name(child), level, deep + 1)

    def _take(self, child: Element, name: str, level: int, deep: int) -> None:
        self.lost |= {_LOST[name]} if name in _LOST else set()
        if name in HIERARCHY:
            self._provision(child, name, level + 1, deep)
        elif name in _WORDS or name == "docTitle":
            is_title = any(_name(each) == "docTitle" for each in child.iter())
            self._add(_line(child), level=int(is_title), kind=TITLE if is_title else "")
        elif name == "table":
            self._rows(child)
        elif name in _NARROWER and _part(child, "num"):
            self._line(child)
        elif name not in _UNREAD | _NAMES:
            self.down(child, level, deep)

    def _provision(self, element: Element, name: str, level: int, deep: int) -> None:
        title = ". ".join(filter(None, (_part(element, "heading"), _part(element, "subheading"))))
        title = title or ("Recitals" if name == "recitals" else "")
        self._add((Run(title),), level=level, kind=name, number=_part(element, "num"))
        self.down(element, level, deep)

    def _line(self, element: Element) -> None:
        """A point or the like: its number and its words; lines inside it come after."""
        own = [
            run for each in element.iter() if _name(each) in _WORDS
            and not any(each in inner.iter() for inner in _inner(element))
            for run in (*_line(each), Run(" "))
        ]  # fmt: skip
        self._add(line_of(own), number=_part(element, "num"), depth=9)
        for inner in _inner(element):
            self._line(inner)

    def _rows(self, table: Element) -> None:
        for row in table.iter():
            if _name(row) == "tr":
                cells = tuple(_line(c) for c in row if _name(c) in {"td", "th"})
                self._add((), cells=cells)

    def _add(self, line: Line, **given: object) -> None:
        if said(line).strip() or given.get("level") or given.get("cells") or given.get("number"):
            place = len(self.pieces) + 1
            self.pieces.append(Piece(place, line, **given))  # type: ignore[arg-type]


def _inner(element: Element) -> list[Element]:
    """The numbered lines next below a line."""
    found: list[Element] = []
    for child in element:
        is_line = _name(child) in _NARROWER and bool(_part(child, "num"))
        found += [child] if is_line else _inner(child)
    return found


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _part(element: Element, name: str) -> str:
    return next((_said(child) for child in element if _name(child) == name), "")


def _said(element: Element) -> str:
    return " ".join(said(_line(element)).split())


def _line(element: Element) -> Line:
    return line_of(_runs(element, Run("")))


def _runs(element: Element, like: Run) -> Iterator[Run]:
    """The letters of an element, set like what it stands in, or bold or italic by itself."""
    yield like._replace(text=element.text or "")
    for child in element:
        name = _name(child)
        is_note = name == "authorialNote"
        yield Run(" [" if is_note else "")
        yield from _runs(child, Run("", like.is_bold or name == "b", like.is_italic or name == "i"))
        yield Run("]" if is_note else "")
        yield like._replace(text=child.tail or "")
