"""Words that fill an answer without arguing: greetings, "see attached", "no comment", leftovers.

Filler is kept and counted, but never grouped: otherwise it makes a theme of its own. An argument
taken for filler is lost, so a passage is filler only where all its words are explained: some
belong to an expression of `filler.toml`, and the others say nothing beside it, or are names and
numbers. One word more, and it argues.
"""

import re
from collections import Counter
from collections.abc import Container
from itertools import chain

from nlp.filler_words import (
    EXPRESSIONS,
    NAME,
    any_expression,
    clause,
    contact,
    date,
    expressions,
    languages,
    languages_of,
    speaker,
    vocabulary,
    whole,
)
from nlp.wordlists import words as words_of

_MOST_WORDS, _MOST_CHARACTERS = 40, 500  # A longer passage has something to say.
_FEW = 3  # words that expressions alone may explain; of more, half are plain
_TOPIC, _INVITED = (
    3,
    16,
)  # words that say what there is no comment on, or was a chance to comment on
_POLITE = ("plain", "courtesy", "people")  # beside thanks or a pointer; else `plain` alone
_NOUNS_HAVE_CAPITALS = "de"

_WORD = re.compile(r"\w+")
_GREETED = re.compile(r"(?<!\bMr)(?<!\bDr)(?<!\bMrs)[,:;.!?–]")  # ends whom one greets
_HYPHENATED = re.compile(r"\w+(?:-\w+)*")
# A name wherever it stands, told by its capitals: "OECD", "MacMillan".
_CAPITALS = re.compile(r"[^\W\d_a-zß-ÿ]{2,}|[^\W\d_a-zß-ÿ]\w*[a-zß-ÿ][A-ZÀ-Þ]\w*")
_ADDRESS = re.compile(r"(?i)https?:\S+|www\.\S+|\S+@\S+\.\w+|\[(?:e-?mail|phone|name)\b[^]]*\]")
_TELEPHONE = re.compile(r"(?i)\b(?:tel\w*|tél\w*|phone|fax|mobile?)\W{0,5}[+(]?\d[\d ()/.+-]*")
_STOP = r"(?:(?<=\w\w\w)|(?<=[\d.!?)]))(?<!Inc)(?<!Ltd)[.!?](?=\W+\w)"  # "Dr." is none
_FIRST = re.compile(rf"(?:^|{_STOP})\W*\w+")  # Its capital makes no name.
_ASKS = re.compile(r"[%€$£?]")  # An amount or a question is no courtesy.
# What a spreadsheet could not read, the "s" of "file(s)" and of "Jane's".
_NO_WORD = re.compile(r"(?i)\(s\)|(?<=\w)['’]s\b|#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NULL!|NUM!)")
# Page headers, and what a spreadsheet or a template left.
_LEFTOVER = re.compile(
    r"(?i)\W*(?:page|seite|página|pagina|strona|p\.|s\.|str\.|sida|side|sivu|strana|stránka|stran|"
    r"stranica|oldal|σελίδα|страница|lk|lpp\.?|puslapis|paġna|leathanach)\s?\d+"
    r"(?:\W+(?:\w{1,3}\W+)?\d+)?\W*|\W*=\s*[a-z]+\(.*|lorem ipsum.*"
)
# "Jane Doe, Head of Policy": a signature, told by its capitals.
_SIGNATURE = re.compile(
    r"[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){1,3}, (?:[A-ZÀ-Þ][\w-]* ){0,3}"
    r"(?i:officer|director|president|manager|secretary|head|chair\w*|ceo|leiter\w*|"
    r"geschäftsführer\w*|vorsitzende\w*|präsident\w*|directeur|directrice|présidente?|director\w?|"
    r"presidente|diret(?:tor\w+|trice)|segretari\w+|"
    r"dyrektor|prezes|kierownik|voorzitter|beleidsmedewerker)"
    rf"(?:,? {NAME}){{0,6}}\W*"
)


def is_filler(passage: str) -> bool:
    """Whether a passage only greets, thanks, points elsewhere or declines to answer.

    The words are those of `filler.toml`, in each language of the EU: a passage of two words
    seldom says which it is in.

    >>> is_filler("Please see the attached paper."), is_filler("The annex should be deleted.")
    (True, False)
    """
    text = " ".join(passage[: _MOST_CHARACTERS + 1].split())
    if len(text) > _MOST_CHARACTERS or text.count(" ") >= _MOST_WORDS or _is_empty(text):
        return False
    return _fills(" ".join(_NO_WORD.sub(" ", text).split()))


def _is_empty(text: str) -> bool:
    return _WORD.search(text) is None


