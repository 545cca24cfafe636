"""A text → its sentences and list items: spans that a point never cuts through."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from nlp.language import tokeniser

LONGEST = 80  # words: a sentence longer than this is cut at its clauses
_CHUNK = 20_000  # characters given to spaCy at once
_UNBROKEN = 200  # characters without a space that no tokeniser should see
_WRAPPED = 60  # characters: a line this long without a full stop was wrapped by a mail program

_HALF = re.compile(r"[\ud800-\udfff]")  # half a character, which spaCy cannot take
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK_INSIDE = re.compile(
    r"(?i)(?=<(?:p|li|br|div|h\d|tr)\b)|(?=[•▪‣●◦➢➤✓☐☒])|"
    r"(?<=[;:.]\s)(?=\((?:\d{1,2}|[ivx]{1,4}|[a-h])\)\s)"
)
_ITEM = re.compile(
    r"\s*(?:[-*–—•▪‣●◦·➢➤✓☐☒→]\s|<li\b|\(?(?:\d{1,2}|[ivx]{1,4}|[a-h])\)\s|"
    r"(?-i:o\s+(?=[A-ZÀ-Þ]))|\d{1,2}(?:\.\d+)*\.?\s+(?=\S*[^\W\d_])|"
    r"(?:first|second|third|fourth)(?:ly)?,|finally,|lastly,|(?:remark|point) (?:\d+|[A-Z])\b)",
    re.IGNORECASE,
)
_ENUMERATOR = re.compile(r"(?:^|\s)\(?(?:\d{1,2}|[ivx]{1,4}|[a-z])[.)]$", re.IGNORECASE)
# A full stop after these ends no sentence. spaCy knows some per language, lawyers know more.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\['’.])(?:arts?|paras?|subparas?|sec|sect|cf|cfr|vs|dept|resp|incl|"
    r"e\.\s?g|i\.\s?e|z\.\s?b|d\.\s?h|u\.\s?a|o\.\s?ä|bzw|ggf|gem|abs|ziff|lit|kap|vgl|p\.\s?ex|"
    r"c\.\s?à\.\s?d|pág|pag|núm|num|ust|pkt|poz|np|tj|tzn|tzw|m\.in|dz|por|zob|"
    r"mr|mrs|ms|mme|mlle|dr|dra|prof|dott|dott\.ssa|sig|sigg|sig\.ra|avv|sr|sra|dhr|mevr|fa|"
    r"et al|ibid|suppl|rec|reg|règl|reglto|rgto|dir|bl\.a|t\.ex|esim|ks|enl|jf|"
    r"čl|odst|ods|písm|např|napr|npr|tzv|alin|чл|ал|вж|напр|άρθ|παρ|βλ|žr|pvz|piem|[^\W\d_])\.$",
    re.IGNORECASE,
)
# Nor after these, where a number follows.
_COUNTS = re.compile(
    r"(?:^|[\s(\['’.])(?:nos?|nr|n|al|ch|st|ca|co|ok|tel|fig|vol|p|pp|s|ss|seq|segg|suiv|rn|rdnr|approx|"
    r"aprox|apdo|párr|jan|janv|feb|févr|mar|apr|avr|jun|jul|juil|aug|sept?|oct|okt|nov|dec|dez|déc|"
    r"stk|blz|str|č|bek|lg|lk|d|sk|vt|т|бр|стр|εδ|αριθ|sub|jo|mio|mln|tys)\.$",
    re.IGNORECASE,
)
# "Am 3. April" is one sentence in German, "Art. 6. Ende." is two.
_ORDINAL = re.compile(r"(?:^|\s)\d{1,3}\.$")
_CARDINAL = re.compile(
    r"(?:§|\b(?:art|artikel|nr|nummer|abs|absatz|rn|satz|punkt|ziffer|anhang|maßnahme|frage)\.?)"
    r"\s\d{1,3}\.$",
    re.IGNORECASE,
)
# "It failed in 2020.3 Nobody knows why.": a footnote's number stands between two sentences.
_FOOTNOTE = re.compile(
    r"(?<=[^\W\d_]{2}[.!?])(?:\d{1,3}|[¹²³⁴-⁹]{1,3}|\[\d{1,3}\])(?=\s+[A-ZÀ-Þ„“«¿¡])"
)
_TAIL = ".!?…\"'”’»)] \t\n"  # with these alone after it a full stop is the last
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
            if boundary == last or not _is_false_end(text, begin, boundary, last, language):
                yield from _cut_long(text, *stripped(text, begin, boundary))
                begin = boundary


def _boundaries(text: str, start: int, end: int, language: str) -> list[int]:
    # Half of all texts are one sentence; no tokeniser is needed to see that.
    if not _inner_marks().search(text, start, start + len(text[start:end].rstrip(_TAIL))):
        return []
    if max(map(len, text[start:end].split()), default=0) > _UNBROKEN:
        return []
    document = tokeniser(language)(_HALF.sub("\ufffd", text[start:end]))
    starts = {start + sentence.start_char for sentence in document.sents}
    starts.update(found.end() for found in _FOOTNOTE.finditer(text, start, end))
    found = {_before_bracket(text, start, first) for first in starts}
    return sorted(boundary for boundary in found if boundary > start)


@cache
def _inner_marks() -> re.Pattern[str]:
    """What may end a sentence for spaCy's sentencizer, but for a full stop within a number."""
    from spacy.pipeline import Sentencizer

    marks = "".join(mark for mark in Sentencizer.default_punct_chars if mark != ".")
    return re.compile(rf"[{re.escape(marks)}]|(?<!\d)\.|\.(?!\d)")


def _before_bracket(text: str, start: int, boundary: int) -> int:
    """The boundary moved before the opening brackets that spaCy left with the last sentence."""
    while boundary > start and _opens_next(text, boundary - 1):
        boundary -= 1
    return boundary


def _opens_next(text: str, position: int) -> bool:
    """Whether a character stands before a sentence; “ closes in German what it opens in English."""
    character = text[position]
    if character in "“«":
        return position > 0 and text[position - 1].isspace()
    return character.isspace() or character in "([„¿¡"


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


def _is_false_end(text: str, begin: int, boundary: int, end: int, language: str) -> bool:
    """Whether spaCy's boundary falls inside a sentence."""
    before = text[max(begin, boundary - 40) : boundary].rstrip()
    after = text[boundary : min(end, boundary + 20)].lstrip()
    if not after or after[0].islower():
        return True
    if len(before) <= 6 and _ENUMERATOR.search(before):
        return True
    if language == "de" and _ORDINAL.search(before) and not _CARDINAL.search(before):
        return after[0].isalpha()
    counts = after[0].isdigit() or after[0] == "("
    return bool(_ABBREVIATION.search(before) or (counts and _COUNTS.search(before)))


def _cut_long(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        if end - start < 2 * LONGEST:  # too short for so many words
            yield start, end
            return
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
    before, after = text[max(start, end - 500) : end], text[first:last][:500]
    if any(mark in before.rpartition("\n")[2] and mark in after for mark in "\t|"):
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
