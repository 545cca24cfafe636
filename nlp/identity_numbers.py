"""National identity numbers of EU states that carry check digits: their shapes and their checks.

The rules are those that the states publish and the European Commission lists (TIN Algorithms,
Taxation and Customs Union, public version 5.1); check sums after ISO/IEC 7064 (MOD 11,10 and
MOD 97), ISO/IEC 7812-1 annex B (Luhn) and Verhoeff (1969). Cyprus and Malta define no check digit
for persons; those of Hungary and Portugal, and whatever else is only a row of digits with one
check digit, count only after a word that says what they are: one row of nine digits in eleven
would pass by chance.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Check = Callable[[str], bool]
_DNI = "TRWAGMYFPDXBNJZSQVHLCKE"
_HETU = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_PPS = "WABCDEFGHIJKLMNOPQRSTUV"
_ODD = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11,
         3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
        strict=True,
    )
)  # fmt: skip
"""What a character in an odd place of an Italian number counts (decree of 23 December 1976)."""
_D = tuple(
    tuple((a - b if a > 4 else a + b) % 5 + 5 * ((a > 4) != (b > 4)) for b in range(10))
    for a in range(10)
)
"""Multiplication in the dihedral group of order ten, as Verhoeff's method asks."""
_SHIFT = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812-1, annex B.

    >>> luhn("79927398713"), luhn("79927398710")
    (True, False)
    """
    doubled = (int(d) * (2 if at % 2 else 1) for at, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def verhoeff(digits: str) -> bool:
    """Whether the last digit is Verhoeff's check digit.

    >>> verhoeff("2363"), verhoeff("2364")
    (True, False)
    """
    sum_ = 0
    for at, digit in enumerate(reversed(digits)):
        moved = int(digit)
        for _ in range(at % 8):
            moved = _SHIFT[moved]
        sum_ = _D[sum_][moved]
    return sum_ == 0


def mod_11_10(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7064, MOD 11,10.

    >>> mod_11_10("94577403194"), mod_11_10("94577403195")
    (True, False)
    """
    product = 10
    for digit in digits[:-1]:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return (product + int(digits[-1])) % 10 == 1


def _weighted(digits: Iterable[str], weights: Iterable[int]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=False))


def _day(year: str, month: str, day: str, *, moved: tuple[int, ...] = (0,)) -> bool:
    """Whether there is such a day; some states add to the month or to the day."""
    del year  # of two digits: it leaves the century open, and any will do
    return any(1 <= int(month) - by <= 12 for by in moved) and 1 <= int(day) <= 31


def _belgium(n: str) -> bool:
    check = int(n[9:])
    born = any(97 - int(before + n[:9]) % 97 == check for before in ("", "2"))
    return born and _day(n[:2], n[2:4], n[4:6], moved=(0, 20, 40))


