"""The word lists of `filler.toml` as patterns: what filler is made of, by language."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("filler.toml")
# A name, told by its capital, or what links the parts of one.
NAME = r"(?:[^\W\d_a-zß-ÿ][\w.,’'&()-]*|of|the|for|and|de|des|du|di|der|die|das|la|le|van|von|&)"
EXPRESSIONS = ("nothing", "thanks", "document", "place", "refer")


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def languages() -> tuple[str, ...]:
    """The languages that filler is known in."""
    return tuple(_lists()["whole"])


@cache
def expressions(name: str, *codes: str) -> re.Pattern[str]:
    """A pattern for the expressions of a list in some languages, or in all; it takes small letters.

    It never matches where a language has no such list.

    >>> expressions("document", "de").findall("siehe anhang")
    ['anhang']
    """
    return _alternatives(_listed(name, codes))


@cache
def any_expression(*codes: str) -> re.Pattern[str]:
    """A pattern for all `EXPRESSIONS` of some languages, or of all."""
    return _alternatives(chain.from_iterable(_listed(name, codes) for name in EXPRESSIONS))


def _listed(name: str, codes: Iterable[str]) -> list[str]:
    return [each for code in codes or languages() for each in _lists()[name].get(code, ())]


@cache
def whole() -> re.Pattern[str]:
    """A pattern for a text that is filler in two or three words, such as "not applicable"."""
    return re.compile(rf"\W*{expressions('whole').pattern}\W*")


@cache
def clause(code: str) -> re.Pattern[str]:
    """A pattern for a clause that is filler by itself, such as the "no" of "No, thank you"."""
    return re.compile(
        rf"(?:^|(?<=[,;:.!?/]))\W*{expressions('whole', code).pattern}(?=\W*$|\s*[,;:.!?/])"
    )


@cache
def vocabulary(code: str, *names: str) -> re.Pattern[str]:
    """A pattern for one word of some lists: `plain`, `courtesy`, `people`."""
    return _words(" ".join(_lists()[name][code] for name in names))


@lru_cache(maxsize=20_000)
def languages_of(word: str, *names: str) -> tuple[str, ...]:
    """The languages in which a word is in one of some lists."""
    return tuple(code for code in languages() if vocabulary(code, *names).fullmatch(word))


@cache
def contact() -> re.Pattern[str]:
    """A pattern for one word that may stand beside an address."""
    return _words(_lists()["any"]["contact"])


@cache
def date() -> re.Pattern[str]:
    """A pattern for a date with a place or a name before it; it takes capitals."""
    name = r"[^\W\d_a-zß-ÿ][\w’'-]+"
    month = _words(_lists()["any"]["month"]).pattern
    day = r"\d{1,2}(?:\.|er|st|nd|rd|th)?"
    return re.compile(
        rf"\W*(?:{name}(?: {name}){{0,2}}, |{name}(?: {name}){{1,2}} )?(?:den |le |il |dnia |the )?"
        rf"(?:{day} (?:de |d['’])?(?i:{month})|(?i:{month}) {day}),? (?:de )?\d{{4}}(?: r\.)?\W*"
    )


@cache
def field() -> re.Pattern[str]:
    """A pattern for how a line of a letterhead begins: "To:", "Re:", "Sent by"; small letters."""
    fields, sent = (_alternatives(_lists()["any"][name]).pattern for name in ("field", "sent"))
    return re.compile(rf"\W*(?:{fields}\W{{0,3}}:|{sent})")


@cache
def office() -> re.Pattern[str]:
    """A pattern for the office or the title of one who signs; it takes small letters."""
    return _words(_lists()["any"]["office"])


@cache
def speaker() -> re.Pattern[str]:
    """A pattern for a name that opens a text, before a word of thanks; it takes capitals."""
    spoken = _alternatives(_lists()["any"]["speaks"]).pattern
    return re.compile(rf"(?:{NAME} ){{1,8}}(?={spoken})")


def _words(listed: str) -> re.Pattern[str]:
    return _alternatives(re.escape(word).replace(r"\*", r"\w*") for word in listed.split())


def _alternatives(found: Iterable[str]) -> re.Pattern[str]:
    every = "|".join(each.replace(" ", r"\W+") for each in found) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{every})(?!\w)")
