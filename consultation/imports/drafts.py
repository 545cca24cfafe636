"""A draft from a file: provisions as they would be, and what was not understood, line by line."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import zip_longest

from consultation.boundary import SHORT_TEXT_LIMIT, clean_text
from consultation.errors import ImportRefused
from consultation.imports.draft_questions import Place, Questions
from consultation.imports.draft_text import Text
from consultation.imports.guessing import Heading, heading_of, is_provision_number, kind_below
from consultation.imports.papers import FILE_LIMIT, read_outline
from consultation.imports.reader.outline import TITLE, Piece, Run, said
from consultation.models import KINDS
from consultation.models.draft import kind_name
from consultation.operations.drafts.taking import Taken, TakenQuestion

MOST, MOST_QUESTIONS = 2_000, 500
"""Provisions, and open questions, of one draft."""

MOST_CELLS = 100_000
"""Cells of all its tables, each row as wide as the widest: blanks take space as words do."""

_NOT_WHOLE = "The provisions did not arrive whole. Upload the file once more."


@dataclass
class Found:
    """A provision as it would be kept; `depth` is 0 at the top."""

    depth: int
    kind: str
    number: str
    title: str
    words: Text = field(default_factory=Text)

    @property
    def text(self) -> str:
        """Its Markdown."""
        return self.words.markdown

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
    """All that a file gave: its title, provisions and questions in order, and doubts.

    `left_out` says what did not come along, `changed` what stands otherwise than in the file.
    """

    title: str
    provisions: tuple[Found, ...]
    questions: tuple[TakenQuestion, ...]
    doubts: tuple[Doubt, ...]
    left_out: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def taken(self) -> list[Taken]:
        """The provisions as they are kept."""
        return [Taken(f.depth, f.kind, f.number, f.title, f.text) for f in self.provisions]

    def questions_about(self, provision: int | None) -> list[TakenQuestion]:
        """Those beside a provision, counted from 0; without one, those about the whole."""
        return [question for question in self.questions if question.about == provision]


def read_draft(raw: bytes, *, name: str) -> DraftFile:
    """The provisions and open questions of a DOCX, Markdown or Akoma Ntoso file.

    Raises ImportRefused, with what to do, for whatever cannot be read, or has no provisions.
    """
    outline = read_outline(raw, name=name)
    reading = _Reading()
    pieces = list(_titled(outline.pieces))
    for piece, following in zip_longest(pieces, pieces[1:]):
        reading.take(piece, following)
        if len(reading.found) > MOST:
            raise ImportRefused(f"“{name}” has more than {MOST:,} provisions. Split it.")
        if len(reading.questions) > MOST_QUESTIONS:
            raise ImportRefused(
                f"“{name}” has more than {MOST_QUESTIONS:,} open questions. Split it."
            )
    if not reading.found:
        raise ImportRefused(f"“{name}” has no heading and no numbered provision in it.")
    if sum(each.words.cells for each in reading.found) > MOST_CELLS:
        raise ImportRefused(f"“{name}” has more than {MOST_CELLS:,} cells in tables. Split it.")
    questions = reading.questions
    reading.look_back()
    lost = "bold and italic type, links and tables in questions"
    marks = (lost,) if questions.has_marks else ()
    anew = questions.are_renumbered
    numbers = ("the numbers of questions, counted anew through the draft",) if anew else ()
    boxes = ("boxes, whose words stand among the others",) if reading.has_box else ()
    return DraftFile(
        reading.title, tuple(reading.found), questions.taken, tuple(reading.doubts),
        (*outline.left_out, *marks), (*outline.changed, *boxes, *numbers),
    )  # fmt: skip


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
        self._open: list[int] = []
        self.doubts: list[Doubt] = []
        self.questions = Questions()
        self.has_box = False

    def take(self, piece: Piece, following: Piece | None) -> None:
        """Make of a piece a provision, an open question, or a part of the one before it."""
        if piece.kind == TITLE and not self.title:
            self.title = " ".join(clean_text(piece.text).split())[:SHORT_TEXT_LIMIT]
            return
        parts = list(self.questions.parts(piece))
        for part, after in zip(parts, [*parts[1:], following], strict=True):
            self._take(part, after)

    def _take(self, piece: Piece, following: Piece | None) -> None:
        place = Place(self._about(piece), piece.level, piece.box)
        if self.questions.begin(piece, place, following) or self.questions.take(piece, place.about):
            return
        if piece.level:
            self._heading(piece)
        elif is_provision_number(piece.number, self._kind):
            self._numbered(piece)
        else:
            self._words(piece)

    def _about(self, piece: Piece) -> int | None:
        """The provision that a piece stands in, counted from 0; a heading stands in one above."""
        if piece.level:
            return self._above(piece.level - 1)
        return len(self.found) - 1 if self.found else None

    def _above(self, depth: int) -> int | None:
        """The last provision that is less deep."""
        return next((at for at in reversed(self._open) if self.found[at].depth < depth), None)

    @property
    def _kind(self) -> str:
        return self.found[-1].kind if self.found else ""

    def _heading(self, piece: Piece) -> None:
        depth = piece.level - 1
        deepest = self.found[-1].depth + 1 if self.found else 0
        if depth > deepest:
            self._doubt(piece, "Levels are left out above it: it stands one below what is before.")
        self._add(piece, min(depth, deepest), heading_of(piece), piece.text)

    def _numbered(self, piece: Piece) -> None:
        """A paragraph with a number of its own: a provision without a title."""
        heading = heading_of(replace(piece, line=()))
        before = self.found[-1] if self.found else None
        is_first = before is not None and before.title != "" and not self._is_under_heading
        depth = 0 if before is None else before.depth + 1 if is_first else before.depth
        self._add(piece, depth, heading, "")
        self._is_under_heading = True
        self.found[-1].words.add(replace(piece, number=""))

    _is_under_heading = False

    def _add(self, piece: Piece, depth: int, heading: Heading, words: str) -> None:
        self._is_under_heading = False
        at = self._above(depth)
        above = None if at is None else self.found[at]
        kind = heading.kind or kind_below(above.kind if above else "", self._last_beside(depth))
        if not heading.kind and piece.level:
            self._doubt(piece, f"It does not say what it is: taken as {kind_name(kind).lower()}.")
        number = heading.number
        if kind == "paragraph" and above is not None and above.number and number.isdecimal():
            number = f"{above.number}({number})"
        title = heading.title[:SHORT_TEXT_LIMIT]
        self._keep(Found(depth, kind if kind in KINDS else "section", number, title))
        if len(heading.title) > SHORT_TEXT_LIMIT:
            self._doubt(piece, "Too long for a title: all of it is the text.")
            self.found[-1].words.add(Piece(piece.place, (Run(heading.title),)))

    def _last_beside(self, depth: int) -> str:
        """The kind of what stands before it on its level, under the same."""
        beside = (self.found[at] for at in self._open if self.found[at].depth == depth)
        return next((each.kind for each in beside), "")

    def _keep(self, found: Found) -> None:
        """Put a provision below what is there; it stands open until one no deeper follows."""
        while self._open and self.found[self._open[-1]].depth >= found.depth:
            self._open.pop()
        self._open.append(len(self.found))
        self.found.append(found)

    def _words(self, piece: Piece) -> None:
        if not self.found:
            self._keep(Found(0, "note", "", "Before the first heading"))
            self._doubt(piece, "It stands before the first heading: kept as a note.")
        if self.questions.are_looked_for:
            self._doubt(piece, f"It is no question: kept in the text of {self.found[-1].name}.")
        self.has_box |= bool(piece.box)
        self.found[-1].words.add(piece)

    def look_back(self) -> None:
        """Doubts that the whole tells."""
        self.questions.end()
        for heading in self.questions.empty:
            self._doubt(heading, "No open question was found under it: left out.")
        names = Counter(each.name for each in self.found if each.number)
        for at, each in enumerate(self.found, 1):
            if names[each.name] > 1 and each.number:
                self.doubts.append(Doubt(at, each.name, "This name is given more than once."))
            if not each.number and not each.title:
                self.doubts.append(Doubt(at, each.text[:80], "It has neither number nor title."))

    def _doubt(self, piece: Piece, what: str) -> None:
        words = piece.text or piece.number or " | ".join(map(said, piece.cells))
        self.doubts.append(Doubt(piece.place, words[:80], what))


def packed(found: DraftFile) -> str:
    """What is kept of a file, as it is shown and sent back."""
    kept = {
        "provisions": [asdict(each) for each in found.taken],
        "questions": [asdict(each) for each in found.questions],
    }
    return json.dumps(kept, ensure_ascii=False)


def unpacked(sent: str) -> tuple[list[Taken], list[TakenQuestion]]:
    """The provisions and questions that were shown; raises ImportRefused for anything else."""
    try:
        both = json.loads(sent)
        taken = [_unpacked(line) for line in both["provisions"][:MOST]]
        questions = [_question(line) for line in both["questions"][:MOST_QUESTIONS]]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ImportRefused(_NOT_WHOLE) from error
    deepest = [0, *(each.depth + 1 for each in taken)]
    if not taken or any(each.depth > most for each, most in zip(taken, deepest, strict=False)):
        raise ImportRefused(_NOT_WHOLE)
    if any(each.about is not None and each.about not in range(len(taken)) for each in questions):
        raise ImportRefused(_NOT_WHOLE)
    return taken, questions


def _question(line: dict[str, object]) -> TakenQuestion:
    number = clean_text(str(line["number"]), limit=SHORT_TEXT_LIMIT)
    text = clean_text(str(line["text"]), limit=FILE_LIMIT)
    about = line["about"]
    return TakenQuestion(number, text, None if about is None else int(str(about)))


def _unpacked(line: dict[str, object]) -> Taken:
    number, title = (
        clean_text(str(line[name]), limit=SHORT_TEXT_LIMIT) for name in ("number", "title")
    )
    kind = str(line["kind"]) if line["kind"] in KINDS else "section"
    text = clean_text(str(line["text"]), limit=FILE_LIMIT)
    return Taken(abs(int(str(line["depth"]))), kind, number, title, text)
