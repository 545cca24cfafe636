"""The word lists of `statements.toml`: what titles and terms are made of, by language."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from nlp.language import stop_words

_FILE = Path(__file__).with_name("statements.toml")
_EDGES = ".,;:!?\"'’‘“”„«»()[]…"
_ELIDES = frozenset(("fr", "it"))
_ELIDED = re.compile(r"(?<=\w['’])(?=\w)")


@lru_cache(maxsize=50_000)
def bare(word: str) -> str:
    """A word in small letters without the marks around it.

    >>> bare("“Lists,")
    'lists'
    """
    return word.lower().strip(_EDGES)


def spoken(text: str, language: str) -> list[str]:
    """The words of a text between spaces; in French and Italian an elided word is one.

    >>> spoken("S'il faut l'écrire", "fr"), spoken("Don't ask", "en")
    (["S'", 'il', 'faut', "l'", 'écrire'], ["Don't", 'ask'])
    """
    return (_ELIDED.sub(" ", text) if language in _ELIDES else text).split()


@cache
def words(name: str, language: str) -> frozenset[str]:
    """A list of words; empty where the language has none.

    What a text cannot end in is never unknown: spaCy's stop words stand in for it.
    """
    if language not in _lists():
        return stop_words(language) if name == "dangling" else frozenset()
    return frozenset(_lists()[language].get(name, "").split())


@cache
def opening(name: str, language: str) -> re.Pattern[str]:
    """A pattern for the beginning of a text; it never matches where the language has no such list.

    It ends where a word does; a word with a hyphen in it is one.

    >>> bool(opening("leans", "en").match("Such lists")), bool(opening("leans", "fi").match("Se"))
    (True, False)
    >>> bool(opening("lead", "es").match("El registro debe ser público"))
    False
    """
    expressions = _lists().get(language, {}).get(name, [])
    end = r"(?:(?<=\W)|(?![\w-]))"
    return re.compile(
        rf"(?:{'|'.join(expressions)}){end}" if expressions else "(?!)", re.IGNORECASE
    )


def languages() -> tuple[str, ...]:
    """The languages that have lists."""
    return tuple(_lists())


@cache
def anywhere(name: str, language: str) -> re.Pattern[str]:
    """A pattern for whole words anywhere in a text; see `opening`.

    >>> anywhere("points", "en").findall("A dossier without that page")
    ['without that']
    """
    expressions = _lists().get(language, {}).get(name, [])
    pattern = rf"(?<!\w)(?:{'|'.join(expressions)})" if expressions else "(?!)"
    return re.compile(pattern, re.IGNORECASE)


@cache
def _lists() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
