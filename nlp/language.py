"""The 24 EU languages: which one a text is in, its spaCy tokeniser, stop words and stemmer."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

_CODES = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
LANGUAGES = frozenset(_CODES.split(" "))
# Shorter than this, identification is a guess: the declared language is better.
_ENOUGH_LETTERS = 24
_READ_AT_MOST = 600

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


@lru_cache(maxsize=50_000)
def detect(text: str) -> tuple[str, float]:
    """The likeliest EU language of a text and its probability, 0 to 1 (py3langid: naive Bayes).

    >>> detect("Les modèles ouverts doivent rester libres.")[0]
    'fr'
    """
    code, probability = _identifier().classify(text[:_READ_AT_MOST])
    return str(code), float(probability)


def language_of(text: str, fallback: str | None) -> str:
    """The language of a text, or `fallback` where the text is too short or too odd to tell.

    >>> language_of("Keine Pflicht.", "de"), language_of("Routine fixes need no new file.", "de")
    ('de', 'en')
    """
    letters = sum(character.isalpha() for character in text[:_READ_AT_MOST])
    if fallback and letters < _ENOUGH_LETTERS:
        return fallback
    code, probability = detect(text)
    if fallback and probability < 0.9:
        return fallback
    return code if letters else fallback or "en"


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
    """SpaCy's stop words of a language, lower case; none for a language it does not know."""
    from spacy.util import get_lang_class

    if language not in LANGUAGES - {"mt"}:
        return frozenset()
    return frozenset(word.lower() for word in get_lang_class(language).Defaults.stop_words)


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