def _fills(text: str) -> bool:
    """Whether nothing is left of a text once greeting, farewell and courtesies are set aside."""
    if _is_empty(text) or _LEFTOVER.fullmatch(text):
        return True
    text = text.lstrip(" ,.;:!?-–•*\"'“„«").rstrip()
    folded = text.lower()
    if date().fullmatch(text) or whole().fullmatch(folded) or _is_signature(text):
        return True
    if closing := expressions("closes").match(folded):
        rest = text[closing.end() :].strip()
        return _names_people(rest) or _fills(rest)
    if greeting := expressions("greets").match(folded):
        tail = text[greeting.end() :]
        end = _GREETED.search(tail)
        return _names_people(tail[: end and end.start()]) and (not end or _fills(tail[end.end() :]))
    return _is_courtesy(text)


def _is_signature(text: str) -> bool:
    return _SIGNATURE.fullmatch(text) is not None and not re.search(_STOP, text)


def _names_people(text: str) -> bool:
    """Whether a text is who is greeted or who signs: capitals, or words of one language."""
    if re.search(_STOP, text):
        return False
    words = _WORD.findall(text)
    if not text.isupper() or len(words) == 1:
        words = [word for word in words if not word[0].isupper()]
    known = [languages_of(word.lower(), "people") for word in words]
    return any(all(code in codes for codes in known) for code in languages())


def _is_courtesy(text: str) -> bool:
    """Whether some language explains all words of a text that opens with no greeting."""
    rest, addresses = _ADDRESS.subn(" ", text)
    rest, telephones = _TELEPHONE.subn(" ", rest)
    if addresses + telephones and _is_contact(rest):
        return True
    folded = rest.lower()
    codes = [code for code in _likely(rest) if addresses or any_expression(code).search(folded)]
    if not codes or _ASKS.search(rest):
        return False
    names = _names(rest)
    folded = speaker().sub("", rest).lower()
    return any(_explains(code, folded, names, addressed=addresses > 0) for code in codes)


def _is_contact(text: str) -> bool:
    """Whether a text from which an address was taken out says whose address it is, or nothing."""
    words = [word for word in _WORD.findall(text) if word.isalpha()]
    strange = [word for word in words if not contact().fullmatch(word.lower())]
    return not strange or (strange[0] != words[0] and all(word[0].isupper() for word in strange))


def _likely(text: str) -> list[str]:
    """The languages of which a text may be filler: they know half of its words in small letters."""
    words = [word for word in _WORD.findall(text) if word[0].islower()]
    if len(words) <= _FEW:
        return list(languages()) if any_expression().search(text.lower()) else []
    known = Counter(code for word in words for code in languages_of(word, *_POLITE))
    return [code for code in known if 2 * known[code] >= len(words) - 1]


def _strange(folded: str, names: Container[str]) -> list[str]:
    """The words of a text that are neither names nor numbers."""
    return [word for word in _WORD.findall(folded) if word.isalpha() and word not in names]


def _names(text: str) -> frozenset[str]:
    """The names in a text, in small letters: a capital inside a sentence, but not in a headline."""
    words = [word for word in _WORD.findall(text) if word.isalpha()]
    small = sum(word.islower() for word in words)
    if not small or 2 * sum(map(str.isupper, words)) > len(words):
        return frozenset()
    inside = _HYPHENATED.findall(_FIRST.sub(" ", text))
    inside += [word for word in words if _CAPITALS.fullmatch(word)]
    found = (word.lower().split("-") for word in inside if word[0].isupper())
    return frozenset(chain.from_iterable(found))


def _explains(language: str, folded: str, names: frozenset[str], *, addressed: bool) -> bool:
    """Whether the text has an expression of the language and no word that is not explained."""
    has = {name for name in EXPRESSIONS if expressions(name, language).search(folded)}
    polite = addressed or "thanks" in has or ("refer" in has and bool(has & {"document", "place"}))
    if not polite and not has & {"nothing", "document"}:
        return False
    if polite and expressions("demands", language).match(folded):
        return False
    known = vocabulary(language, *(_POLITE if polite else ("plain",)))
    names = frozenset() if language == _NOUNS_HAVE_CAPITALS else names
    if "nothing" in has:
        folded = _without_topic(language, folded, _TOPIC)
    elif expressions("chance", language).search(folded):
        folded = _without_topic(language, folded, _INVITED)
    rest = any_expression(language).sub(" ", clause(language).sub(" ", folded))
    return all(map(known.fullmatch, _strange(rest, names)))


def _without_topic(language: str, folded: str, most: int) -> str:
    """Leave out what a comment is on: at the end, at most so many words without a verb."""
    about = expressions("about", language).pattern
    found = re.match(rf"(.*\w )(?:{about})((?:[ -]\w+){{1,{most}}})\W*$", folded)
    argues = words_of("verbs", language) | words_of("binds", language)
    if not found or not argues.isdisjoint(_WORD.findall(found[2])):
        return folded
    return found[1]
