"""Personal data in a text: addresses, numbers that identify, and names after a title.

What is found is proposed to a person, who redacts it or lets it stand: nothing is changed here.
Precision comes first, for each find is a minute of somebody's: a number counts only where its
check digits hold or a word says what it is, so that articles, dates, amounts and "2016/679" are
left alone.

- e-mail: the shape of RFC 5322, section 3.4.1, as it is written in practice (`dot-atom`s only);
- telephone: ITU-T E.164 (a country code and up to fifteen digits in all), and the national forms
  that begin with 0 in groups; other rows of digits only after a word for telephone;
- IBAN: ISO 13616-1, with the length of its country in SWIFT's registry, ISO/IEC 7064 MOD 97-10;
- payment card: ISO/IEC 7812-1, an issuer's first digits and Luhn's check digit;
- identity number: see `identity_numbers`;
- name: capitalised words after a form of address of one of the EU's languages.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nlp.identity_numbers import identity_numbers, luhn


class DataKind(StrEnum):
    """What sort of personal data a span seems to be."""

    EMAIL = "e-mail address"
    IBAN = "account number"
    CARD = "payment card"
    IDENTITY = "identity number"
    TELEPHONE = "telephone number"
    NAME = "name after a title"


@dataclass(frozen=True)
class PersonalData:
    """A span of a text, in characters from its start, and what it seems to be."""

    start: int
    end: int
    kind: DataKind


# Lengths by country, SWIFT IBAN registry; the EU, the EEA and their neighbours.
_IBAN = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
    "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22,
    "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18,
    "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip
_NO_EDGE = r"(?<![\w+./=-])"
_LOCAL_LENGTH = 64
"""Characters that may stand before the "@": RFC 5321, section 4.5.3.1.1."""
_DOT = r"(?:\.|\s?[\[(]\s?(?:dot|punkt|point|punto)\s?[\])]\s?)"
_AT_DOMAIN = re.compile(
    rf"\s?(?:@|[\[(]\s?(?:at|ät)\s?[\])])\s?(?:[\w-]{{1,63}}{_DOT}){{1,8}}[^\W\d_]{{2,63}}",
    re.IGNORECASE,
)
_LOCAL = re.compile(rf"[\w.!#$%&'*+/=?^`{{|}}~-]{{0,{_LOCAL_LENGTH - 1}}}[\w+-]\Z")
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_CARD = re.compile(
    rf"{_NO_EDGE}(?:\d{{4}}([ -]?)\d{{4}}\1\d{{4}}\1\d{{1,7}}|\d{{4}}([ -]?)\d{{6}}\2\d{{4,5}})"
    r"(?![\w/]|[.,-]\d)"
)
_ISSUERS = re.compile(r"3[47]|4|5[0-8]|2[2-7]|6")
_INTERNATIONAL = re.compile(
    r"(?<![\w+./=-])(?:\+|00)[1-9](?:[ ./()-]{0,3}\d){5,17}(?![\w/]|[.,]\d)"
)
_NATIONAL = re.compile(
    r"(?<![\w+./=,-])(?<!\d )\(?0[1-9]\d{0,4}\)?\s?[ /-]\s?\d{2,8}(?:[ -]\d{2,5}){0,5}"
    r"(?![\w/]|[.,]\d)"
    r"|(?<![\w+./=,-])0[1-9](?:\.\d\d){4}(?![\w/]|[.,]\d)"
    r"|(?<![\w+./=,-])0[1-9]\d{0,2}/\d{2,3}(?:\.\d\d){2}(?![\w/]|[.,]\d)"
)
_NUMBERED = re.compile(
    r"(?i)(?:\b(?:arti(?:cle|kel)s?|art|rec(?:ital)?s?|para(?:graph)?s?|annex|doc(?:ument)?|"
    r"ref(?:erence)?|case)|§)[.:]?\s*\Z"
)
"""What says of a number that begins with 0 that it is none of a telephone."""
_CALLED = re.compile(
    r"(?i)\b(?:tele(?:ph|f)on\w*|t[eé]l[eé]?(?:fon\w*|phone)?|phone|mobile|mobil\w*|fax|gsm|"
    r"portable|handy|cell|puhelin|τηλ\w*|тел\w*)\b[.:°\s]{0,4}(?:(?:no|nr|number|nummer)\b\W{0,3})?"
    r"(?P<number>\+?\(?\d[\d ()./-]{6,18}\d)(?![\w/])"
)
_TITLES = (
    r"Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Professor|Sir|Dame|Mme|Mlle|Madame|Monsieur|Maître|M(?=\. )|"
    r"MM(?=\. )|Herrn?|Frau|Fräulein|Hr|Fru|Dhr|Mevr|Mevrouw|Mw|De heer|Sra?|Srta|Señora?|Señorita|"
    r"Senhora?|Sig(?:\.ra|\.na)?|Signora?|Signorina|Dott(?:\.ssa)?|Dottor|Dottoressa|Avv|Ing|"
    r"Pan|Pani|Pán|Paní|Pana|Panem|Herra|Rouva|Härra|Proua|Gospod|Gospa|Gospodin|Gospođa|"
    r"Domnul|Doamna|Ponas|Ponia|Kungs|Κύριος|Κυρία|Κος|Κα|Господин|Госпожа|Г-н|Г-жа"
)
_DEGREE = r"med|phil|jur|iur|rer|nat|pol|oec|theol|vet|dent|habil|h\.? ?c|techn|sc|mult|dipl"
_PARTICLE = r"(?:van|von|vom|zu|de|du|des|del|della|di|da|dos|der|den|ter|ten|la|le|el|af|av|y|e|i)"
_NAMED = r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я]['’]?[^\W\d_]+(?:['’-][^\W\d_]+)*|[A-ZÀ-Þ]\.)"
_PARTICLES = re.compile(rf"^(?:{_PARTICLE} )+")
_NAME = re.compile(
    rf"(?<![\w.-])(?:{_TITLES})\b\.?(?: (?:{_TITLES}|{_DEGREE})\b\.?){{0,4}} "
    rf"(?!(?:{_TITLES})\b)"
    rf"(?P<name>(?:{_PARTICLE} ){{0,3}}{_NAMED}(?: (?:{_PARTICLE} ){{0,3}}{_NAMED}){{0,3}})"
)
_OFFICE = re.compile(
    r"(?i)(?:(?:vice-?)?president\w*|présidente?|präsident\w*|chair\w*|speaker|commission\w*|kommiss\w*|"
    r"minist\w*|secretar\w*|director\w*|directeur|direktor\w*|rapporteur\w*|or|and|oder|und|et|madam|"
    r"ambassad\w*|judge|advocate|mayor|maire|emeritus|center|centre|server|sql|monsieur|madame|"
    r"tout\S*|europe\w*|americ\w*|africa\w*|asia\w*|word|excel|office|windows|bank|who|the|i|we|it|is)\b"
)
_DIGIT = re.compile(r"\d")
_WEB = re.compile(r"(?i)\b(?:https?://|www\.)\S+")
_BEFORE = 16
"""Characters before a number in which a word can say what it is."""
_MOST_DIGITS, _FEWEST_DIGITS, _FEWEST_NATIONAL = 15, 8, 9


def find_personal_data(text: str) -> list[PersonalData]:
    """What seems to be personal data in a text, in its order; no two spans overlap.

    Where two would, the one that is checked the better stays. Offsets count code points.

    >>> for found in find_personal_data("Write to Dr Eva Roth, eva@example.org, on Article 53."):
    ...     print(found.start, found.end, found.kind)
    12 20 name after a title
    22 37 e-mail address
    """
    taken = _Taken()
    for match in _WEB.finditer(text):
        taken.takes(*match.span())
    kept = [found for found in _candidates(text) if taken.takes(found.start, found.end)]
    return sorted(kept, key=lambda found: found.start)


class _Taken:
    """Spans of which no two overlap; each is looked for by halves, as a text may hold many."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def takes(self, start: int, end: int) -> bool:
        """Take a span, unless a part of it is taken."""
        at = bisect_left(self._spans, (start, end))
        before = at > 0 and self._spans[at - 1][1] > start
        after = at < len(self._spans) and self._spans[at][0] < end
        if not before and not after:
            self._spans.insert(at, (start, end))
        return not before and not after


