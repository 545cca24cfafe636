"""An answer → its points: passages that each make one argument, as spans of the stored text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.filler import is_filler
from nlp.language import detect, tokeniser

LONGEST = 80  # words in a point, about what a reader holds in mind at once
_SHORT = 6  # words: a sentence this short leans on its neighbour
_WRAPPED = 60  # characters: a line this long without a full stop was wrapped by a mail program
_BLOCK = 20_000  # characters given to spaCy at once
_UNBROKEN = 200  # characters without a space that no tokeniser should see

_TAG = re.compile(r"<[^<>]{0,200}>")
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BREAK_INSIDE = re.compile(r"(?i)(?=<(?:p|li|br|div|h\d|tr)\b)|(?=[•▪‣●◦])")
_ITEM = re.compile(
    r"\s*(?:[-*–—•▪‣●◦·]\s|\(?(?:\d{1,2}|[ivx]{1,4}|[a-h])\)\s|\d{1,2}(?:\.\d+)*\.?\s+(?=\S*[^\W\d_])|"
    r"(?:first|second|third|fourth)(?:ly)?,|finally,|lastly,|(?:remark|point) (?:\d+|[A-Z])\b)",
    re.IGNORECASE,
)
# A full stop after these ends no sentence. spaCy knows some per language, the law more.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:art|arts|no|nos|nr|para|paras|sec|sect|ch|cf|vs|approx|dept|fig|resp|incl|ca|"
    r"e\.\s?g|i\.\s?e|z\.\s?b|d\.\s?h|u\.\s?a|o\.\s?ä|bzw|ggf|usw|abs|ziff|lit|kap|vgl|p\. ?ex|c\. ?à\. ?d|"
    r"al|pág|pag|núm|num|ust|pkt|poz|np|tj|tzn|m\.in|st|mr|mrs|ms|dr|prof|vol|rec|reg|dir|[A-ZÀ-Þ])"
    r"\.$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:^|\s)\d{1,4}\.$")
_CONTINUES = re.compile(
    r"\W*(?:this|that|these|those|such|it|they|its|their|he|she|which|for (?:example|instance)|e\.g|i\.e|"
    r"however|therefore|thus|hence|moreover|furthermore|otherwise|because|but|and|or|so|then|"
    r"instead|nor|yet|still|if not|as a result|consequently|in other words|in that case|"
    r"dies\w*|das|sie|es|so|aber|daher|deshalb|denn|zum beispiel|sonst|dabei|damit|"
    r"cela|ceci|ce|cette|ces|il|elle|ils|elles|par exemple|donc|mais|car|ainsi|sinon|or|"
    r"esto|esta|este|estos|eso|por ejemplo|por (?:lo )?tanto|pero|porque|así|"
    r"questo|questa|questi|ciò|per esempio|ad esempio|quindi|perciò|ma|perché|così|"
    r"to|ta|ten|te|na przykład|dlatego|ale|więc|bo|ponieważ|"
    r"dit|deze|dat|maar|dus|daarom|bijvoorbeeld|isto|isso|mas|porque|assim|portanto)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Passage:
    """A span of a text: `text[start:end]`, stripped, and whether it is filler."""

    start: int
    end: int
    filler: bool = False


@dataclass(frozen=True)
class _Piece:
    """A sentence on its way to becoming a point."""

    start: int
    end: int
    block: int
    words: int
    filler: bool
    opens: bool
    continues: bool


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
    pieces: list[_Piece] = []
    for number, (start, end) in enumerate(_blocks(text)):
        for first, last in _sentences(text, start, end, language):
            pieces.append(_piece(text, first, last, number))
    return tuple(_joined(text, pieces))


def _piece(text: str, start: int, end: int, block: int) -> _Piece:
    sentence = text[start : min(end, start + 2_000)]
    return _Piece(
        start,
        end,
        block,
        words=len(sentence.split()),
        filler=is_filler(text[start:end]),
        opens=bool(_ITEM.match(sentence)),
        continues=bool(_CONTINUES.match(sentence)),
    )


def _joined(text: str, pieces: list[_Piece]) -> Iterator[Passage]:
    """Join the pieces that continue one argument, then anything without letters to a neighbour."""
    group: list[_Piece] = []
    for piece in pieces:
        if group and not _belongs(text, group, piece):
            yield _passage(group)
            group = []
        group.append(piece)
    if group:
        yield _passage(group)


def _passage(group: list[_Piece]) -> Passage:
    return Passage(group[0].start, group[-1].end, group[0].filler)


def _belongs(text: str, group: list[_Piece], piece: _Piece) -> bool:
    last = group[-1]
    if not has_letters(text[group[0].start : last.end]) or not has_letters(
        text[piece.start : piece.end]
    ):
        return True
    if last.filler or piece.filler:
        return last.filler and piece.filler
    words = sum(member.words for member in group)
    heading = last.block != piece.block and len(group) == 1 and last.words <= 2 * _SHORT
    if piece.opens or words + piece.words > LONGEST:
        return False
    if last.block != piece.block:
        return heading and text[last.end - 1] not in ".!?;,"
    return piece.continues or min(piece.words, words) < _SHORT


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, list items and table rows: spans no sentence and no point crosses."""
    start = end = -1
    for line in _LINE.finditer(text):
        first, last = _stripped(text, line.start(), line.end())
        if first == last:
            continue
        if start >= 0 and not _is_wrapped(text, start, end, first, last):
            yield from _inner_blocks(text, start, end)
            start = first
        start = first if start < 0 else start
        end = last
    if start >= 0:
        yield from _inner_blocks(text, start, end)


def _is_wrapped(text: str, start: int, end: int, first: int, last: int) -> bool:
    """Whether a line goes on where the one before it stopped, or is a row of the same table."""
    if len(re.findall(r"\n|\r(?!\n)", text[end:first])) > 1:
        return False
    if "\t" in text[max(start, end - 500) : end] and "\t" in text[first:last][:500]:
        return True
    if text[end - 1] in ".!?:;" or _ITEM.match(text[first : first + 40]):
        return False
    line_start = max(text.rfind("\n", start, end) + 1, start)
    return text[first].islower() or end - line_start >= _WRAPPED


def _inner_blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    cuts = [start, *(found.start() for found in _BREAK_INSIDE.finditer(text, start, end)), end]
    for first, last in zip(cuts, cuts[1:], strict=False):
        first, last = _stripped(text, first, last)
        if first < last:
            yield first, last
