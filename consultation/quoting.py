"""Words inside Markdown: written so that they are read as they are, and quoted so that it shows."""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKDOWN_LIMIT = 100_000
"""Characters that are read as Markdown; a longer text is no provision, and is shown as written."""

_parser = MarkdownIt("commonmark", {"html": False, "linkify": False})
_MARKS = re.compile(r"([\\`*_\[\]<>&|{}])")
_AT_THE_START = re.compile(r"^([#+=~-]|[0-9]{1,9}(?=[.)]))")
_BREAKS = ("softbreak", "hardbreak")


@dataclass(frozen=True)
class BlockQuote:
    """A block quote of a Markdown text: its words as they are read, and as they were typed."""

    read: str
    typed: str


def single_spaced(text: str) -> str:
    """A text with one space for each run of white space."""
    return " ".join(text.split())


def escaped(words: str) -> str:
    r"""Words on one line that Markdown reads as nothing but themselves, wherever they stand.

    >>> escaped("*All* of [it]")
    '\\*All\\* of \\[it\\]'
    >>> escaped("1. Keep\nit")
    '1\\. Keep it'
    """
    line = _MARKS.sub(r"\\\1", single_spaced(words))
    return _AT_THE_START.sub(_kept, line)


def _kept(start: re.Match[str]) -> str:
    sign = start.group()
    return f"{sign}\\" if sign.isdecimal() else f"\\{sign}"


def block_quotes(text: str) -> list[BlockQuote]:
    r"""The outermost block quotes of a Markdown text.

    >>> block_quotes("They say:\n\n> *All* of\n> it.\n\nSo be it.")
    [BlockQuote(read='All of it.', typed='*All* of it.')]
    """
    if len(text) > MARKDOWN_LIMIT:
        return []
    quotes: list[BlockQuote] = []
    lines, inside = text.split("\n"), 0
    inner: list[Token] = []
    for token in _parser.parse(text):
        inside += token.nesting if token.type.startswith("blockquote_") else 0
        if token.type == "blockquote_open" and inside == 1:
            first, end = token.map or (0, 0)
            inner = []
        elif token.type == "blockquote_close" and not inside:
            typed = " ".join(_unmarked(line) for line in lines[first:end])
            read = " ".join(map(_words, inner))
            quotes.append(BlockQuote(single_spaced(read), single_spaced(typed)))
        elif inside and token.content:
            inner.append(token)
    return quotes


def _unmarked(line: str) -> str:
    """A line of a block quote without the mark that makes it one."""
    return re.sub(r"^[ \t]*(?:>[ \t]?)?", "", line)


def _words(block: Token) -> str:
    if block.children is None:
        return block.content
    return "".join(" " if child.type in _BREAKS else child.content for child in block.children)
