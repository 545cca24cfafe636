"""Identical and near-identical texts: the template, its copies, and what each copy adds."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from nlp.additions import Span
from nlp.copies import Group, near_copies, texts_with
from nlp.filler import is_filler
from nlp.shingles import SHINGLE, WORD, Wordings, wordings

_FEWEST_WORDS = 16  # more than the sentence or slogan that several may write by themselves
_FEWEST_LONG_WORDS, _FEWEST_CHARACTERS = 9, 120  # the same in a language of long words
_ADDITION = 4  # words in a row that the template does not have
_GAP = 3  # copied words that do not interrupt an addition


@dataclass(frozen=True)
class Member:
    """One copy: the index of its text, how much of the template it has (0 to 1), its additions.

    Similarity is the share of the template's three-word runs found in the copy. Additions are
    spans `(start, end)` of the copy's own text.
    """

    text: int
    similarity: float
    additions: tuple[Span, ...]


@dataclass(frozen=True)
class Campaign:
    """Near-identical texts: what most of them share, and the members, the template's own first."""

    template: str
    members: tuple[Member, ...]


def find_campaigns(texts: Sequence[str], *, known: Sequence[str] = ()) -> tuple[Campaign, ...]:
    """Texts sent more than once in nearly the same words, the largest group first.

    Words are compared in runs of three (shingling, Broder 1997). A text joins the template it is
    nearest to, never another copy, so that no chain of small changes links two texts that differ.
    Copies have most of a template in a letter of their own, or are an excerpt of it. A text of
    one usual sentence is in none, nor one that only points to an attachment. Words of `known`
    texts, as the question and the draft that it is about, count for nothing where they are quoted.

    >>> call = "Please keep open models free of it, because small firms build on them day by day."
    >>> (campaign,) = find_campaigns([call, "No comment.", call.upper() + " Ours has nine staff."])
    >>> [(member.text, member.additions) for member in campaign.members]
    [(0, ()), (2, ((82, 101),))]
    """
    found = wordings(texts, enough=_is_long_enough, known=known)
    campaigns = [
        _campaign(texts, found, group)
        for group in near_copies(found.shared)
        if _is_campaign(texts, found, group)
    ]
    return tuple(sorted(campaigns, key=lambda found: (-len(found.members), found.members[0].text)))


def has_several_authors(campaign: Campaign, authors: Sequence[str | None]) -> bool:
    """Whether at least two authors sent it; one whose name is not known counts as another.

    >>> campaign = Campaign("…", (Member(0, 1.0, ()), Member(1, 1.0, ())))
    >>> has_several_authors(campaign, ["org-7", "org-7"]), has_several_authors(campaign, [None] * 2)
    (False, True)
    """
    names = [authors[member.text] for member in campaign.members]
    return len({name for name in names if name is not None}) + names.count(None) > 1


def _is_long_enough(words: int, characters: int) -> bool:
    long_words = words >= _FEWEST_LONG_WORDS and characters >= _FEWEST_CHARACTERS
    return words >= _FEWEST_WORDS or long_words


def _is_campaign(texts: Sequence[str], found: Wordings, group: Group) -> bool:
    """Whether several texts share what argues something: "See attached" is no campaign."""
    several = len(group) > 1 or len(found.texts_of(group[0])) > 1
    return several and not is_filler(texts[found.texts_of(group[0])[0]])


def _campaign(texts: Sequence[str], found: Wordings, group: Group) -> Campaign:
    template = group[0]
    common = np.union1d(_common(found, group), found.known)
    members: list[Member] = []
    for wording in group:
        similarity = _similarity(found, template, wording)
        runs = _runs(_is_copied(found, wording, common))
        members += [
            Member(text, similarity, _spans(texts[text], runs)) for text in found.texts_of(wording)
        ]
    own = found.texts_of(template)[0]
    members.sort(key=lambda member: (member.text != own, member.text))
    return Campaign(_template(texts[own], members[0].additions), tuple(members))


def _common(found: Wordings, group: Group) -> NDArray[np.uint64]:
    """The template's shingles that two of its texts and half of them have, as ascending hashes."""
    shared = found.shared
    sent = shared.texts[group]
    least = max(2, -(-int(sent.sum()) // 2))
    if sent[0] >= least:
        return np.unique(found.runs_of(group[0]))
    own = shared.of(group[0])
    common: NDArray[np.uint64] = shared.hashes[own[texts_with(own, shared, group) >= least]]
    return common


def _similarity(found: Wordings, template: int, wording: int) -> float:
    """The share of the template's shingles that a wording has."""
    if wording == template:
        return 1.0
    shared = found.shared
    both = np.intersect1d(shared.of(template), shared.of(wording), assume_unique=True)
    return round(len(both) / max(int(shared.sizes[template]), 1), 4)


def _is_copied(found: Wordings, wording: int, common: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """For each word of a wording, whether it lies in one of the common shingles."""
    runs = found.runs_of(wording)
    copied = np.zeros(len(runs) + SHINGLE - 1, dtype=bool)
    if len(runs) == 0 or len(common) == 0:
        return ~copied if len(runs) == 0 else copied
    places = np.minimum(np.searchsorted(common, runs), len(common) - 1)
    for step in range(SHINGLE):
        copied[step : step + len(runs)] |= common[places] == runs
    return copied


def _runs(copied: NDArray[np.bool_]) -> tuple[Span, ...]:
    """Stretches of at least `_ADDITION` words not copied, across gaps of up to `_GAP`: of words."""
    runs: list[Span] = []
    for position in np.flatnonzero(~copied).tolist():
        if runs and position - runs[-1][1] <= _GAP:
            runs[-1] = (runs[-1][0], position + 1)
        else:
            runs.append((position, position + 1))
    return tuple((first, last) for first, last in runs if last - first >= _ADDITION)


def _spans(text: str, runs: Sequence[Span]) -> tuple[Span, ...]:
    """Stretches of words as spans of the text."""
    if not runs:
        return ()
    words = [word.span() for word in islice(WORD.finditer(text), runs[-1][1])]
    return tuple((words[first][0], words[last - 1][1]) for first, last in runs)


def _template(text: str, additions: Sequence[Span]) -> str:
    """The template's text without the stretches that are its own."""
    kept, position = [], 0
    for start, end in [*additions, (len(text), len(text))]:
        kept.append(text[position:start].strip())
        position = end
    return " ".join(part for part in kept if part.strip(" .,;:!?"))
