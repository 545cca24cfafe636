"""Lines of pages → headings and paragraphs: what the layout broke is joined again."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from .blocks import Block
from .lines import Line, body_size, is_larger, usual_step

WIDER = 1.3
"""A step between lines that is so many times the usual one parts paragraphs."""

LONGEST_HEADING = 160
_HYPHENS = "-\u2010\u00ad\x02\ufffe"
_ITEM = re.compile(r"(?:[•‣▪–*-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")
_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")


def paragraphs(pages: Sequence[Sequence[Line]]) -> Iterator[Block]:
    """Headings and paragraphs in the order of the pages; a paragraph has the page it begins on."""
    lines = list(chain.from_iterable(pages))
    if not lines:
        return
    body, step = body_size(lines), usual_step(lines)
    sizes = sorted({line.size for line in lines if _is_heading(line, body)}, reverse=True)
    words = {word.casefold() for line in lines for word in line.text.split()}
    for group in _groups(lines, body, step):
        text = _joined([line.text for line in group], words)
        heading = _is_heading(group[0], body) and len(text) <= LONGEST_HEADING
        yield Block(text, min(sizes.index(group[0].size) + 1, 6) if heading else 0, group[0].page)


def _is_heading(line: Line, body: float) -> bool:
    return is_larger(line, body) or (line.bold and line.size >= body)


def _groups(lines: Sequence[Line], body: float, step: float) -> Iterator[list[Line]]:
    group = [lines[0]]
    for above, below in pairwise(lines):
        if _begins(above, below, body, step):
            yield group
            group = []
        group.append(below)
    yield group


def _begins(above: Line, below: Line, body: float, step: float) -> bool:
    """Whether a line begins a paragraph of its own."""
    heading = _is_heading(below, body)
    if heading != _is_heading(above, body) or (heading and above.size != below.size):
        return True
    if _ITEM.match(below.text) and not heading:
        return True
    if above.page != below.page or below.top >= above.top:
        # A new page or column: a sentence that has not ended goes on there.
        return heading or bool(_END.search(above.text)) or not below.text[0].islower()
    wide = (above.top - below.top) / (below.size or 1) > WIDER * step
    return wide or _is_indented(above, below)


def _is_indented(above: Line, below: Line) -> bool:
    return below.left - above.left > 0.8 * below.size and bool(_END.search(above.text))


def _joined(lines: Sequence[str], words: set[str]) -> str:
    """One line of several; a word parted by a hyphen at a line's end is whole again."""
    text = lines[0]
    for line in lines[1:]:
        text = _without_hyphen(text, line, words) if text[-1] in _HYPHENS else f"{text} {line}"
    return text.translate({ord(mark): "-" for mark in "\x02\ufffe"}).replace("\u00ad", "")


def _without_hyphen(text: str, line: str, words: set[str]) -> str:
    """A hyphen that the layout put goes; one that the document writes elsewhere stays."""
    first, _, _ = line.partition(" ")
    before = text[:-1].rpartition(" ")[2]
    written = f"{before}-{first}".casefold()
    if not before or not line[0].islower() or written in words:
        return f"{text[:-1]}-{line}" if text[:-1] else f"{text}{line}"
    return text[:-1] + line
