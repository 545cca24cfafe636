"""A draft from a file: provisions as they would be, and what was not understood, line by line."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from consultation.boundary import SHORT_TEXT_LIMIT, clean_text
from consultation.errors import ImportRefused
from consultation.imports.guessing import Heading, heading_of, is_provision_number, kind_below
from consultation.imports.papers import FILE_LIMIT, read_outline
from consultation.imports.reader.outline import BULLET, TITLE, Piece
from consultation.models import KINDS
from consultation.models.draft import kind_name
from consultation.operations.taking import Taken

MOST = 2_000
"""Provisions of one draft."""

_NOT_WHOLE = "The provisions did not arrive whole. Upload the file once more."
_MARKS = re.compile(r"([\\`*<]|(?<!\w)_|_(?!\w)|\](?=\())")
_STARTS = re.compile(r"^([#>+=~-]|[0-9]{1,9}(?=[.)]\s))")


@dataclass
class Found:
    """A provision as it would be kept; `depth` is 0 at the top."""

    depth: int
    kind: str
    number: str
    title: str
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its Markdown: lines of a table or a list stand together, paragraphs apart."""
        text = ""
        for line in self.lines:
            together = _list_of(line) and _list_of(line) == _list_of(text.rpartition("\n")[2])
            text += ("" if not text else "\n" if together else "\n\n") + line
        return text

    @property
    def name(self) -> str:
        return f"{kind_name(self.kind)} {self.number or self.title}"


@dataclass(frozen=True)
class Doubt:
    """What was not understood at a place of the file, and what was made of it."""

    place: int
    words: str
    what: str


@dataclass(frozen=True)
class DraftFile:
    """All that a file gave: its title, provisions in order, doubts, and what was left out."""

    title: str
    provisions: tuple[Found, ...]
    doubts: tuple[Doubt, ...]
    left_out: tuple[str, ...]

    @property
    def taken(self) -> list[Taken]:
        """The provisions as they are kept."""
        return [Taken(f.depth, f.kind, f.number, f.title, f.text) for f in self.provisions]


def _list_of(line: str) -> str:
    """The sign that the rows of a table, or the lines of a list, begin with."""
    return next((sign for sign in ("|", "- ") if line.lstrip().startswith(sign)), "")


def read_draft(raw: bytes, *, name: str) -> DraftFile:
    """The provisions of a DOCX, Markdown or Akoma Ntoso file.

    Raises ImportRefused, with what to do, for whatever cannot be read, or has no provisions.
    """
    pieces, left_out = read_outline(raw, name=name)
    reading = _Reading()
    for piece in _titled(pieces):
        reading.take(piece)
    if not reading.found:
        raise ImportRefused(f"“{name}” has no heading and no numbered provision in it.")
    if len(reading.found) > MOST:
        raise ImportRefused(f"“{name}” has more than {MOST:,} provisions. Split it.")
    reading.look_back()
    return DraftFile(reading.title, tuple(reading.found), tuple(reading.doubts), left_out)


