"""The words and word pairs that set each group apart from the others."""

import math
from collections import Counter
from collections.abc import Sequence

from nlp.language import stemmer, stop_words, tokeniser
from nlp.vectors import question_stems

_READ_AT_MOST = 2_000  # characters of a passage
_LONGEST_WORD = 40
_PAIRS_FROM = 2  # passages that must use a pair of words before it counts as a term

Term = tuple[str, ...]
Passage = tuple[str, str]  # text, language


def weigh(
    groups: Sequence[Sequence[Passage]], *, question: str = ""
) -> tuple[dict[Term, float], ...]:
    """For each group the weight of its terms: class-based TF-IDF (Grootendorst 2022).

    A term is a stem or a pair of neighbouring stems, counted once a passage. Stop words, words of
    the question, numbers and words of one or two letters are none.

    >>> weights, _ = weigh([[("Protect whistleblowers.", "en")], [("Cap the fees.", "en")]])
    >>> sorted(weights)
    [('protect',), ('protect', 'whistleblow'), ('whistleblow',)]
    """
    skip = question_stems(question, [language for group in groups for _, language in group])
    counts = [
        Counter(term for passage in group for term in _terms(passage, skip)) for group in groups
    ]
    total: Counter[Term] = Counter()
    for count in counts:
        total.update(count)
    mean = sum(total.values()) / max(len(groups), 1)
    return tuple(
        {
            term: number * math.log(1 + mean / total[term])
            for term, number in sorted(count.items())
            if len(term) == 1 or number >= min(_PAIRS_FROM, len(group))
        }
        for count, group in zip(counts, groups, strict=True)
    )


def readable(
    weights: dict[Term, float], passages: Sequence[Passage], *, most: int = 6
) -> tuple[str, ...]:
    """The heaviest terms as people wrote them, pairs before the single words they contain.

    >>> group = [("Whistleblowers need cover.", "en"), ("Protect whistleblowers.", "en")]
    >>> readable(weigh([group])[0], group, most=1)
    ('whistleblowers',)
    """
    ranked = sorted(weights, key=lambda term: (-weights[term], -len(term), term))[: most * 4]
    wanted = _without_parts(ranked)[:most]
    forms: dict[Term, Counter[str]] = {term: Counter() for term in wanted}
    for passage in passages:
        for term, form in _terms(passage, frozenset()).items():
            if term in forms:
                forms[term][form] += 1
    found = (
        min(forms[term].items(), key=lambda item: (-item[1], item[0]))
        for term in wanted
        if forms[term]
    )
    return tuple(dict.fromkeys(form for form, _ in found))


def _without_parts(ranked: Sequence[Term]) -> list[Term]:
    """Keep a word or the pair it is in, whichever weighs more; of two pairs with a word, one."""
    kept: list[Term] = []
    for term in ranked:
        if not any(set(term) & set(other) for other in kept):
            kept.append(term)
    return kept


def _terms(passage: Passage, skip: frozenset[str]) -> dict[Term, str]:
    """Each term of a passage with its surface form, lower case."""
    text, language = passage
    stem, stops = stemmer(language), stop_words(language)
    found: dict[Term, str] = {}
    before: tuple[str, str] | None = None
    for token in tokeniser(language).make_doc(_readable_part(text)):
        word = token.lower_
        if not token.is_alpha or len(word) < 3 or word in stops or (own := stem(word)) in skip:
            before = None
            continue
        found.setdefault((own,), word)
        if before and before[0] != own:
            found.setdefault((before[0], own), f"{before[1]} {word}")
        before = own, word
    return found


def _readable_part(text: str) -> str:
    return " ".join(word for word in text[:_READ_AT_MOST].split() if len(word) <= _LONGEST_WORD)
