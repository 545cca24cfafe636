"""The words of a Markdown text as a reader selects them, without its marks."""

from functools import lru_cache
from importlib import import_module

from markdown_it import MarkdownIt
from markdown_it.token import Token

from consultation.quoting import MARKDOWN_LIMIT

PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
# Nine kilobytes of bars take a second otherwise; the package has a function of the module's name.
vars(import_module("markdown_it.rules_block.table"))["MAX_AUTOCOMPLETED_CELLS"] = 4_096
_BREAKS = ("softbreak", "hardbreak")
_WORDS = {"paragraph_open", "inline", "paragraph_close", "text", *_BREAKS}


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    r"""The words of a Markdown text as a reader selects them: no marks, one space between.

    >>> plain("The *record* is [complete](/x).\n\n- at `release`")
    'The record is complete. at release'
    """
    if len(text) > MARKDOWN_LIMIT:
        return " ".join(text.split())
    blocks = (token for token in PARSER.parse(text) if token.content)
    return " ".join(" ".join(_words(block) for block in blocks).split())


def is_marked(text: str) -> bool:
    r"""Whether a Markdown text says more than its words do: by type, links, lists, tables.

    >>> is_marked(r"Is it 5 \* 3,\nor not?"), is_marked("Is it *so*?"), is_marked("- a")
    (False, True, True)
    """
    if len(text) > MARKDOWN_LIMIT:
        return False
    blocks = PARSER.parse(text)
    return any(
        token.type not in _WORDS for block in blocks for token in (block, *(block.children or ()))
    )


def _words(block: Token) -> str:
    if block.children is None:
        return block.content
    return "".join(" " if child.type in _BREAKS else child.content for child in block.children)
