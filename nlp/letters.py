"""The letter around an answer: who writes to whom, when and about what, and who signs.

One line of it is often no more than a name, and a name may as well be an argument ("Independent
Auditors"). So a line is told by where it stands: at the top in one run with a greeting, a date or
"Re:", below a farewell, or at the end with an office or an address beside it.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from nlp.filler_words import contact, date, expressions, field, languages_of, office
from nlp.references import references
from nlp.sentences import is_item

_MOST_WORDS, _MOST_CHARACTERS = 24, 300  # A longer line has something to say.
_MOST_LINES = 30  # of a letterhead, and of a signature
_FEW = 4  # words of a person's name
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"(?i)https?:\S+|www\.\S+|\S*@\S+|\[(?:e-?mail|phone|name)\b[^]]*\]")
# An amount, two sentences, or one that ends on a word in small letters.
_STATES = re.compile(r"[!?%€$£]|[^\W\d_]{4}[.;]\s+\w|(?<!\w)[a-zß-ÿ][\w’'-]*[.;]$")
# A house's number opens no item of a list.
_HOUSE = re.compile(r"\d{1,5}\w?,? (?:[^\W\d_a-zß-ÿ]|rue|avenue|boulevard|quai|allée)")
_GREETING = re.compile(r"[^.;:!?]*[,:;]\W*")  # One that goes on says something.
_POSTCODE = re.compile(r"^\d{4,5} [^\W\d_a-zß-ÿ]|\W\d{4,6}(?:-\d{4})?$")
# "PC-4.", "TD-7 a, b:", "Q12": the numbers of questions, alone on their line; "GPT-4" is none.
_CODE = r"(?:[A-Z]{1,2}[-–]|Q)\d{1,3}[a-z]?"
_NUMBER = re.compile(rf"\W{{0,3}}{_CODE}(?:\W{{1,3}}(?:{_CODE}|[a-z]))*\W{{0,3}}")
# "With respect and hope,": a farewell that is in no list.
_FAREWELL = re.compile(r"(?i)(?:with|in|mit|avec|con|com|med|met|z)(?: [^\W\d_]+){1,4},")


def letter_lines(lines: Sequence[str], filler: Sequence[bool]) -> frozenset[int]:
    """Which lines of a text say nothing for where they stand: letterhead, signature, bare numbers.

    `lines` are the sentences and lines of one text, in order; `filler` says which say nothing by
    themselves. None is found where nothing else of the text would be left.

    >>> letter = ["Office of Mills", "Dear Ms Roe,", "Keep Annex II.", "Sincerely,", "Mill Guild"]
    >>> sorted(letter_lines(letter, [False, True, False, True, False]))
    [0, 1, 4]
    """
    numbers = [n for n, line in enumerate(lines) if _NUMBER.fullmatch(line)]
    found = {*numbers, *_head(lines, filler), *_signed(lines, filler), *_last_lines(lines, filler)}
    silent = found.union(n for n in range(len(lines)) if filler[n])
    return frozenset(found) if len(silent) < len(lines) else frozenset()


def _head(lines: Sequence[str], filler: Sequence[bool]) -> list[int]:
    """The lines down to the last at the top that greets, dates, or says to whom or about what."""
    top = list(
        takewhile(
            lambda n: filler[n] or _is_field(lines[n]) or _greets(lines[n]) or _names(lines[n]),
            range(min(len(lines), _MOST_LINES)),
        )
    )
    telling = [n for n in top if _is_field(lines[n]) or _tells(lines[n])]
    if telling:
        telling += [n for n in top if _POSTCODE.search(lines[n])]
    return top[: max(telling, default=-1) + 1]


def _signed(lines: Sequence[str], filler: Sequence[bool]) -> list[int]:
    """The lines below each farewell, as long as they name somebody or say nothing."""
    found: list[int] = []
    for farewell in range(len(lines)):
        if filler[farewell] and expressions("closes").match(lines[farewell].lower().lstrip()):
            below = range(farewell + 1, min(len(lines), farewell + 1 + _MOST_LINES))
            found += takewhile(lambda n: filler[n] or _names(lines[n]), below)
    return found


def _last_lines(lines: Sequence[str], filler: Sequence[bool]) -> list[int]:
    """The names at the end, where a short line with a comma or a courtesy stands before them."""
    run = list(takewhile(lambda n: filler[n] or _names(lines[n]), reversed(range(len(lines)))))
    names = [n for n in run[:_MOST_LINES] if not filler[n]]
    if not names:
        return []
    before = min(names) - 1
    if before >= 0 and _FAREWELL.fullmatch(lines[before]):
        return [before, *names]
    spoken = {word for line in lines for word in _WORD.findall(line) if word.islower()}
    telling = [n for n in run if _tells_who(lines[n][:_MOST_CHARACTERS])]
    if telling:
        first = min(telling)
        is_named = first > 0 and _is_person(lines[first - 1], spoken)
        signs = filler[first] or (is_named and office().search(lines[first].lower()))
        return [n for n in names if n >= first - bool(signs)]
    thanked = before >= 0 and filler[before] and len(names) == 1
    return [n for n in names if thanked and _is_person(lines[n], spoken)]


def _tells_who(line: str) -> bool:
    """Whether a line has an office or an address in it."""
    return bool(office().search(line.lower()) or _ADDRESS.search(line))


def _is_field(line: str) -> bool:
    """Whether a line says in the way of a form to whom, from whom, when or about what."""
    if len(line) > _MOST_CHARACTERS:
        return False
    found = field().match(line.lower())
    return found is not None and (line[found.end() - 1] != ":" or _names(line[found.end() :]))


def _greets(line: str) -> bool:
    """Whether a line is a greeting and nothing more."""
    if len(line) > _MOST_CHARACTERS or len(line.split()) > _MOST_WORDS:
        return False
    return bool(_GREETING.fullmatch(line) and expressions("greets").match(line.lower()))


def _tells(line: str) -> bool:
    """Whether a line at the top is a date, or opens with a greeting."""
    return bool(date().fullmatch(line) or expressions("greets").match(line.lower()))


def _names(line: str) -> bool:
    """Whether a line only names: capitals, numbers and the small words between names."""
    if len(line) > _MOST_CHARACTERS or _STATES.search(line):
        return False
    words = _WORD.findall(_ADDRESS.sub(" ", line))
    if len(words) > _MOST_WORDS:
        return False
    if (is_item(line) and not _HOUSE.match(line)) or references(line):
        return False
    if line[:4].lower() in {"p.s.", "ps: "}:
        return False
    small = [word for word in words if word[0].islower()]
    return all(languages_of(word, "plain", "people") or contact().fullmatch(word) for word in small)


def _is_person(line: str, spoken: set[str]) -> bool:
    """Whether a line can be somebody's name: capitals that the text uses in no other way."""
    words = _WORD.findall(line)
    return 1 < len(words) <= _FEW and all(
        word.istitle() and word.lower() not in spoken for word in words
    )
