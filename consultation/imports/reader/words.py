"""Plain text and Markdown → headings and paragraphs."""

import re
from collections.abc import Iterator

from .blocks import Block, Reading, Refused
from .kinds import Kind, decoded

_ATX = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_BLANK = re.compile(r"\n[ \t\f]*\n")

HEADING_LENGTH = 90
"""Characters of the longest line that may be a heading in a text without any marks."""


def read_text(raw: bytes) -> Reading:
    """Paragraphs between blank lines; a short line of its own that is no sentence is a heading."""
    paragraphs = [part.strip("\n\f ") for part in _BLANK.split(_text(raw))]
    blocks = tuple(Block(part, 1 if _is_heading(part) else 0) for part in paragraphs if part)
    return Reading(Kind.TEXT, blocks)


def _is_heading(paragraph: str) -> bool:
    """A line of its own, short, with a letter and without a sentence's end."""
    return (
        "\n" not in paragraph
        and len(paragraph) <= HEADING_LENGTH
        and paragraph[-1] not in ".!?,;:…\"'”’"
        and paragraph[0] not in "-*•"
        and any(character.isalpha() for character in paragraph)
    )


def read_markdown(raw: bytes) -> Reading:
    """Headings by # or an underline; fenced code keeps its #."""
    return Reading(Kind.MARKDOWN, tuple(_markdown(_text(raw).split("\n"))))


def _markdown(lines: list[str]) -> Iterator[Block]:
    paragraph: list[str] = []
    fence = ""
    for line in [*lines, ""]:
        fence = _fence_after(line, fence)
        heading = None if fence else _heading(line, paragraph)
        if heading is None and (line.strip() or fence):
            paragraph.append(line.rstrip())
            continue
        yield from [Block("\n".join(paragraph))] if paragraph else []
        yield from [heading] if heading else []
        paragraph = []
    yield from [Block("\n".join(paragraph))] if paragraph else []


def _fence_after(line: str, fence: str) -> str:
    """The mark of the fenced code that is open below a line; empty outside."""
    mark = _FENCE.match(line)
    if mark is None or (fence and mark.group(1) != fence):
        return fence
    return "" if fence else mark.group(1)


def _heading(line: str, paragraph: list[str]) -> Block | None:
    """The heading that a line is, or makes of the one line above it (which is taken away)."""
    if marked := _ATX.match(line):
        return Block(marked.group(2), len(marked.group(1))) if marked.group(2) else None
    if (under := _UNDERLINE.match(line)) and len(paragraph) == 1:
        return Block(paragraph.pop().strip(), 1 if under.group(1)[0] == "=" else 2)
    return None


def _text(raw: bytes) -> str:
    text = decoded(raw)
    if text is None:
        raise Refused("is no text that can be read. Save it as UTF-8 and attach that.")
    return text.replace("\r\n", "\n").replace("\r", "\n")
