"""A group → the statement that stands for it: short, whole and in the words of its points."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nlp.encoder import Memory, Rows, encode, reads
from nlp.filler import is_filler
from nlp.kinds import Kind, kind_of
from nlp.lexical import content_words
from nlp.sentences import Span, blocks, sentences
from nlp.statements import FEWEST, Statement, points_back, shortened, statements, tells
from nlp.terms import Passage, weigh
from nlp.wordlists import bare, words

_PASSAGES = 36  # nearest the middle of the group, whose sentences are read
_CHARACTERS = 2_000  # of a passage
_HEARD = 14  # candidates, the likeliest by their words, whose meaning the encoder is asked for
_MEANT = 16  # passages nearest the middle, of which a title should speak for many
_OPENING = 5  # words, among which a pronoun most likely stands for something said before
_CLAIMS = (Kind.PROPOSAL, Kind.CONCERN)
_HARD = re.compile(r"[\"“”„«»:;\d]")  # to read out
# The weights of what makes a title, found on ArgKP and the demonstration, level over a wide range:
# to speak for its own group, not for the others, in its words, from near its middle. A claim is
# worth one, what points elsewhere costs one. The rest decides between equals: to be easy to read
# out (whole, without figures and quotation marks) and of a usual length.
_OWN, _APART, _WORDS, _RANK = 8.0, 8.0, 3.0, 2.0
_EASE, _PER_WORD, _BEST_WORDS = 0.3, 0.03, 12


@dataclass(frozen=True)
class _Candidate:
    group: int
    title: str
    language: str
    wants: tuple[bool, bool, bool]  # the usual language, a main clause, what it points back to
    score: float


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement that could be a title, whether it claims and leans, its shape and its stems."""

    title: str
    claims: bool
    leans: bool
    shape: float
    stems: tuple[str, ...]


def titles(
    groups: Sequence[Sequence[Passage]],
    fits: Sequence[Sequence[float]],
    *,
    question: str = "",
    weights: Sequence[dict[str, float]] | None = None,
    encoder: bool = True,
    memory: Memory | None = None,
    taken: Collection[str] = (),
) -> tuple[str, ...]:
    """One title for each group, all different and none of those `taken`.

    `groups[k]` are the passages `(text, language)` of group k and `fits[k]` their cosines to its
    middle; `weights` what `weigh` says of them, if the caller has it. A title is a statement
    (`nlp.statements`) in the words of one of the passages nearest the middle. If there is one, it
    is in the language most of them are in; then it has a main clause or makes a demand; then it
    leans on nothing before it and is not about its author. Among those left stands the one that
    means most nearly what many of the nearest passages mean and the other groups do not, in words
    that set the group apart.

    The fallback, where no passage holds a statement: the longest of the nearest passages,
    shortened to its first words that end in no article, preposition or connective. A title that
    another group took already carries a number. A group without letters is called "…". Without the
    `encoder` the words alone decide.

    >>> titles([[("However, every member state should fund two laboratories.", "en")]], [[1.0]])
    ('Every member state should fund two laboratories',)
    """
    weights = weights or weigh(groups, question=question)
    nearest = [_nearest(group, fit) for group, fit in zip(groups, fits, strict=True)]
    usual = [_usual_language(group) for group in groups]
    candidates = [
        candidate
        for group, passages in enumerate(nearest)
        for candidate in _likeliest(group, passages, usual[group], weights[group])
    ]
    best: list[list[tuple[float, str]]] = [[] for _ in groups]
    meanings = _meant(candidates, nearest, memory) if encoder else np.zeros(len(candidates))
    for candidate, meant in zip(candidates, meanings, strict=True):
        best[candidate.group].append((-round(candidate.score + meant, 4), candidate.title))
    named: list[str] = []
    folded = {title.casefold() for title in taken}
    for ranked, passages in zip(best, nearest, strict=True):
        wordings = [title for _, title in sorted(ranked)] + [_fallback(passages)]
        fresh = (wording for wording in wordings if wording.casefold() not in folded)
        named.append(next(fresh, None) or _numbered(wordings[0], folded))
        folded.add(named[-1].casefold())
    return tuple(named)


def _nearest(passages: Sequence[Passage], fits: Sequence[float]) -> list[Passage]:
    """The passages nearest the middle, those with enough words for a statement first."""
    order = sorted(
        range(len(passages)),
        key=lambda index: (
            len(passages[index][0].split(maxsplit=FEWEST)) < FEWEST,
            -fits[index],
            passages[index],
        ),
    )
    return [passages[index] for index in order[:_PASSAGES]]


def _usual_language(passages: Sequence[Passage]) -> str:
    counts = Counter(language for _, language in passages)
    return min(counts, key=lambda language: (-counts[language], language), default="en")


