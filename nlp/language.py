"""The 24 EU languages: which one a text is in, its spaCy tokeniser, stop words and stemmer."""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from runpy import run_path
from typing import Any

_CODES = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
LANGUAGES = frozenset(_CODES.split(" "))
_READ_AT_MOST = 400  # characters of a text
# How many times likelier another language must be than the one that is expected.
_ODDS = 50.0
_ODDS_OF_ENGLISH = 3.0  # where no language is expected: English is the usual one to answer in
_SELDOM = frozenset({"ga", "mt"})  # both have English beside them, and look like it in a few words
_READABLE = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u04ff\u1e00-\u1fff]")
_GREEK, _CYRILLIC = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"), re.compile(r"[\u0400-\u04ff]")

_STEMMERS = {
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hr": "serbian",  # Snowball's Serbian began as a stemmer of Croatian and reads both
    "hu": "hungarian",
    "it": "italian",
    "lt": "lithuanian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "sv": "swedish",
}


@cache
def _identifier() -> Any:
    # The import stays here because most callers of nlp's names never identify a language.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(LANGUAGES))
    return identifier


@lru_cache(maxsize=20_000)
def _language_of(text: str, fallback: str | None) -> str:
    if not text.isascii() and (code := _by_alphabet(text, fallback)):
        return code
    likelihood = dict(_identifier().rank(text))
    best = max(likelihood, key=lambda code: (likelihood[code], code))
    expected, odds = (fallback, _ODDS) if fallback else ("en", _ODDS_OF_ENGLISH)
    odds = _ODDS if best in _SELDOM else odds
    return best if likelihood[best] > odds * likelihood.get(expected, 0.0) else expected


def _by_alphabet(text: str, fallback: str | None) -> str | None:
    """The language of a text in Greek, Cyrillic or none of the EU's alphabets; None for Latin."""
    letters = len(_READABLE.findall(text))
    # Where these are most of all characters they are most of the letters, which take long to count.
    if 2 * letters <= len(text) and 2 * letters <= sum(map(str.isalpha, text)):
        return fallback or "en"
    alphabets = (("el", _GREEK), ("bg", _CYRILLIC))
    own = (code for code, alphabet in alphabets if 2 * len(alphabet.findall(text)) > letters)
    return next(own, None)


def language_of(text: str, fallback: str | None) -> str:
    """The EU language of a text: the one expected, unless another is much likelier.

    Likelihoods are those of py3langid (naive Bayes over byte sequences; Lui and Baldwin 2012). A
    few words are seldom evidence enough against `fallback`, which is the declared language or that
    of the text around. A text in none of the EU's alphabets has `fallback` too, or English.

    >>> language_of("Keine Pflicht.", "de"), language_of("Routine fixes need no new file.", "de")
    ('de', 'en')
    """
    return _language_of(text[:_READ_AT_MOST], fallback)


@cache
def tokeniser(language: str) -> Any:
    """SpaCy's blank pipeline for a language with its sentencizer; the neutral one if unknown.

    French shares the neutral one too: building its sixteen thousand exceptions takes seconds and
    changes no sentence boundary.
    """
    import spacy

    own = language in LANGUAGES - {"fr", "mt"}
    pipeline = spacy.blank(language if own else "xx")
    pipeline.add_pipe("sentencizer")
    return pipeline


@cache
def stop_words(language: str) -> frozenset[str]:
    """SpaCy's stop words of a language, lower case; none for a language it does not know.

    They are read from their file: the package around it compiles a tokeniser's exceptions, which
    for French takes seconds.

    >>> "nous" in stop_words("fr"), stop_words("mt")
    (True, frozenset())
    """
    import spacy.lang

    if language not in LANGUAGES - {"mt"}:
        return frozenset()
    file = Path(spacy.lang.__file__).parent / language / "stop_words.py"
    return frozenset(word.lower() for word in run_path(str(file))["STOP_WORDS"])


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """A cached Snowball stemmer (Porter 1980, 2001); the word itself where there is none.

    >>> stemmer("en")("obligations"), stemmer("mt")("obbligi")
    ('oblig', 'obbligi')
    """
    if language not in _STEMMERS:
        return str
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer(_STEMMERS[language]).stemWord
    return lru_cache(maxsize=100_000)(stem)
