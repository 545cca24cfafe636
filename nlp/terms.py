"""The words and noun phrases that set each group apart from the others."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from nlp.language import stemmer, stop_words
from nlp.lexical import content_words, question_stems
from nlp.wordlists import opening, words

_READ_AT_MOST = 1_500  # characters of a passage
_LONGEST_WORD = 40
_HEARD = 300  # passages of a group, evenly apart, whose words are counted
_LONGEST = 3  # content words in a phrase
_USED = 2  # passages that must use a phrase
_LENGTH = 0.7  # what each further word adds to the weight of a phrase
_HEAD_FIRST = frozenset(("fr", "es", "it", "pt", "ro"))  # the noun before its adjectives
_GENITIVE = re.compile(r"['’]s$")
_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*(?:['’]s\b|['’])?")
_NO_TERM = frozenset(("http", "https", "www", "htm", "html", "dont"))

Passage = tuple[str, str]  # text, language
Stems = tuple[str, ...]
Unit = TypeVar("Unit", str, Stems)


@dataclass
class _Use:
    """How one group uses a phrase: in how many passages, in which forms, and whether as a noun."""

    passages: int = 0
    nouns: int = 0
    forms: Counter[str] = field(default_factory=Counter)


def weigh(
    groups: Sequence[Sequence[Passage]], *, question: str = ""
) -> tuple[dict[str, float], ...]:
    """For each group the weight of its words, by stem: class-based TF-IDF (Grootendorst 2022).

    A word counts once a passage; of a large group `_HEARD` passages are read. Stop words and words
    of the question count nothing.

    >>> weights, _ = weigh([[("Protect whistleblowers.", "en")], [("Cap the fees.", "en")]])
    >>> sorted(weights)
    ['protect', 'whistleblow']
    """
    skip = question_stems(question, [language for group in groups for _, language in group])
    counts = [
        Counter(
            stem
            for text, language in _heard(group)
            for stem in set(content_words(text[:_READ_AT_MOST], language, skip))
        )
        for group in groups
    ]
    return tuple(_weighed(counts))


def terms(
    groups: Sequence[Sequence[Passage]], *, question: str = "", most: int = 6
) -> tuple[tuple[str, ...], ...]:
    """For each group at most `most` noun phrases that set it apart, the weightiest first.

    A phrase is up to three words in a row that are no stop words, no verbs of the word lists and
    not all in the question, joined by "of" and its like; a single word counts if it mostly ends
    its row (in Romance languages: begins it), is no common verb there and, in German, has a
    capital. At least two passages use it. It is shown as it is most often written, and no two
    terms share a word.

    >>> fees = [("The release fees ruin us.", "en"), ("Who pays for release fees?", "en")]
    >>> terms([fees, [("Publish the register.", "en"), ("A register for all.", "en")]])
    (('release fees',), ('register',))
    """
    skip = question_stems(question, [language for group in groups for _, language in group])
    uses = [_uses(_heard(group), skip) for group in groups]
    weights = _weighed([Counter({each: use.passages for each, use in own.items()}) for own in uses])
    return tuple(
        _chosen(own, weight, min(_USED, len(group)), most)
        for own, weight, group in zip(uses, weights, groups, strict=True)
    )


def _heard(group: Sequence[Passage]) -> Sequence[Passage]:
    return group[:: max(1, -(-len(group) // _HEARD))]


def _weighed(counts: Sequence[Counter[Unit]]) -> list[dict[Unit, float]]:
    total: Counter[Unit] = Counter()
    for count in counts:
        total.update(count)
    mean = sum(total.values()) / max(len(counts), 1)
    return [
        {unit: number * math.log(1 + mean / total[unit]) for unit, number in sorted(count.items())}
        for count in counts
    ]


def _chosen(
    uses: dict[Stems, _Use], weights: dict[Stems, float], least: int, most: int
) -> tuple[str, ...]:
    """The weightiest phrases without a word in common, as they are most often written."""
    worth = {
        stems: weights[stems] * (1 + _LENGTH * (len(stems) - 1))
        for stems, use in uses.items()
        if use.passages >= least and 2 * use.nouns >= use.passages
    }
    kept: list[Stems] = []
    for stems in sorted(worth, key=lambda each: (-worth[each], -len(each), each)):
        if len(kept) < most and not any(set(stems) & set(other) for other in kept):
            kept.append(stems)
    forms = (uses[stems].forms for stems in kept)
    return tuple(
        min(each.items(), key=lambda item: (-item[1], item[0].swapcase()))[0] for each in forms
    )


def _uses(group: Sequence[Passage], skip: frozenset[str]) -> dict[Stems, _Use]:
    found: dict[Stems, _Use] = defaultdict(_Use)
    for text, language in group:
        for stems, form, noun in _used_in(text[:_READ_AT_MOST], language):
            if skip.issuperset(stems):
                continue
            use = found[stems]
            use.passages += 1
            use.nouns += noun
            use.forms[form] += 1
    return found


@lru_cache(maxsize=20_000)  # the passages of a theme are read again for its sub-themes
def _used_in(text: str, language: str) -> tuple[tuple[Stems, str, bool], ...]:
    """The phrases of a text, each once: stems, form, and whether it ever stands as a noun."""
    own: dict[Stems, tuple[str, bool]] = {}
    for before, row in _rows(text, language):
        for stems, form, noun in _phrases(before, row, language):
            own[stems] = (form, noun or own.get(stems, ("", False))[1])
    return tuple((stems, form, noun) for stems, (form, noun) in own.items())


def _rows(text: str, language: str) -> Iterator[tuple[str, list[str]]]:
    """Rows of words that may be a noun phrase, with links between, and the word before each."""
    row: list[str] = []
    before = last = ""
    end = 0
    for found in _TOKEN.finditer(text):
        word = found.group()
        if text[end : found.start()].strip(" "):
            yield before, row
            row, last = [], ""
        is_word = _is_content(word, language) and _is_no_verb(last, word, language)
        links = bool(row) and _links(row[-1], word, language)
        if not (is_word or links) and row:
            yield before, row
            row = []
        if is_word or links:
            before = before if row else last
            row.append(word)
        last, end = word.lower(), found.end()
    yield before, row


@lru_cache(maxsize=50_000)
def _is_content(word: str, language: str) -> bool:
    small = word.lower()
    return (
        2 < len(word) <= _LONGEST_WORD
        and not word.endswith(("'", "’"))
        and any(map(str.isalpha, word))
        and small not in stop_words(language)
        and small not in words("dangling", language)
    )


def _is_no_verb(before: str, word: str, language: str) -> bool:
    """Whether a word that may be a verb follows one that nouns follow."""
    return word.lower() not in words("verbs", language) or before in words("nounish", language)


def _links(before: str, word: str, language: str) -> bool:
    small = word.lower().replace("’", "'")
    is_article = before.lower() in words("links", language)
    return small in words("links", language) or (
        is_article and small in words("articles", language)
    )


def _phrases(before: str, row: list[str], language: str) -> Iterator[tuple[Stems, str, bool]]:
    """The phrases of a row: stems, form, and whether it stands where a noun does."""
    own = [_is_content(word, language) for word in row]
    stems_of = [
        _stem(word, language) if is_own else "" for word, is_own in zip(row, own, strict=True)
    ]
    shown = [_shown(word, language) for word in row]
    for first in range(len(row)):
        for last in range(first + 1, min(len(row), first + 2 * _LONGEST) + 1):
            size = sum(own[first:last])
            if size > _LONGEST or not (own[first] and own[last - 1]):
                continue
            stems = tuple(each for each in stems_of[first:last] if each)
            if len(set(stems)) == size:
                form = _GENITIVE.sub("", " ".join(shown[first:last]))
                form = form.replace("' ", "'").replace("’ ", "’")
                yield stems, form, _is_noun(before, row, own, first, last, language)


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    return stemmer(language)(_GENITIVE.sub("", word.lower()))


def _is_noun(
    before: str, row: list[str], own: list[bool], first: int, last: int, language: str
) -> bool:
    """Whether a phrase stands where a noun does and says something; see `terms`."""
    head, end = row[first if language in _HEAD_FIRST else last - 1], row[last - 1]
    if head.lower() in words("generic", language) or end.lower() in _NO_TERM:
        return False
    if opening("modifiers", language).fullmatch(end):
        return False
    if language == "de":
        return head[0].isupper() and (last == len(row) or not row[last][0].isupper())
    begins, ends = first == 0 or not own[first - 1], last == len(row) or not own[last]
    known = words("nounish", language) or words("dangling", language) - words("verbs", language)
    after = row[first - 1].lower() if first else before
    is_named = last - first > 1 or not begins or after in known
    return is_named and (begins if language in _HEAD_FIRST else ends)


def _shown(word: str, language: str) -> str:
    return word if language == "de" or word.isupper() or not word[1:].islower() else word.lower()
