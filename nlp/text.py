"""An answer → its points: passages that each make one argument, as spans of the stored text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from nlp.cues import continues
from nlp.filler import is_filler
from nlp.language import detect
from nlp.sentences import LONGEST, blocks, is_item, sentences

_SHORT = 6  # words: a sentence this short leans on its neighbour
_ENOUGH = 35  # words: below this an argument is seldom finished
_TAG = re.compile(r"<[^<>]{0,200}>")


@dataclass(frozen=True)
class Passage:
    """A span of a text: `text[start:end]`, stripped, and whether it is filler."""

    start: int
    end: int
    filler: bool = False


@dataclass(frozen=True)
class _Piece:
    """A sentence, or several joined so far, on its way to becoming a point."""

    start: int
    end: int
    block: int
    words: int
    letters: bool
    filler: bool
    opens: bool
    continues: bool
    full_stop: bool

    def joined(self, other: "_Piece") -> "_Piece":
        lead = self if self.letters else other
        return replace(
            other,
            start=self.start,
            words=self.words + other.words,
            letters=self.letters or other.letters,
            filler=lead.filler,
        )


def has_letters(text: str) -> bool:
    """Whether anything can be read in a text once markup is set aside.

    >>> has_letters("<br>"), has_letters("42 %"), has_letters("<b>Keep</b>")
    (False, False, True)
    """
    return any(character.isalpha() for character in _TAG.sub(" ", text))


def split(text: str) -> tuple[Passage, ...]:
    """Cut a text into passages that make one argument each, in order, without overlap.

    Everything but white space is in exactly one passage. Sentences (spaCy's sentencizer, mended
    for abbreviations) are joined while they continue one argument, up to `LONGEST` words; list
    items are kept apart. A text without letters has no passages. Time grows with the length.

    >>> text = "1. Keep Art. 5. It protects small firms. 2. Delete Annex II, which nobody can read."
    >>> [text[passage.start : passage.end] for passage in split(text)]
    ['1. Keep Art. 5. It protects small firms.', '2. Delete Annex II, which nobody can read.']
    """
    if not has_letters(text):
        return ()
    language, _ = detect(text)
    pieces = (
        _piece(text, first, last, number, language)
        for number, (start, end) in enumerate(blocks(text))
        for first, last in sentences(text, start, end, language)
    )
    return tuple(Passage(piece.start, piece.end, piece.filler) for piece in _joined(pieces))


def _piece(text: str, start: int, end: int, block: int, language: str) -> _Piece:
    sentence = text[start:end]
    return _Piece(
        start,
        end,
        block,
        words=len(sentence.split()),
        letters=has_letters(sentence),
        filler=is_filler(sentence),
        opens=is_item(sentence),
        continues=continues(sentence, language),
        full_stop=sentence[-1] in ".!?;,",
    )


def _joined(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Join the pieces that continue one argument, and what has no letters to a neighbour."""
    group: _Piece | None = None
    for piece in pieces:
        if group is None:
            group = piece
        elif _belongs(group, piece):
            group = group.joined(piece)
        else:
            yield group
            group = piece
    if group is not None:
        yield group


def _belongs(group: _Piece, piece: _Piece) -> bool:
    if not (group.letters and piece.letters):
        return True
    if group.filler or piece.filler:
        return group.filler and piece.filler
    if piece.opens or group.words + piece.words > LONGEST:
        return False
    if group.block != piece.block:
        return piece.full_stop and _is_heading(group)
    return piece.continues or piece.words < _SHORT or group.words < _ENOUGH


def _is_heading(piece: _Piece) -> bool:
    return piece.words <= 2 * _SHORT and not piece.full_stop