def _candidates(text: str) -> Iterator[PersonalData]:
    """The best checked kinds first."""
    yield from _addresses(text)
    if _DIGIT.search(text):
        yield from _accounts(text)
        yield from _cards(text)
        for start, end in identity_numbers(text):
            yield PersonalData(start, end, DataKind.IDENTITY)
        yield from _telephones(text)
    yield from _names(text)


def _addresses(text: str) -> Iterator[PersonalData]:
    """Read backwards from each "@", so that a row of other signs is never read twice."""
    for match in _AT_DOMAIN.finditer(text):
        at = match.start()
        local = _LOCAL.search(text[max(0, at - _LOCAL_LENGTH) : at])
        if local is not None:
            length = len(local.group().lstrip("'`.*=/?!|{}")) or 1
            yield PersonalData(at - length, match.end(), DataKind.EMAIL)


def _cards(text: str) -> Iterator[PersonalData]:
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if _ISSUERS.match(digits) and luhn(digits) and len(set(digits)) > 1:
            yield PersonalData(*match.span(), DataKind.CARD)


def _names(text: str) -> Iterator[PersonalData]:
    for match in _NAME.finditer(text):
        if not _OFFICE.match(_PARTICLES.sub("", match["name"])):
            start, end = match.span("name")
            yield PersonalData(start, end - _owns(match["name"]), DataKind.NAME)


