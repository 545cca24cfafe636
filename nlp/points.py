"""A text → its points, each with its language, its references, its kind and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nlp.additions import Span
from nlp.kinds import Kind, kind_of
from nlp.language import language_of
from nlp.references import references
from nlp.text import Passage, has_letters, split


@dataclass(frozen=True, slots=True)
class Point:
    """A passage that makes one argument: `texts[text].text[start:end]`, verbatim.

    `references` are provisions by their English names; `kind` is None for a plain statement and
    for filler; `cues` are the words that decided the kind.
    """

    text: int
    start: int
    end: int
    language: str
    kind: Kind | None = None
    references: tuple[str, ...] = ()
    filler: bool = False
    cues: tuple[str, ...] = ()
    added: bool = False


def why_left_out(text: str) -> str | None:
    r"""Why a text has no points, in plain English; None where it has.

    >>> why_left_out(" \n"), why_left_out("+++ 12 %"), why_left_out("Keep it.")
    ('blank', 'no letters in it', None)
    """
    if not text.strip():
        return "blank"
    return None if has_letters(text) else "no letters in it"


def points_of(
    number: int,
    text: str,
    language: str | None = None,
    additions: Sequence[Span] = (),
    spans: Sequence[Span] = (),
) -> tuple[Point, ...]:
    """The points of the text with index `number`; none where it is blank or has no letters.

    `language` is what the author declared. A point too short to tell is in the language of its
    text, and a text too short to tell in the declared one. `additions` are spans, in order, of what
    the text adds to a campaign's template: they are points of their own. `spans` are what people
    cut: they are points as they are.
    """
    found = _read(text, language, tuple(additions), tuple(spans))
    return tuple(replace(point, text=number) for point in found)


@lru_cache(maxsize=4_096)
def _read(
    text: str, language: str | None, additions: tuple[Span, ...], spans: tuple[Span, ...]
) -> tuple[Point, ...]:
    """The points of a text numbered 0; copies of a letter are read once."""
    whole = language_of(text, language)
    passages = split(text, whole, additions, spans)
    if len(passages) == 1:
        return (_point(text, passages[0], whole),)
    return tuple(
        _point(text, passage, language_of(text[passage.start : passage.end], whole))
        for passage in passages
    )


def _point(text: str, passage: Passage, language: str) -> Point:
    own = text[passage.start : passage.end]
    kind, cues = (None, ()) if passage.filler else kind_of(own, language)
    return Point(
        0,
        passage.start,
        passage.end,
        language,
        kind,
        references(own),
        passage.filler,
        cues,
        passage.added,
    )
