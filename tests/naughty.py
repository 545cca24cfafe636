"""Five hundred and more texts that have broken programs, made the same each time."""

import random
from collections.abc import Iterator

_BY_HAND = (
    "", " ", "\t", "\n", " \t\n ", "x", "\x00", "a\x00b", "\ufeffa", "a\ufeff", "\ufffe", "\uffff",
    "undefined", "null", "NULL", "None", "nil", "true", "0", "-1", "1e309", "NaN", "Infinity",
    "0x0",
    "1/0", "00012", "1,000.00", "\\", "\\\\", "'", '"', "''", "`", ";", "--", "/*", "*/", "%", "%s",
    "%00", "%n", "{}", "{0}", "${x}", "$(x)", "<>", "&", "&amp;", "<!--", "-->", "]]>", "<![CDATA[",
    "_x0000_", "_x000D_", "\\u0000", "\\ud800", "e\u0301", "\u00e9", "\u1e9b\u0323", "\ufb01",
    "\u212b", "\u0130", "\u0131", "\u1e9e", "\u03c2", "\u00ad", "\u200b", "\u200c", "\u200d",
    "\u2060", "\u180e", "\u3164", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\r", "\r\n", "\n\r",
    "\u202eabc\u202c", "\u2066abc\u2069", "\u200fabc", "\u061cabc",
    "\u0645\u0631\u062d\u0628\u0627",
    "\u05e9\u05dc\u05d5\u05dd (1)", "\U0001f642", "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U0001f3f3\ufe0f\u200d\U0001f308", "\U0001f1eb\U0001f1f7", "1\ufe0f\u20e3", "\U0010ffff",
    "\U0001fffe", "\ufdd0", "\ue000", "\ufffd", "\U000e0041", "\u0e33", "\u0bcd", "\u1100\u1161",
    "\U00010348", "\U0001d518", "Z" + "\u0351\u036b\u0343" * 40, "a" * 10_000, "\u0301" * 500,
    "\ud800", "\udfff", "a\ud83d", "\ude42b", "\udc00\ud800",
)  # fmt: skip
_RANGES = (
    (0x00, 0x20), (0x7F, 0xA0), (0x20, 0x7F), (0xA0, 0x250), (0x300, 0x370), (0x590, 0x780),
    (0x900, 0xE80), (0x2000, 0x2070), (0x3040, 0xA000), (0xD800, 0xE000), (0xE000, 0xF900),
    (0xFE00, 0xFE10), (0xFFF0, 0x10000), (0x1D400, 0x1D800), (0x1F300, 0x1FA00), (0xE0000, 0xE0080),
    (0x10FFF0, 0x110000),
)  # fmt: skip


def naughty() -> Iterator[str]:
    """The known ones, then mixtures out of every part of Unicode, half characters among them."""
    yield from _BY_HAND
    chance = random.Random(41)
    for number in range(500):
        ranges = chance.sample(_RANGES, k=1 + number % 3)
        yield "".join(chr(chance.randrange(*chance.choice(ranges))) for _ in range(1 + number % 24))