def _owns(name: str) -> int:
    """How many characters at the end of a name are none of it: "Roth's"."""
    return 2 if name.endswith(("'s", "’s")) else 0


def _accounts(text: str) -> Iterator[PersonalData]:
    """IBANs; where more letters follow, what its country's length says is the number."""
    for match in _ACCOUNT.finditer(text):
        length, end, seen = _IBAN.get(match.group()[:2], 0), match.start(), 0
        while seen < length and end < match.end():
            seen += not text[end].isspace()
            end += 1
        if length and seen == length and is_iban(text[match.start() : end]):
            yield PersonalData(match.start(), end, DataKind.IBAN)


def is_iban(number: str) -> bool:
    """Whether the check digits of an IBAN hold: ISO 13616-1, ISO/IEC 7064 MOD 97-10.

    >>> is_iban("GB82 WEST 1234 5698 7654 32"), is_iban("GB82 WEST 1234 5698 7654 33")
    (True, False)
    """
    plain = "".join(number.split())
    digits = "".join(str(int(each, 36)) for each in plain[4:] + plain[:4])
    return int(digits) % 97 == 1


def _telephones(text: str) -> Iterator[PersonalData]:
    for match in _CALLED.finditer(text):
        yield PersonalData(*match.span("number"), DataKind.TELEPHONE)
    for shape, fewest in ((_INTERNATIONAL, _FEWEST_DIGITS), (_NATIONAL, _FEWEST_NATIONAL)):
        for match in shape.finditer(text):
            digits = sum(each.isdigit() for each in match.group())
            if fewest <= digits <= _MOST_DIGITS and not _is_none(text, match):
                yield PersonalData(*match.span(), DataKind.TELEPHONE)


def _is_none(text: str, match: re.Match[str]) -> bool:
    """Whether a row of digits is the number of a provision, or a day."""
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    return _NUMBERED.search(before) is not None or _is_a_day(match.group())


def _is_a_day(words: str) -> bool:
    return re.fullmatch(r"\d{1,2}([./ -])\d{1,2}\1(?:19|20)\d\d(?:\W.*)?", words) is not None