def _likeliest(
    group: int, passages: Sequence[Passage], usual: str, weight: dict[str, float]
) -> list[_Candidate]:
    """The candidates of a group that want least, and of those the best words and shape."""
    found: dict[str, _Candidate] = {}
    length = float(np.sqrt(sum(value**2 for value in weight.values())))
    for rank, (text, language) in enumerate(passages):
        for said in _said(text[:_CHARACTERS], language):
            score = _WORDS * _shared(said.stems, weight, length)
            score += said.shape - _RANK * rank / _PASSAGES
            wants = (language != usual, not said.claims, said.leans)
            found.setdefault(
                said.title.casefold(), _Candidate(group, said.title, language, wants, score)
            )
    order = sorted(found.values(), key=lambda each: (each.wants, -each.score, each.title))
    return [each for each in order[:_HEARD] if each.wants == order[0].wants]


@lru_cache(maxsize=20_000)  # the passages of a theme are read again for its sub-themes
def _said(text: str, language: str) -> tuple[_Said, ...]:
    """What could be a title in a passage, with all that hangs on its words alone."""
    return tuple(
        _Said(
            each.text,
            each.claims,
            each.leans or _is_about_its_author(each, language),
            _shape(each, language),
            tuple(sorted(set(content_words(each.text, language)))),
        )
        for start, end in _sentences(text, language)
        if not is_filler(text[start:end])
        for each in statements(text[start:end], language)
    )


def _sentences(text: str, language: str) -> Iterator[Span]:
    for start, end in blocks(text):
        yield from sentences(text, start, end, language)


def _shared(stems: Sequence[str], weight: dict[str, float], length: float) -> float:
    """The cosine of a title's stems to those that set the group apart (`length`), 0 to 1."""
    own = sum(weight.get(stem, 0.0) for stem in stems)
    return float(own / (length * np.sqrt(len(stems)))) if stems and length else 0.0


def _is_about_its_author(statement: Statement, language: str) -> bool:
    """Whether a statement begins with who speaks and neither proposes anything nor worries."""
    first = bare(statement.text.split()[0])
    kind, _ = kind_of(statement.text, language)
    return first in words("speakers", language) and kind not in _CLAIMS


def _shape(statement: Statement, language: str) -> float:
    """Whether a statement reads as one clear claim that needs nothing before it."""
    said = [bare(word) for word in statement.text.split()]
    kind, _ = kind_of(statement.text, language)
    flaws = (
        min(points_back(statement.text, language), 2)
        + sum(word in words("pointers", language) for word in said[:_OPENING])
        + (tells(statement.text, language) and kind != Kind.PROPOSAL)
    )
    ease = _EASE * (statement.whole + (_HARD.search(statement.text) is None))
    return (kind in _CLAIMS) + ease - flaws - _PER_WORD * abs(len(said) - _BEST_WORDS)


def _meant(
    candidates: Sequence[_Candidate],
    nearest: Sequence[Sequence[Passage]],
    memory: Memory | None,
) -> NDArray[np.float64]:
    """How much each candidate means what its own group means and the others do not.

    Candidates in a language that the encoder does not read get the middle value of the rest.
    """
    understood = np.array([reads(each.language) for each in candidates], dtype=bool)
    if not understood.any():
        return np.zeros(len(candidates))
    heard = [[text for text, language in group if reads(language)][:_MEANT] for group in nearest]
    said = [each.title for each in candidates if reads(each.language)]
    rows = encode([*said, *(text for texts in heard for text in texts)], memory=memory)
    ends = np.cumsum([len(said), *map(len, heard)])
    alike = np.stack(
        [_support(rows[: len(said)], rows[first:last]) for first, last in pairwise(ends)], axis=1
    )
    own = alike[np.arange(len(said)), [each.group for each in candidates if reads(each.language)]]
    meant = np.empty(len(candidates))
    meant[understood] = _OWN * own + _APART * (own - alike.mean(axis=1))
    meant[~understood] = np.median(meant[understood])
    return meant


def _support(said: Rows, heard: Rows) -> NDArray[np.float64]:
    """How well each row of `said` speaks for `heard`: the mean squared cosine of the nearest third.

    The nearest, because a group is seldom of one mind: a title should be what many of its points
    say rather than lie between all of them (ArgKP: .74 against .70 of the support of the theme's
    commonest key point).
    """
    if not len(heard):
        return np.zeros(len(said))
    alike = np.sort(np.clip(said @ heard.T, 0.0, 1.0) ** 2, axis=1)
    others = alike[:, :-1] if len(heard) > 1 else alike  # the nearest is where it was said
    return np.asarray(others[:, -max(1, len(heard) // 3) :].mean(axis=1), dtype=np.float64)


def _fallback(passages: Sequence[Passage]) -> str:
    """The first words of the longest of the nearest passages; see `titles`."""
    wordings = [shortened(text, language) for text, language in passages]
    readable = [title for title in wordings if any(map(str.isalpha, title))]
    return max(readable, key=lambda title: min(len(title.split()), FEWEST), default="…")


def _numbered(title: str, taken: set[str]) -> str:
    """The title with the first number that tells it from the others."""
    number = 2
    while f"{title} ({number})".casefold() in taken:
        number += 1
    return f"{title} ({number})"
