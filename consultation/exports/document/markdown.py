"""A chair's Markdown as blocks of the document; raw HTML stays the text it is."""

from collections.abc import Callable, Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from consultation.exports.document.blocks import (
    Block,
    Heading,
    Indented,
    Listing,
    Paragraph,
    Role,
    Run,
    said,
    table,
)
from consultation.exports.document.inline import runs

NESTING = 40
"""How deep lists and quotations are read; the parser drops what lies deeper without a word."""

WIDTH = 16.0
"""Centimetres that a table has across."""

_ANNOUNCED = {"blockquote", "bullet_list", "ordered_list", "table"}

_parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
_parser.options["maxNesting"] = NESTING


def markdown_blocks(text: str, *, below: int) -> list[Block]:
    """A text whose own headings begin one level under `below` and never jump a level.

    A text nested too deep to be read whole is given as it was typed.
    """
    tokens = _parser.parse(text)
    if any(token.level >= NESTING - 1 for token in tokens):
        return [said(text)]
    return list(_Reader(below).read(SyntaxTreeNode(tokens).children))


class _Reader:
    """Reads block after block and remembers the level of the last heading."""

    def __init__(self, below: int) -> None:
        self._below = self._level = below
        self._readers: dict[str, Callable[[SyntaxTreeNode], Iterable[Block]]] = {
            "heading": self._heading,
            "paragraph": lambda node: [Paragraph(_words(node), keep=_leads_in(node))],
            "bullet_list": self._list,
            "ordered_list": self._list,
            "blockquote": lambda node: [Indented(tuple(self.read(node.children)))],
            "hr": lambda _: [said("* * *")],
            "table": self._table,
        }

    def read(self, nodes: Iterable[SyntaxTreeNode]) -> Iterator[Block]:
        """Blocks; code and whatever has no reader is its plain content."""
        for node in nodes:
            yield from self._readers.get(node.type, self._code)(node)

    def _heading(self, node: SyntaxTreeNode) -> Iterator[Block]:
        if words := _words(node):
            self._level = min(self._below + int(node.tag[1]), self._level + 1, 9)
            yield Heading(words, self._level)

    def _code(self, node: SyntaxTreeNode) -> Iterator[Block]:
        yield said(node.content.rstrip("\n"), Role.CODE)

    def _list(self, node: SyntaxTreeNode) -> Iterator[Block]:
        start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
        yield Listing(tuple(tuple(self.read(item.children)) for item in node.children), start)

    def _table(self, node: SyntaxTreeNode) -> Iterator[Block]:
        lines = [line for part in node.children for line in part.children]
        header, *rows = [
            ["".join(run.text for run in _words(cell)) for cell in line.children] for line in lines
        ]
        yield table("Table in the summary", header, rows, [WIDTH / len(header)] * len(header))


def _leads_in(node: SyntaxTreeNode) -> bool:
    """Whether a quotation, a list or a table begins right after a paragraph."""
    after = node.next_sibling
    return after is not None and after.type in _ANNOUNCED


def _words(node: SyntaxTreeNode) -> tuple[Run, ...]:
    """The runs of a block that holds one line of inline content."""
    inline = node.children[0].token if node.children else None
    return tuple(runs(inline.children or [])) if inline else ()
