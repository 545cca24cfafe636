"""An answer → its points: passages that each make one argument, as spans of the stored text."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise

from nlp.additions import Addition, Span, is_own, telling
from nlp.cues import continues
from nlp.filler import is_filler
from nlp.language import language_of
from nlp.letters import letter_lines
from nlp.sentences import LONGEST, blocks, is_item, sentences, stripped

_SHORT = 6  # words: a sentence this short leans on its neighbour
_USUAL, _SPREAD = 35, 0.8  # words of an argument, and the spread of their logarithm
_TAG = re.compile(r"<[^<>]{0,200}>")


@dataclass(frozen=True)
class Passage:
    """A span of a text: `text[start:end]`, stripped.

    `filler`: it argues nothing. `added`: it is a copy's own, not its campaign's.
    """

    start: int
    end: int
    filler: bool = False
    added: bool = False


@dataclass(frozen=True)
class _Piece:
    """A sentence, or several joined so far, on its way to becoming a point.

    `cut`: people cut it, and it is a point as it is.
    """

    start: int
    end: int
    block: int
    words: int
    letters: bool
    filler: bool
    opens: bool
    continues: bool
    full_stop: bool
    added: bool
    cut: bool = False

    def joined(self, other: "_Piece") -> "_Piece":
        lead = self if self.letters else other
        return replace(
            other,
            start=self.start,
            words=self.words + other.words,
            letters=self.letters or other.letters,
            filler=lead.filler,
            added=lead.added,
        )


def has_letters(text: str) -> bool:
    """Whether anything can be read in a text once markup is set aside.

    >>> has_letters("<br>"), has_letters("42 %"), has_letters("<b>Keep</b>")
    (False, False, True)
    """
    return any(character.isalpha() for character in _TAG.sub(" ", text))


def split(
    text: str,
    language: str | None = None,
    additions: Sequence[Span] = (),
    spans: Sequence[Span] = (),
) -> tuple[Passage, ...]:
    """Cut a text into passages that make one argument each, in order, without overlap.

    Everything but white space is in exactly one passage. Sentences (spaCy's sentencizer, mended
    for abbreviations) are joined to arguments of about `_USUAL` and at most `LONGEST` words; list
    items and paragraphs are kept apart. A text without letters has no passages. Time grows with
    the length. `language` is that of the text, where it is known. `additions` are the spans, in
    order, that a campaign's template does not have: sentences that are the copy's own are joined
    to no copied one. `spans` are what people cut: each is a passage as it is, and never filler;
    what lies between is cut as ever. Raises ValueError where they are not in order, or overlap.

    >>> text = "1. Keep Art. 5. It protects small firms. 2. Delete Annex II, which nobody can read."
    >>> [text[passage.start : passage.end] for passage in split(text)]
    ['1. Keep Art. 5. It protects small firms.', '2. Delete Annex II, which nobody can read.']
    """
    if not has_letters(text):
        return ()
    language = language or language_of(text, None)
    told = telling(text, additions)
    _ensure_apart(text, spans)
    pieces = [
        replace(_piece(text, first, last, number, language, told), cut=cut)
        for number, start, end, cut in _stretches(text, spans)
        for first, last in ([(start, end)] if cut else sentences(text, start, end, language))
    ]
    return tuple(map(_passage, _joined(_without_letter(text, pieces))))


def _without_letter(text: str, pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """The pieces, with letterhead and signature known as filler."""
    lines = [text[piece.start : piece.end] for piece in pieces]
    around = letter_lines(lines, [piece.filler for piece in pieces])
    for number, piece in enumerate(pieces):
        yield replace(piece, filler=True) if number in around and not piece.cut else piece


def _passage(piece: _Piece) -> Passage:
    """Signs that stand alone between what people cut say nothing."""
    filler = not piece.cut and (piece.filler or not piece.letters)
    return Passage(piece.start, piece.end, filler, piece.added)


def _ensure_apart(text: str, spans: Sequence[Span]) -> None:
    ends = [0, *(end for span in spans for end in span), len(text)]
    if ends != sorted(ends) or not all(text[start:end].strip() for start, end in spans):
        raise ValueError("What people cut has to be in order, within the text, and apart.")


def _stretches(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int, int, bool]]:
    """Block by block, each with its number: what lies between the spans, and (True) the spans."""
    waiting = [*spans, (len(text), len(text))]
    covered = 0
    for number, (start, end) in enumerate(blocks(text)):
        at = max(start, covered)
        while waiting[0][0] < end:
            span = waiting.pop(0)
            yield from _between(text, number, at, span[0])
            yield number, *span, True
            at = covered = span[1]
        yield from _between(text, number, at, end)


def _between(text: str, number: int, start: int, end: int) -> Iterator[tuple[int, int, int, bool]]:
    first, last = stripped(text, start, max(start, end))
    if first < last:
        yield number, first, last, False


def _piece(
    text: str, start: int, end: int, block: int, language: str, additions: Sequence[Addition]
) -> _Piece:
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
        added=is_own(text, start, end, additions),
    )


def _joined(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Join the pieces that continue one argument, and what has no letters to a neighbour."""
    run: list[_Piece] = []
    for piece in pieces:
        if run and _stay_together(run[-1], piece):
            run[-1] = run[-1].joined(piece)
        elif run and _begins_anew(run[-1], piece):
            yield from _arguments(run)
            run = [piece]
        else:
            run.append(piece)
    yield from _arguments(run)


def _stay_together(before: _Piece, piece: _Piece) -> bool:
    """Whether two pieces are one whatever their length: no letters in one, or both filler."""
    if before.cut or piece.cut:
        return False
    return not (before.letters and piece.letters) or (before.filler and piece.filler)


def _begins_anew(before: _Piece, piece: _Piece) -> bool:
    """Whether two pieces stand apart: a list item, a new paragraph, filler, only one copied."""
    if before.cut or piece.cut:
        return True
    if before.filler or piece.filler or piece.opens or before.added != piece.added:
        return True
    return before.block != piece.block and not (piece.full_stop and _is_heading(before))


def _arguments(run: Sequence[_Piece]) -> Iterator[_Piece]:
    """Cut a run of sentences where the arguments come nearest to their usual length.

    Of all ways to cut, the one of least cost, by dynamic programming: an argument costs the square
    of its distance from `_USUAL` words, on a logarithmic scale, and a cut before a sentence that
    leans on the one before costs extra.
    """
    least: list[tuple[float, int]] = [(0.0, 0)]
    for last in range(1, len(run) + 1):
        least.append(min(_ways_to_end(run, last, least)))
    cuts = [len(run)]
    while cuts[-1]:
        cuts.append(least[cuts[-1]][1])
    for first, last in pairwise(reversed(cuts)):
        yield reduce(_Piece.joined, run[first:last])


def _ways_to_end(
    run: Sequence[_Piece], last: int, least: Sequence[tuple[float, int]]
) -> Iterator[tuple[float, int]]:
    """The cost of each way to end an argument before `last`, with where that argument begins."""
    words = 0
    for first in range(last - 1, -1, -1):
        words += run[first].words
        if words > LONGEST and first < last - 1:
            return
        leans = first > 0 and (run[first].continues or run[first].words < _SHORT)
        cost = (math.log(max(words, 1) / _USUAL) / _SPREAD) ** 2 / 2
        yield round(least[first][0] + cost + leans, 9), first


def _is_heading(piece: _Piece) -> bool:
    return piece.words <= 2 * _SHORT and not piece.full_stop