def _bulgaria(n: str) -> bool:
    sum_ = _weighted(n, (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10
    return sum_ == int(n[9]) and _day(n[:2], n[2:4], n[4:6], moved=(0, 20, 40))


def _czechia(n: str) -> bool:
    return int(n) % 11 == 0 and _day(n[:2], n[2:4], n[4:6], moved=(0, 20, 50, 70))


def _denmark(n: str) -> bool:
    sum_ = _weighted(n, (4, 3, 2, 7, 6, 5, 4, 3, 2, 1))
    return sum_ % 11 == 0 and _day(n[4:6], n[2:4], n[:2])


def _baltic(n: str) -> bool:
    """Of Estonia and Lithuania."""
    sum_ = _weighted(n, (1, 2, 3, 4, 5, 6, 7, 8, 9, 1)) % 11
    if sum_ == 10:
        sum_ = _weighted(n, (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) % 11 % 10
    return sum_ == int(n[10]) and n[0] in "123456" and _day(n[1:3], n[3:5], n[5:7])


def _finland(n: str) -> bool:
    return _HETU[int(n[:6] + n[7:10]) % 31] == n[10] and _day(n[4:6], n[2:4], n[:2])


def _france(n: str) -> bool:
    body = n[:13].replace("2A", "19").replace("2B", "18")
    return body.isdigit() and 97 - int(body) % 97 == int(n[13:]) and n[0] in "1278"


def _germany(n: str) -> bool:
    """The tax number: of its first ten digits one stands twice or three times, the rest once."""
    times = sorted(n[:10].count(d) for d in set(n[:10]))
    return mod_11_10(n) and n[0] != "0" and times[-1] in (2, 3) and times[-2:] != [2, 2]


def _greece(n: str) -> bool:
    return luhn(n) and _day(n[4:6], n[2:4], n[:2])


def _hungary(n: str) -> bool:
    return n[0] == "8" and _weighted(n, range(1, 10)) % 11 == int(n[9])


def _ireland(n: str) -> bool:
    more = 9 * (ord(n[8]) - 64) if len(n) == 9 and n[8] != "W" else 0
    return _PPS[(_weighted(n[:7], range(8, 1, -1)) + more) % 23] == n[7]


def _italy(n: str) -> bool:
    odd = sum(_ODD[c] for c in n[:15:2])
    even = sum(int(c) if c.isdigit() else ord(c) - 65 for c in n[1:15:2])
    return chr(65 + (odd + even) % 26) == n[15]


def _latvia(n: str) -> bool:
    sum_ = (1101 - _weighted(n, (1, 6, 3, 7, 9, 10, 5, 8, 4, 2))) % 11 % 10
    return sum_ == int(n[10]) and _day(n[4:6], n[2:4], n[:2])


def _luxembourg(n: str) -> bool:
    return luhn(n[:12]) and verhoeff(n[:11] + n[12]) and _day(n[2:4], n[4:6], n[6:8])


def _netherlands(n: str) -> bool:
    return (_weighted(n, range(9, 1, -1)) - int(n[8])) % 11 == 0 and int(n) > 0


def _austria(n: str) -> bool:
    sum_ = _weighted(n[:3] + n[4:], (3, 7, 9, 5, 8, 4, 2, 1, 6)) % 11
    return sum_ == int(n[3]) and n[0] != "0" and _day(n[8:], n[6:8], n[4:6])


def _poland(n: str) -> bool:
    sum_ = _weighted(n, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1))
    return sum_ % 10 == 0 and _day(n[:2], n[2:4], n[4:6], moved=(0, 20, 40, 60, 80))


def _portugal(n: str) -> bool:
    left = 11 - _weighted(n, range(9, 1, -1)) % 11
    return int(n[8]) == (0 if left > 9 else left) and n[0] in "123"


def _romania(n: str) -> bool:
    sum_ = _weighted(n, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return (1 if sum_ == 10 else sum_) == int(n[12]) and _day(n[1:3], n[3:5], n[5:7])


def _slovenia(n: str) -> bool:
    left = 11 - _weighted(n, (7, 6, 5, 4, 3, 2) * 2) % 11
    return left % 11 == int(n[12]) and left != 10 and _day(n[4:7], n[2:4], n[:2])


def _spain(n: str) -> bool:
    number = n[:-1].translate(str.maketrans("XYZ", "012"))
    return _DNI[int(number) % 23] == n[-1]


def _sweden(n: str) -> bool:
    short = n[-10:]
    return luhn(short) and _day(short[:2], short[2:4], short[4:6])


@dataclass(frozen=True)
class Identity:
    """A state's number: its shape, its check, and the words one of which must stand before it."""

    state: str
    shape: str
    check: Check
    cue: str = ""


NUMBERS = (
    Identity("Austria", r"\d{4} ?\d{6}", _austria, r"sv-?n(?:umme)?r|sozialversicherung\w*"),
    Identity("Belgium", r"\d{2}\.?\d{2}\.?\d{2}-?\d{3}[.-]?\d{2}", _belgium),
    Identity("Bulgaria", r"\d{10}", _bulgaria, r"егн|egn|единен граждански номер"),
    Identity("Croatia", r"\d{11}", mod_11_10, r"oib|osobni identifikacijski broj"),
    Identity("Czechia or Slovakia", r"\d{6}/\d{4}", _czechia),
    Identity("Denmark", r"\d{6}-\d{4}", _denmark),
    Identity("Estonia or Lithuania", r"[1-6]\d{10}", _baltic),
    Identity("Finland", r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]", _finland),
    Identity("France", r"[1278] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}", _france),
    Identity(
        "Germany", r"\d{2} ?\d{3} ?\d{3} ?\d{3}", _germany,
        r"steuer-?id\w*|steueridentifikationsnummer|idnr|tax id\w*",
    ),
    Identity("Greece", r"\d{11}", _greece, r"αμκα|amka"),
    Identity("Hungary", r"\d{10}", _hungary, r"adóazonosító(?: jel)?"),
    Identity("Ireland", r"\d{7}[A-W][A-IW]?", _ireland),
    Identity("Italy", r"[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]", _italy),
    Identity("Latvia", r"\d{6}-\d{5}", _latvia),
    Identity("Luxembourg", r"(?:18|19|20)\d{11}", _luxembourg),
    Identity("the Netherlands", r"\d{9}|\d{4}[. ]\d{2}[. ]\d{3}", _netherlands,
             r"bsn|burgerservicenummer|sofinummer"),
    Identity("Poland", r"\d{11}", _poland),
    Identity("Portugal", r"\d{3} ?\d{3} ?\d{3}", _portugal, r"nif|contribuinte"),
    Identity("Romania", r"[1-8]\d{12}", _romania),
    Identity("Slovenia", r"\d{13}", _slovenia),
    Identity("Spain", r"(?:\d{8}|[XYZ]-?\d{7})-?[A-HJ-NP-TV-Z]", _spain),
    Identity("Sweden", r"(?:19|20)?\d{6}[-+]\d{4}", _sweden),
)  # fmt: skip
_EDGE, _END = r"(?<![\w./-])", r"(?![\w/-]|\.\d)"
_SHAPES = tuple((each, re.compile(f"{_EDGE}(?:{each.shape}){_END}")) for each in NUMBERS)
_CUES = {
    each.state: re.compile(rf"(?i)\b(?:{each.cue})\W{{0,4}}(?:\w+\W{{1,3}}){{0,2}}\Z")
    for each in NUMBERS if each.cue
}  # fmt: skip
_BEFORE = 60
"""Characters before a number in which its cue may stand."""


def identity_numbers(text: str) -> list[tuple[int, int]]:
    """The spans of numbers that have a state's shape and pass its check, in any order.

    >>> text = "My number is 44051401359, see 2016/679."
    >>> [text[start:end] for start, end in identity_numbers(text)]
    ['44051401359']
    """
    return [
        match.span()
        for each, shape in _SHAPES
        for match in shape.finditer(text)
        if _is_after_its_cue(each, text, match.start())
        and each.check(re.sub(r"[ ./-]" if each.state != "Finland" else " ", "", match.group()))
    ]


def _is_after_its_cue(each: Identity, text: str, at: int) -> bool:
    if not each.cue:
        return True
    return _CUES[each.state].search(text[max(0, at - _BEFORE) : at]) is not None
