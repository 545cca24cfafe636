"""The open questions of a draft's file: those under a heading that says so, or called so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from consultation.boundary import clean_text
from consultation.imports.guessing import heading_of, is_provision_number
from consultation.imports.reader.outline import BULLET, QUESTION, Piece, Run
from consultation.operations.drafts.taking import TakenQuestion
from consultation.plain import is_marked, plain

_HEADING = re.compile(
    r"(?:(?:open|guiding|specific|key|consultation) )*questions?"
    r"(?: (?:for|to) [^.?!]{1,60})?\s*:?",
    re.IGNORECASE,
)
_BEGUN = re.compile(r"[\W\d_]*(?:open|guiding|specific|key|consultation|q)", re.IGNORECASE)
_NUMBER = r"(?P<number>\d+(?:[.-]\d+)*[a-z]?)"
_CALLED = rf"(?:(?:open )?question |q\.? ?){_NUMBER}"
_LABEL = re.compile(rf"(?:{_CALLED})[.:)]?", re.IGNORECASE)
_NAMED = re.compile(rf"(?:{_CALLED})(?:[.:)]| [–—-]) *(?P<words>\S.*)", re.IGNORECASE | re.DOTALL)
_COUNTED = re.compile(rf"\(?{_NUMBER}[.)]?")
_ITEM = re.compile(r"(?P<indent> *)(?P<sign>[-*+]|\(?[0-9]{1,9}[.)]|\(?[a-z]\))[ \t]+(?P<words>.*)")


@dataclass(frozen=True)
class Place:
    """Where questions stand: `about` is the provision, counted from 0; None is the whole draft.

    `level` is that of their heading, `box` the box they are in; each is 0 where there is none.
    """

    about: int | None
    level: int = 0
    box: int = 0


@dataclass
class _Asked:
    number: str
    lines: list[str]
    about: int | None

    @property
    def text(self) -> str:
        return clean_text("\n".join(self.lines))


class Questions:
    """Takes the pieces of a file that are open questions; `empty` are headings without any."""

    def __init__(self) -> None:
        self._asked: list[_Asked] = []
        self._place: Place | None = None
        self._heading: Piece | None = None
        self._first: Piece | None = None
        self.empty: list[Piece] = []
        self.has_marks = False

    @property
    def taken(self) -> tuple[TakenQuestion, ...]:
        """The questions, numbered as in the file where each has a number of its own."""
        anew = self.are_renumbered
        return tuple(
            TakenQuestion(f"Q{at if anew else each.number}", each.text, each.about)
            for at, each in enumerate(self._asked, 1)
        )

    def __len__(self) -> int:
        return len(self._asked)

    @property
    def are_looked_for(self) -> bool:
        """Whether it stands under a heading of questions."""
        return self._place is not None

    @property
    def are_renumbered(self) -> bool:
        """Whether not each of them has a number, or one of its own."""
        numbers = {asked.number for asked in self._asked} - {""}
        return len(numbers) < len(self._asked)

    def parts(self, piece: Piece) -> Iterator[Piece]:
        """A piece; of Markdown, each line of a list where it may be a question."""
        first, _, rest = piece.text.partition("\n")
        if piece.level or not piece.is_markdown:
            yield piece
        elif self._place is not None:
            yield from _items(piece, piece.text)
        elif rest and _HEADING.fullmatch(plain(first)):
            yield replace(piece, line=(Run(first),))
            yield from _items(piece, rest)
        else:
            yield piece

    def begin(self, piece: Piece, place: Place, following: Piece | None) -> bool:
        """Whether a piece is the heading of questions, or a line above some; it is taken."""
        if piece.cells or piece.number == BULLET or not _may_tell(piece):
            return False
        words = heading_of(piece).title if piece.level else _words(piece)
        if not _HEADING.fullmatch(words):
            return False
        is_line = not (place.level or place.box)
        if is_line and (following is None or not _is_item(following)):
            return False
        self.end()
        self._place, self._heading = place, piece
        return True

    def take(self, piece: Piece, about: int | None) -> bool:
        """Whether a piece is a question, or belongs to one; it is taken."""
        if self._place is not None and _is_over(piece, self._place):
            self.end()
        named = _named(piece)
        if named is None:
            return self._place is not None and not piece.cells and self._goes_on(piece)
        if self._place is None and (piece.level or piece.box):
            self._place = Place(about, piece.level, piece.box)
        self._ask(piece, *named, about)
        return True

    def _goes_on(self, piece: Piece) -> bool:
        """Whether a piece among questions is the next, or more words of the last; it is taken."""
        if self._begins(piece):
            number = _COUNTED.fullmatch(piece.number)
            self._ask(piece, number["number"] if number else "", _words(piece))
        elif self._first is not None:
            self._add(piece)
        else:
            return False
        return True

    def end(self) -> None:
        """Look no further for questions where some were looked for."""
        if self._heading is not None and self._first is None:
            self.empty.append(self._heading)
        self._place = self._first = self._heading = None

    def _begins(self, piece: Piece) -> bool:
        """Whether it is set or numbered as the first question is, which has a number or asks."""
        first = self._first
        if first is None:
            return _is_item(piece) or bool(piece.level)
        if first.level or piece.level:
            return bool(piece.level)
        if not first.number:
            return _asks(piece)
        return piece.depth == first.depth and _form(piece.number) == _form(first.number)

    def _ask(self, piece: Piece, number: str, words: str, about: int | None = None) -> None:
        about = self._place.about if self._place else about
        self._first = self._first or piece
        self._asked.append(_Asked(number, [words], about))
        self._note_marks(piece)

    def _add(self, piece: Piece) -> None:
        number = "–" if piece.number == BULLET else piece.number
        self._asked[-1].lines.append(f"{number} {_words(piece)}".strip())
        self._note_marks(piece)

    def _note_marks(self, piece: Piece) -> None:
        self.has_marks |= any(run.is_bold or run.is_italic for run in piece.line)
        self.has_marks |= piece.is_markdown and is_marked(piece.text)


def _is_over(piece: Piece, place: Place) -> bool:
    """Whether a piece stands behind the last question of a place."""
    if piece.level:
        return not place.level or piece.level <= place.level or not _asks(piece)
    if not (place.box or place.level):
        return not _is_item(piece)
    is_provision = is_provision_number(piece.number, "") and not _asks(piece)
    return is_provision or (place.box > 0 and piece.box != place.box)


def _words(piece: Piece) -> str:
    return plain(piece.text) if piece.is_markdown else " ".join(piece.text.split())


def _may_tell(piece: Piece) -> bool:
    """Whether its first words may be those of a question: Markdown takes a while to be read."""
    return not piece.is_markdown or _BEGUN.match(piece.text) is not None


def _named(piece: Piece) -> tuple[str, str] | None:
    """The number and the words of a question that is called one."""
    if piece.cells or not _may_tell(piece):
        return None
    words = _words(piece)
    label, named = _LABEL.fullmatch(piece.number), _NAMED.fullmatch(words)
    if not words:
        return None
    if label:
        return label["number"], words
    if named:
        return named["number"], named["words"]
    counted = _COUNTED.fullmatch(piece.number)
    return (counted["number"] if counted else "", words) if piece.kind == QUESTION else None


def _is_item(piece: Piece) -> bool:
    is_listed = piece.is_markdown and _ITEM.match(piece.text) is not None
    return bool(piece.number) or is_listed or piece.kind == QUESTION or _asks(piece)


def _asks(piece: Piece) -> bool:
    return _words(piece).endswith("?")


def _form(number: str) -> str:
    """How something is numbered: by a bullet, by figures or by letters."""
    if number == BULLET or not number:
        return number
    return "1" if any(sign.isdecimal() for sign in number) else "a"


def _items(piece: Piece, text: str) -> Iterator[Piece]:
    """The lines of a Markdown list as pieces; one that is no item goes on with the one before."""
    words: list[str] = []
    for line in text.split("\n"):
        item = _ITEM.fullmatch(line)
        if words and not item:
            words.append(line.strip())
            continue
        if words:
            yield replace(piece, line=(Run("\n".join(words)),))
        words = [item["words"] if item else line]
        if item:
            number = BULLET if item["sign"] in "-*+" else item["sign"]
            piece = replace(piece, number=number, depth=1 + len(item["indent"]) // 2)
    yield replace(piece, line=(Run("\n".join(words)),))
