"""A group → a statement that a chair could read out, in the words of one of its passages."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.cues import continues
from nlp.encoder import Memory, encode, reads
from nlp.kinds import Kind, kind_of
from nlp.sentences import sentences
from nlp.terms import Passage, Term, weigh
from nlp.vectors import content_words

LONGEST = 110  # characters in a title
_FEWEST_WORDS, _BEST_WORDS = 5, 14
_MEANING = 3.0  # the weight of what the encoder says of a candidate
_CANDIDATES = 15  # passages nearest the middle of the group whose sentences are tried

_LEAD = re.compile(
    r"^(?:\W+|\(?(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)]\s+|(?:first|second|third)(?:ly)?\W+|"
    r"(?:also|however|moreover|furthermore|therefore|finally|lastly|thus|hence|in addition|"
    r"in short|in our view|in our opinion|we (?:think|believe|feel) that|for us|and|but|so|yes|no|"
    r"außerdem|daher|deshalb|zudem|aber|und|en outre|donc|mais|et|además|pero|inoltre|ma|ponadto|"
    r"dlatego)\b[,:;.]*\s+)",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:I|my|me|our|us|we)\b|\d|[:(\"“„«]", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,200}>")


@dataclass(frozen=True)
class _Candidate:
    group: int
    title: str
    language: str
    score: float


def titles(
    groups: Sequence[Sequence[Passage]],
    fits: Sequence[Sequence[float]],
    *,
    question: str = "",
    memory: Memory | None = None,
) -> tuple[str, ...]:
    """One title for each group, all different, at most `LONGEST` characters.

    `groups[k]` are the passages `(text, language)` of group k and `fits[k]` their cosines to its
    middle. Every title is a sentence of one of them, or its first clause, cut between words; what
    is left out at the end is shown by an ellipsis. A sentence is preferred that means what its
    group means and the others do not, carries the terms that set the group apart, makes a claim
    and leans on nothing before it.

    >>> titles([[("However, every member state should fund two laboratories.", "en")]], [[1.0]])
    ('Every member state should fund two laboratories',)
    """
    weights = weigh(groups, question=question)
    candidates = [
        candidate
        for group, (passages, fit) in enumerate(zip(groups, fits, strict=True))
        for candidate in _candidates(group, passages, fit, weights[group])
    ]
    best: list[list[tuple[float, str]]] = [[] for _ in groups]
    for candidate, spoken in zip(candidates, _spoken_for(candidates, memory), strict=True):
        best[candidate.group].append((-round(candidate.score + spoken, 4), candidate.title))
    taken: dict[str, None] = {}
    for ranked in best:
        wordings = [title for _, title in sorted(ranked)] or ["…"]
        folded = {title.casefold() for title in taken}
        fresh = (wording for wording in wordings if wording.casefold() not in folded)
        taken[next(fresh, None) or _numbered(wordings[0], folded)] = None
    return tuple(taken)


def _spoken_for(
    candidates: Sequence[_Candidate], memory: Memory | None
) -> NDArray[np.float64]:
    """How much nearer each candidate's meaning is to its own group's than to the others'.

    Candidates in a language that the encoder does not read get the middle value of the rest.
    """
    understood = np.array([reads(candidate.language) for candidate in candidates], dtype=bool)
    if not understood.any():
        return np.zeros(len(candidates))
    groups = np.array([candidate.group for candidate in candidates])[understood]
    read = [candidate.title for candidate in candidates if reads(candidate.language)]
    rows = encode(read, memory=memory)
    middles = np.stack([rows[groups == group].mean(axis=0) for group in np.unique(groups)])
    alike = rows @ middles.T
    own = alike[np.arange(len(rows)), np.unique(groups, return_inverse=True)[1]]
    spoken = np.empty(len(candidates))
    spoken[understood] = _MEANING * (own - alike.mean(axis=1))
    spoken[~understood] = np.median(spoken[understood])
    return spoken


def _numbered(title: str, taken: set[str]) -> str:
    """The title with the first number that tells it from the others."""
    number = 2
    while f"{title} ({number})".casefold() in taken:
        number += 1
    return f"{title} ({number})"


def _candidates(
    group: int, passages: Sequence[Passage], fit: Sequence[float], weight: dict[Term, float]
) -> list[_Candidate]:
    order = sorted(range(len(passages)), key=lambda index: (-fit[index], passages[index]))
    usual = Counter(language for _, language in passages).most_common(1)[0][0]
    found = []
    for rank, index in enumerate(order[:_CANDIDATES]):
        text, language = passages[index]
        for start, end in sentences(text[:4_000], 0, min(len(text), 4_000), language):
            sentence = text[start:end]
            title = readable_title(sentence)
            if not any(character.isalpha() for character in title):
                continue
            score = _carried(title, language, weight) + _shape(title, sentence, language)
            score += 0.5 * (language == usual) - 0.3 * rank / _CANDIDATES
            found.append(_Candidate(group, title, language, score))
    return found


def readable_title(sentence: str) -> str:
    """A sentence as a title: without list marks and connectives, cut to `LONGEST` characters.

    >>> readable_title("(ii) Moreover, the list must be public; nobody reads it now.")
    'The list must be public; nobody reads it now'
    """
    title = " ".join(_TAG.sub(" ", sentence[:2_000]).split())
    while (shorter := _LEAD.sub("", title, count=1)) != title and len(shorter.split()) > 2:
        title = shorter
    title = _cut(title).rstrip(" .,;:–—-")
    return title[:1].upper() + title[1:]


def _cut(title: str) -> str:
    if len(title) <= LONGEST:
        return title
    head = title[:LONGEST]
    clause = max(head.rfind("; "), head.rfind(": "), head.rfind(", "), head.rfind(" – "))
    if clause > LONGEST // 2:
        return head[:clause].rstrip(" ,;:–") + " …"
    space = head.rfind(" ", 0, LONGEST - 1)
    return head[: space if space > 0 else LONGEST - 2].rstrip(" ,;:–") + " …"


def _carried(title: str, language: str, weight: dict[Term, float]) -> float:
    """How much of the group's heaviest terms a title carries, 0 to about 1.5."""
    heaviest = sorted((value for term, value in weight.items() if len(term) == 1), reverse=True)[:5]
    own = sum(weight.get((stem,), 0.0) for stem in set(content_words(title, language)))
    return min(1.5 * own / (sum(heaviest) or 1.0), 1.5)


def _shape(title: str, sentence: str, language: str) -> float:
    """Whether a title reads as one clear claim of a good length."""
    words = len(title.split())
    kind, _ = kind_of(sentence, language)
    score = 0.4 * (kind in (Kind.PROPOSAL, Kind.CONCERN)) - 0.6 * (kind == Kind.QUESTION)
    score -= 0.6 * continues(title, language) + 0.1 * min(len(_PERSONAL.findall(title)), 4)
    score -= 0.6 * title.endswith("…") + 0.03 * abs(words - _BEST_WORDS)
    return score - 1.0 * (words < _FEWEST_WORDS)
