"""The cue words of `cues.toml`: what tells a proposal, a concern or a continued argument."""

import re
import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("cues.toml")


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def cue(name: str, language: str) -> re.Pattern[str]:
    """A pattern that finds the cues of one name in one language; English where it has none.

    >>> cue("proposal", "de").findall("Das Register soll offen sein.")
    ['soll']
    """
    words = _words().get(language, _words()["en"])[name]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def continues(sentence: str, language: str) -> bool:
    """Whether a sentence leans on the one before it by its first words.

    >>> continues("This would help.", "en"), continues("To help, fund it.", "en")
    (True, False)
    """
    opening = sentence[:60].lstrip("\"'“„«(–—- ")
    return bool(cue("continues", language).match(opening))