def _titled(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, a single heading above all others being the title of the draft."""
    headings = [piece for piece in pieces if piece.level and piece.kind != TITLE]
    top = [piece for piece in headings if piece.level == 1]
    is_title = (
        len(top) == 1 < len(headings) and top[0] is headings[0] and not heading_of(top[0]).number
    )
    for piece in pieces:
        if is_title and piece is top[0]:
            yield replace(piece, kind=TITLE)
        else:
            yield replace(piece, level=piece.level - 1) if is_title and piece.level else piece


class _Reading:
    """Goes through the pieces of a file once."""

    def __init__(self) -> None:
        self.title = ""
        self.found: list[Found] = []
        self.doubts: list[Doubt] = []
        self._level = 0
        self._in_table = False

    def take(self, piece: Piece) -> None:
        """Make of a piece a provision, or a part of the one before it."""
        if piece.kind == TITLE and not self.title:
            self.title = piece.text[:SHORT_TEXT_LIMIT]
        elif piece.level:
            self._heading(piece)
        elif is_provision_number(piece.number, self._kind):
            self._numbered(piece)
        else:
            self._words(piece)
        self._in_table = bool(piece.cells)

    @property
    def _kind(self) -> str:
        return self.found[-1].kind if self.found else ""

    def _heading(self, piece: Piece) -> None:
        depth = piece.level - 1
        deepest = self.found[-1].depth + 1 if self.found else 0
        if depth > deepest:
            self._doubt(piece, "Levels are left out above it: it stands one below what is before.")
        self._level = piece.level
        self._add(piece, min(depth, deepest), heading_of(piece), piece.text)

    def _numbered(self, piece: Piece) -> None:
        """A paragraph with a number of its own: a provision without a title."""
        heading = heading_of(Piece(piece.place, "", number=piece.number, kind=piece.kind))
        before = self.found[-1] if self.found else None
        is_first = before is not None and before.title != "" and not self._is_under_heading
        depth = 0 if before is None else before.depth + 1 if is_first else before.depth
        self._add(piece, depth, heading, "")
        self._is_under_heading = True
        self.found[-1].lines.append(_markdown(replace(piece, number="")))

    _is_under_heading = False

    def _add(self, piece: Piece, depth: int, heading: Heading, words: str) -> None:
        self._is_under_heading = False
        above = next((each for each in reversed(self.found) if each.depth < depth), None)
        kind = heading.kind or kind_below(above.kind if above else "", self._last_beside(depth))
        if not heading.kind and piece.level:
            self._doubt(piece, f"It does not say what it is: taken as {kind_name(kind).lower()}.")
        number = heading.number
        if kind == "paragraph" and above is not None and above.number and number.isdecimal():
            number = f"{above.number}({number})"
        title = heading.title[:SHORT_TEXT_LIMIT]
        self.found.append(Found(depth, kind if kind in KINDS else "section", number, title))
        if len(heading.title) > SHORT_TEXT_LIMIT:
            self._doubt(piece, "Too long for a title: all of it is the text.")
            self.found[-1].lines.append(_escaped(heading.title))

    def _last_beside(self, depth: int) -> str:
        """The kind of what stands before it on its level, under the same."""
        for each in reversed(self.found):
            if each.depth <= depth:
                return each.kind if each.depth == depth else ""
        return ""

    def _words(self, piece: Piece) -> None:
        if not self.found:
            self.found.append(Found(0, "note", "", "Before the first heading"))
            self._doubt(piece, "It stands before the first heading: kept as a note.")
        lines = self.found[-1].lines
        if piece.cells:
            lines += _row(piece.cells, is_first=not self._in_table)
        elif piece.text or piece.number:
            lines.append(_markdown(piece))

    def look_back(self) -> None:
        """Doubts that the whole tells."""
        names = Counter(each.name for each in self.found if each.number)
        for at, each in enumerate(self.found, 1):
            if names[each.name] > 1 and each.number:
                self.doubts.append(Doubt(at, each.name, "This name is given more than once."))
            if not each.number and not each.title:
                self.doubts.append(Doubt(at, each.text[:80], "It has neither number nor title."))

    def _doubt(self, piece: Piece, what: str) -> None:
        words = piece.text or piece.number or " | ".join(piece.cells)
        self.doubts.append(Doubt(piece.place, words[:80], what))


def _row(cells: tuple[str, ...], *, is_first: bool) -> Iterator[str]:
    words = [_escaped(cell).replace("|", r"\|") for cell in cells] or [""]
    yield f"| {' | '.join(words)} |"
    if is_first:
        yield f"|{' --- |' * len(words)}"


def _markdown(piece: Piece) -> str:
    if piece.is_markdown:
        return piece.text
    words = "\\\n".join(_escaped(line) for line in piece.text.split("\n") if line.strip())
    if piece.number == BULLET:
        return f"{'  ' * max(piece.depth - 1, 0)}- {words}"
    if piece.number and not is_provision_number(piece.number, ""):
        return f"{_escaped(piece.number)} {words}"
    return words


def _escaped(words: str) -> str:
    line = _MARKS.sub(r"\\\1", " ".join(clean_text(words, limit=FILE_LIMIT).split()))
    return _STARTS.sub(lambda start: _kept(start.group()), line)


def _kept(sign: str) -> str:
    return f"{sign}\\" if sign.isdecimal() else f"\\{sign}"


def unpacked(provisions: str) -> list[Taken]:
    """The provisions that were shown again; raises ImportRefused for anything else."""
    try:
        lines = json.loads(provisions)
        taken = [_unpacked(line) for line in lines]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ImportRefused(
            "The provisions did not arrive whole. Upload the file again."
        ) from error
    deepest = [0, *(each.depth + 1 for each in taken)]
    if not taken or any(each.depth > most for each, most in zip(taken, deepest, strict=False)):
        raise ImportRefused(_NOT_WHOLE)
    return taken[:MOST]


def _unpacked(line: dict[str, object]) -> Taken:
    number, title = (
        clean_text(str(line[name]), limit=SHORT_TEXT_LIMIT) for name in ("number", "title")
    )
    kind = str(line["kind"]) if line["kind"] in KINDS else "section"
    text = clean_text(str(line["text"]), limit=FILE_LIMIT)
    return Taken(abs(int(str(line["depth"]))), kind, number, title, text)
