"""A sentence → the statements in it that stand alone: short enough to be read out, never cut short.

There is no grammar here, only the words of `statements.toml`, clause marks and counting; where
they cannot tell, a clause is not offered.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.clauses import claims, clauses, is_statement, may_open
from nlp.wordlists import anywhere, bare, opening
from nlp.wordlists import words as words_of

FEWEST, MOST = 5, 18  # words in a statement
LONGEST = 150  # characters in a statement
CUT = " …"  # written after a passage that its source cut short
_CUT_FROM = 200  # characters from which an author is taken to close with a mark
_CLOSES = ".!?…)]\"'”’»:;"
_READ_AT_MOST = 2_000  # characters of a sentence
_MOST_LEADS = 4

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
# What a bracket at the head of a word says belongs to it: "(un)fair" is not "fair".
_BRACKET = re.compile(r"\s*(?:\([^()]{0,200}\)|\[[^\[\]]{0,200}\])(?![\w-])")
_MARK = re.compile(
    r"^(?:[^\w\"'“”„«‘’(¿¡]+|\(?(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-h])[.)]+\s+|\d{1,2}\s+(?=[^\W\d_a-zà-ÿ])|"
    r"(?:re|ad|remark|point|comment|question|q|nr|no|art|arti[ck](?:le|el)|art[ií]c[uo]lo)\.?\s?\d+\w?\s?[:.)–-]+\s+)",
    re.IGNORECASE,
)
_STRANGE = re.compile(r"https?:|www\.|@|[|_#=<>]|\.{2,}(?=.)|…(?=.)|^\W*\w{1,3}\)|[({\[\])}]")
_ENDS = " .,;:–—-…•*/"
_STOPS = re.compile(r"[^\W\d_]{4}[.!?]$")
_PAIRS = (("“", "”"), ("„", "“"), ("«", "»"), ("‘", "’"))
_POLITE = frozenset(("Sie", "Ihr", "Ihre", "Ihren", "Ihnen", "I", "A"))  # capitals anywhere


@dataclass(frozen=True)
class Statement:
    """Words of a sentence in their order, and what speaks for them as a title.

    `whole`: the sentence, not a clause of it; `claims`: has a finite verb or asks for something;
    `leans`: opens with a word that points back.
    """

    text: str
    whole: bool
    claims: bool
    leans: bool


def statements(sentence: str, language: str) -> tuple[Statement, ...]:
    """The statements of `FEWEST` to `MOST` words in a sentence, the whole one first.

    Left out at the start: list marks, connectives and "We believe that" with its like, but in
    German and Dutch only where the words that follow keep the order of a statement. Left out
    inside: brackets. A longer sentence, or one that `CUT` or a colon shows to go on, gives its
    complete clauses: a clause has more finite verbs than words that bind it to another, and no
    condition ("if", "unless", "only where") is taken from it.

    >>> said = "We believe that a fee ruins small firms, which build on open models every day …"
    >>> [found.text for found in statements(said, "en")]
    ['A fee ruins small firms']
    """
    text = _cleaned(sentence)
    found: dict[str, Statement] = {}
    unfinished = text.endswith((CUT.strip(), ":"))
    parts = _hidden_sentences(text.rstrip(_ENDS), language)
    for number, part in enumerate(parts):
        is_open = unfinished and number == len(parts) - 1
        for each in _of_part(without_lead(part, language), language, is_open=is_open):
            found.setdefault(each.text, each)
    return tuple(found.values())


def shortened(sentence: str, language: str) -> str:
    """A sentence as a title where no statement is in it: at most `MOST` words and `LONGEST`.

    Cut after the last clause that fits, else before a word that opens a phrase; never left ending
    in an article, a preposition or a connective as long as `FEWEST` words remain.

    >>> shortened("The fees for audits of models and of data " + "in a village school " * 4, "en")
    'The fees for audits of models and of data in a village school in a village school'
    """
    words = without_lead(_cleaned(sentence).rstrip(_ENDS), language).split()[: MOST + 1]
    while len(words) > 1 and (len(words) > MOST or len(" ".join(words)) > LONGEST):
        words = words[: _last_break(words, language)]
    while len(words) > FEWEST and bare(words[-1]) in words_of("dangling", language):
        words.pop()
    return _titled(" ".join(words)[:LONGEST])


def without_lead(sentence: str, language: str) -> str:
    """A sentence without the marks, connectives and opinions that stand before its statement.

    >>> without_lead("3. Moreover, in our view, the list must be public", "en")
    'the list must be public'
    >>> without_lead("Daher, so denken wir, muss er weg", "de")
    'so denken wir, muss er weg'
    """
    for _ in range(_MOST_LEADS):
        shorter = _MARK.sub("", sentence, count=1)
        match = opening("lead", language).match(shorter)
        if match and may_open(shorter[match.end() :], language):
            shorter = shorter[match.end() :].lstrip(" ,:;.–-")
        if shorter == sentence or len(shorter.split()) < 2:
            break
        sentence = shorter
    return sentence


def is_cut_short(text: str) -> bool:
    """Whether a text seems to stop before its end, as where a form cut it: long, without a mark.

    >>> is_cut_short("Every list should be public. " * 9 + "It also hel")
    True
    """
    ending = text.rstrip()
    return len(ending) >= _CUT_FROM and ending[-1] not in _CLOSES


def leans(text: str, language: str) -> bool:
    """Whether a title points back by its first words.

    >>> leans("Such systems harm people", "en"), leans("It is vital to fund them", "en")
    (True, False)
    """
    return bool(opening("leans", language).match(text.lstrip("\"'“„«¿¡‘")))


def points_back(text: str, language: str) -> int:
    """How many words of a text point at something said before, wherever they stand.

    >>> points_back("The cap on these fees is low", "en")
    1
    """
    known = sum(bare(word) in words_of("back", language) for word in text.split())
    return known + len(anywhere("points", language).findall(text))


def tells(text: str, language: str) -> bool:
    """Whether a text tells what happened once rather than what is so or should be.

    >>> tells("The list was wrong twice", "en")
    True
    """
    return any(bare(word) in words_of("past", language) for word in text.split())


def dangles(text: str, language: str) -> bool:
    """Whether a text ends in an article, a preposition, a connective or their like.

    >>> dangles("A list such as", "en"), dangles("Die Liste der Firmen", "de")
    (True, False)
    """
    last = bare(text.split()[-1]) if text.split() else ""
    return last in words_of("dangling", language)


def _of_part(text: str, language: str, *, is_open: bool) -> Iterator[Statement]:
    words = text.split()
    if not is_open and _is_sound(text, language):
        yield Statement(_titled(text), True, claims(text, language), leans(text, language))
    for first, last in clauses(words, language):
        clause = without_lead(" ".join(words[first:last]).strip(_ENDS), language)
        is_part = (first > 0 or last < len(words)) and not (is_open and last == len(words))
        if is_part and _is_sound(clause, language) and is_statement(clause, language):
            yield Statement(_titled(clause), False, True, leans(clause, language))


def _is_sound(text: str, language: str) -> bool:
    """Whether a text has a readable length, an end, both halves of each pair, readable words."""
    if not FEWEST <= len(text.split()) <= MOST or len(text) > LONGEST:
        return False
    if _STRANGE.search(text) or dangles(text, language) or text.count('"') % 2:
        return False
    letters = sum(map(str.isalpha, text))
    if 2 * letters < len(text) or sum(map(str.isupper, text)) > max(0.5 * letters, 3):
        return False
    return all(text.count(left) <= text.count(right) for left, right in _PAIRS[:3])


def _hidden_sentences(text: str, language: str) -> list[str]:
    """A text cut where a word that opens a sentence shows one that its marks or letters do not.

    A capital after no mark ends a heading; a small letter after a full stop begins a sentence, if
    what the stop ends is too long for an abbreviation.
    """
    words = text.split()
    openers = words_of("dangling", language) | words_of("subjects", language)
    cuts = [
        index
        for index in range(1, min(len(words), 200) - 3)
        if words[index].lower() in openers
        and (
            _ends_heading(words[index - 1 : index + 2], language)
            or (words[index].islower() and _is_stopped(words[index - 1], language))
        )
    ]
    bounds = [0, *cuts, len(words)]
    return [" ".join(words[first:last]) for first, last in pairwise(bounds)] or [text]


def _is_stopped(word: str, language: str) -> bool:
    return bool(_STOPS.search(word)) and bare(word) not in words_of("dangling", language)


def _ends_heading(words: Sequence[str], language: str) -> bool:
    """Whether the second of three words opens a sentence after the last word of a heading."""
    before, word, after = words
    is_capital = word.istitle() and len(word) > 1 and word not in _POLITE
    return is_capital and before[-1].isalnum() and (after.islower() or language == "de")


def _cleaned(sentence: str) -> str:
    return " ".join(_BRACKET.sub("", _TAG.sub(" ", sentence[:_READ_AT_MOST])).split())


def _last_break(words: list[str], language: str) -> int:
    """Where to cut words that are too many: at least one of them is left out."""
    most = min(MOST, len(words) - 1)
    marks = [index for index in range(FEWEST, most + 1) if words[index - 1][-1] in ",;:"]
    phrases = [
        index
        for index in range(FEWEST, most + 1)
        if bare(words[index]) in words_of("dangling", language)
    ]
    return max(marks or phrases or [most])


def _titled(text: str) -> str:
    text = text.strip(_ENDS).strip()
    for left, right in (*_PAIRS, ("'", "'"), ('"', '"')):
        inner = text[1:-1]
        if text.startswith(left) and text.endswith(right) and left not in inner:
            text = inner
    return text[:1].upper() + text[1:]
