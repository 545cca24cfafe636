"""A text → its sentences and list items: spans that a point never cuts through."""

import re
from collections.abc import Iterator
from itertools import pairwise

from nlp.language import tokeniser

LONGEST = 80  # words: a sentence longer than this is cut at its clauses
_CHUNK = 20_000  # characters given to spaCy at once
_UNBROKEN = 200  # characters without a space that no tokeniser should see
_WRAPPED = 60  # characters: a line this long without a full stop was wrapped by a mail program

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK_INSIDE = re.compile(r"(?i)(?=<(?:p|li|br|div|h\d|tr)\b)|(?=[•▪‣●◦])")
_ITEM = re.compile(
    r"\s*(?:[-*–—•▪‣●◦·]\s|<li\b|\(?(?:\d{1,2}|[ivx]{1,4}|[a-h])\)\s|"
    r"\d{1,2}(?:\.\d+)*\.?\s+(?=\S*[^\W\d_])|"
    r"(?:first|second|third|fourth)(?:ly)?,|finally,|lastly,|(?:remark|point) (?:\d+|[A-Z])\b)",
    re.IGNORECASE,
)
_ENUMERATOR = re.compile(r"(?:^|\s)\(?(?:\d{1,2}|[ivx]{1,4}|[a-z])[.)]$", re.IGNORECASE)
# A full stop after these ends no sentence. spaCy knows some per language, lawyers know more.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\['’])(?:art|arts|no|nos|nr|para|paras|sec|sect|ch|cf|vs|approx|dept|fig|resp|incl|ca|"
    r"e\.\s?g|i\.\s?e|z\.\s?b|d\.\s?h|u\.\s?a|o\.\s?ä|bzw|ggf|usw|abs|ziff|lit|kap|vgl|p\.\s?ex|"
    r"c\.\s?à\.\s?d|al|pág|pag|núm|num|ust|pkt|poz|np|tj|tzn|m\.in|st|mr|mrs|ms|dr|prof|tel|"
    r"vol|rec|reg|"
    r"dir|[A-ZÀ-Þ])\.$",
    re.IGNORECASE,
)
_NO_ENGLISH_SENTENCE_END = re.compile(r"\b(?:no|al|st|art|ch|ca|sec)\.$")
_ORDINAL = re.compile(r"(?:^|\s)\d{1,4}\.$")
_CLAUSE_ENDS = (re.compile(r"[;:]\s"), re.compile(r",\s"), re.compile(r"\s"))

Span = tuple[int, int]


def is_item(sentence: str) -> bool:
    """Whether a sentence opens an item of a list: a bullet, a number, "Firstly,".

    >>> is_item("(ii) Fees."), is_item("- Fees."), is_item("14 days"), is_item("Fees - high.")
    (True, True, True, False)
    """
    return bool(_ITEM.match(sentence[:60]))


def stripped(text: str, start: int, end: int) -> Span:
    """The span without the white space at its ends; empty where nothing else is in it."""
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), max(
        start + len(inner.rstrip()), start + len(inner) - len(inner.lstrip())
    )


def sentences(text: str, start: int, end: int, language: str) -> Iterator[Span]:
    """The sentences of one block, as stripped spans that leave out nothing but white space.

    spaCy's rule-based sentencizer, with the boundaries after abbreviations, initials, ordinals and
    item numbers taken back; a sentence of more than `LONGEST` words is cut at its clauses.

    >>> text = "Nr. 5 gilt ab dem 3. April. Das ist z. B. für J. Meier zu spät."
    >>> [text[first:last] for first, last in sentences(text, 0, len(text), "de")]
    ['Nr. 5 gilt ab dem 3. April.', 'Das ist z. B. für J. Meier zu spät.']
    """
    for first, last in _chunks(text, start, end):
        begin = first
        for boundary in [*_boundaries(text, first, last, language), last]:
            if boundary == last or not _is_false_end(text, begin, boundary, last):
                yield from _cut_long(text, *stripped(text, begin, boundary))
                begin = boundary


def _boundaries(text: str, start: int, end: int, language: str) -> list[int]:
    if max(map(len, text[start:end].split()), default=0) > _UNBROKEN:
        return []
    document = tokeniser(language)(text[start:end])
    starts = (start + sentence.start_char for sentence in document.sents)
    return [
        boundary for first in starts if (boundary := _before_bracket(text, start, first)) > start
    ]


def _before_bracket(text: str, start: int, boundary: int) -> int:
    """The boundary moved before the opening brackets that spaCy left with the last sentence."""
    while boundary > start and (text[boundary - 1].isspace() or text[boundary - 1] in "([“„«¿¡"):
        boundary -= 1
    return boundary


def _chunks(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut out unbroken runs and cap the length, so that tokenising never takes quadratic time."""
    position = start
    for run in re.compile(rf"\S{{{_UNBROKEN + 1},}}").finditer(text, start, end):
        yield from _capped(text, position, run.start())
        yield run.span()
        position = run.end()
    yield from _capped(text, position, end)


def _capped(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > _CHUNK:
        cut = max(text.rfind(" ", start, start + _CHUNK), text.rfind("\n", start, start + _CHUNK))
        cut = cut if cut > start else start + _CHUNK
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start, end


def _is_false_end(text: str, begin: int, boundary: int, end: int) -> bool:
    """Whether spaCy's boundary falls inside a sentence."""
    before = text[max(begin, boundary - 40) : boundary].rstrip()
    after = text[boundary : min(end, boundary + 20)].lstrip()
    if not after or after[0].islower():
        return True
    if _ORDINAL.search(before) or (len(before) <= 6 and _ENUMERATOR.search(before)):
        return len(before) <= 6 or after[0].isalpha()
    return bool(_ABBREVIATION.search(before)) and not _ends_anyway(before, after)


def _ends_anyway(before: str, after: str) -> bool:
    """Whether "No." and its like are a word at the end of a sentence, for want of a number."""
    return bool(_NO_ENGLISH_SENTENCE_END.search(before.lower())) and not after[0].isdigit()


def _cut_long(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        words = list(_first_words(text, start, end))
        if len(words) <= LONGEST:
            yield start, end
            return
        low, high = words[LONGEST // 2], words[LONGEST]
        cut = next(
            found[-1].end()
            for mark in _CLAUSE_ENDS
            if (found := list(mark.finditer(text, low, high)))
        )
        yield stripped(text, start, cut)
        start, _ = stripped(text, cut, end)


def _first_words(text: str, start: int, end: int) -> Iterator[int]:
    """Where each of the first words begins, one more than a sentence may have."""
    for number, word in enumerate(re.compile(r"\S+").finditer(text, start, end)):
        if number > LONGEST:
            return
        yield word.start()


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, list items and table rows: spans no sentence and no point crosses."""
    start = end = -1
    for line in _LINE.finditer(text):
        first, last = stripped(text, line.start(), line.end())
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
    if text[end - 1] in ".!?:;" or is_item(text[first : first + 60]):
        return False
    line_start = max(text.rfind("\n", start, end) + 1, start)
    return text[first].islower() or end - line_start >= _WRAPPED


def _inner_blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    cuts = [start, *(found.start() for found in _BREAK_INSIDE.finditer(text, start, end)), end]
    for first, last in pairwise(cuts):
        first, last = stripped(text, first, last)
        if first < last:
            yield first, last
