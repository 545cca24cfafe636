"""A chair's Markdown as real Word structure; raw HTML stays the text it is."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from docx.document import Document
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from consultation.exports.docx.blocks import add_table, add_text
from consultation.exports.docx.inline import Span, add_spans, spans
from consultation.exports.docx.lists import put_in_list, start_list
from consultation.exports.docx.page import TEXT_WIDTH

NESTING = 40
"""How deep lists and quotations are read; the parser drops what lies deeper without a word."""

_STEP = 0.635
_parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
_parser.options["maxNesting"] = NESTING


@dataclass(frozen=True)
class Place:
    """Where a block lies: its style, how deep it is, and the list that it begins an item of."""

    style: str = "Normal"
    depth: int = 0
    list_number: int | None = None


def write_markdown(document: Document, text: str, *, below: int) -> None:
    """Write a text whose own headings begin one level under `below` and never jump a level.

    A text nested too deep to be read whole is written as it was typed.
    """
    tokens = _parser.parse(text)
    if any(token.level >= NESTING - 1 for token in tokens):
        add_text(document, text)
        return
    writer = _Writer(document, below)
    for node in SyntaxTreeNode(tokens).children:
        writer.write(node, Place())


class _Writer:
    """Writes block after block and remembers the level of the last heading."""

    def __init__(self, document: Document, below: int) -> None:
        self._document = document
        self._below = self._level = below
        self._writers: dict[str, Callable[[SyntaxTreeNode, Place], None]] = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "bullet_list": self._list,
            "ordered_list": self._list,
            "blockquote": self._quotation,
            "hr": self._rule,
            "table": self._table,
        }

    def write(self, node: SyntaxTreeNode, place: Place) -> None:
        """One block; code and whatever has no writer is written as its plain content."""
        self._writers.get(node.type, self._code)(node, place)

    def _start(self, place: Place) -> Paragraph:
        paragraph = self._document.add_paragraph(style=place.style)
        if place.list_number is not None:
            put_in_list(paragraph, place.list_number, place.depth - 1)
        elif place.depth:
            paragraph.paragraph_format.left_indent = Cm(_STEP * min(place.depth, 9))
        return paragraph

    def _heading(self, node: SyntaxTreeNode, place: Place) -> None:
        if words := _words(node):
            self._level = min(self._below + int(node.tag[1]), self._level + 1, 9)
            add_spans(self._document.add_paragraph(style=f"Heading {self._level}"), words)

    def _paragraph(self, node: SyntaxTreeNode, place: Place) -> None:
        add_spans(self._start(place), _words(node))

    def _code(self, node: SyntaxTreeNode, place: Place) -> None:
        code = self._start(replace(place, style="Plenary Code", list_number=None))
        add_spans(code, [Span(node.content.rstrip("\n"))])

    def _rule(self, node: SyntaxTreeNode, place: Place) -> None:
        add_spans(self._start(place), [Span("* * *")])

    def _quotation(self, node: SyntaxTreeNode, place: Place) -> None:
        for child in node.children:
            self.write(child, Place("Plenary Indent", place.depth + 1))

    def _list(self, node: SyntaxTreeNode, place: Place) -> None:
        start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
        number = start_list(self._document, place.depth, start=start)
        inside = Place("Plenary List", place.depth + 1)
        for item in node.children:
            self._item(item.children, inside, number)

    def _item(self, blocks: list[SyntaxTreeNode], inside: Place, number: int) -> None:
        """A list item: its first paragraph carries the bullet, the rest stands under it."""
        first = replace(inside, list_number=number)
        if blocks and blocks[0].type == "paragraph":
            self.write(blocks[0], first)
            blocks = blocks[1:]
        else:
            self._start(first)
        for block in blocks:
            self.write(block, inside)

    def _table(self, node: SyntaxTreeNode, place: Place) -> None:
        lines = [line for part in node.children for line in part.children]
        header, *rows = [
            ["".join(span.text for span in _words(cell)) for cell in line.children]
            for line in lines
        ]
        widths = [TEXT_WIDTH / len(header)] * len(header)
        add_table(self._document, "Table in the summary", header, rows, widths)


def _words(node: SyntaxTreeNode) -> list[Span]:
    """The runs of a block that holds one line of inline content."""
    inline = node.children[0].token if node.children else None
    return spans(inline.children or []) if inline else []
