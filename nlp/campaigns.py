"""Identical and near-identical texts: the template, its copies, and what each copy adds."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

Span = tuple[int, int]

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SHINGLE = 3  # words that must follow one another to count as copied
_FEWEST_WORDS, _FEWEST_CHARACTERS = 9, 50  # "No comment at this stage." is no campaign
_SAME_ENOUGH = 0.4  # Jaccard of the shingles: every fifth word or so may differ
_CONTAINED = 0.7  # the share of a longer template found in a text with much of its own
_LONG_TEMPLATE = 25  # words from which containment says that it was copied
_COMMON = 400  # templates with the same shingle: beyond this it is a figure of speech
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


@dataclass(frozen=True, eq=False)
class _Document:
    """A text folded to its words, so that case, space and punctuation do not matter."""

    text: int
    source: str

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        return tuple(word.span() for word in _WORD.finditer(self.source))

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(self.source[first:last].casefold() for first, last in self.spans)

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        words = self.words
        return frozenset(
            words[first : first + _SHINGLE] for first in range(len(words) - _SHINGLE + 1)
        )

    def shared(self, shingles: frozenset[tuple[str, ...]]) -> list[bool]:
        """For each word, whether it lies in a shingle that is also in `shingles`."""
        shared = [False] * len(self.words)
        for first in range(len(self.words) - _SHINGLE + 1):
            if self.words[first : first + _SHINGLE] in shingles:
                shared[first : first + _SHINGLE] = [True] * _SHINGLE
        return shared


def find_campaigns(texts: Sequence[str]) -> tuple[Campaign, ...]:
    """Texts sent more than once in nearly the same words, the largest group first.

    Words are compared in runs of three (shingling, Broder 1997), exactly, through an inverted
    index. A text joins the template it is nearest to, never another copy, so that no chain of
    small changes links two texts that differ. A text under nine words or fifty characters is in
    none.

    >>> call = "Please keep open models free, because small firms build on them every day."
    >>> (campaign,) = find_campaigns([call, "No comment.", call.upper() + " Ours has nine staff."])
    >>> [(member.text, member.additions) for member in campaign.members]
    [(0, ()), (2, ((75, 94),))]
    """
    campaigns = [_campaign(group) for group in _copies(texts)]
    return tuple(sorted(campaigns, key=lambda found: (-len(found.members), found.members[0].text)))


def has_several_authors(campaign: Campaign, authors: Sequence[str | None]) -> bool:
    """Whether at least two authors sent it; one whose name is not known counts as another.

    >>> campaign = Campaign("…", (Member(0, 1.0, ()), Member(1, 1.0, ())))
    >>> has_several_authors(campaign, ["org-7", "org-7"]), has_several_authors(campaign, [None] * 2)
    (False, True)
    """
    names = [authors[member.text] for member in campaign.members]
    return len({name for name in names if name is not None}) + names.count(None) > 1


def _copies(texts: Sequence[str]) -> list[list[_Document]]:
    """Groups of two or more near-identical texts, each with its template first."""
    same: dict[tuple[str, ...], list[_Document]] = defaultdict(list)
    for number, text in enumerate(texts):
        document = _Document(number, text)
        if len(document.words) >= _FEWEST_WORDS and len(text.strip()) >= _FEWEST_CHARACTERS:
            same[document.words].append(document)
    # The wording sent most often leads; then the shortest, which others add to.
    leading = sorted(same, key=lambda words: (-len(same[words]), len(words), words))
    documents = [same[words][0] for words in leading]
    # Once the groups are known, the most typical wording of each leads, and all are tried again.
    elected = [_typical(group) for group in _near(documents) if len(group) > 1]
    first = {document.text for document in elected}
    groups = _near([*elected, *(each for each in documents if each.text not in first)])
    found = [[twin for lead in group for twin in same[lead.words]] for group in groups]
    return [group for group in found if len(group) > 1]


def _typical(group: Sequence[_Document]) -> _Document:
    """The wording with most of what over half of the group has, and least else."""
    counts = Counter(shingle for document in group for shingle in document.shingles)
    return max(
        group,
        key=lambda document: sum(2 * counts[each] - len(group) for each in document.shingles),
    )


def _near(documents: Sequence[_Document]) -> list[list[_Document]]:
    groups: list[list[_Document]] = []
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for document in documents:
        hits = Counter(
            group
            for shingle in document.shingles
            if len(index[shingle]) < _COMMON
            for group in index[shingle]
        )
        home = _home(document, groups, hits)
        if home is not None:
            groups[home].append(document)
            continue
        for shingle in document.shingles:
            index[shingle].append(len(groups))
        groups.append([document])
    return groups


def _home(
    document: _Document, groups: Sequence[Sequence[_Document]], hits: Counter[int]
) -> int | None:
    """The group whose template the document is nearest to, if it is near to any."""
    nearest = sorted(hits, key=lambda group: (-hits[group], group))[:20]
    for group in sorted(nearest, key=lambda group: (-_jaccard(groups[group][0], document), group)):
        if _is_copy(groups[group][0], document):
            return group
    return None


def _is_copy(template: _Document, document: _Document) -> bool:
    if _jaccard(template, document) >= _SAME_ENOUGH:
        return True
    return len(template.words) >= _LONG_TEMPLATE and _copied(template, document) >= _CONTAINED


def _jaccard(one: _Document, other: _Document) -> float:
    either = len(one.shingles | other.shingles)
    return len(one.shingles & other.shingles) / either if either else 0.0


def _copied(template: _Document, document: _Document) -> float:
    """The share of the template's shingles that the document has."""
    return len(template.shingles & document.shingles) / len(template.shingles)


def _campaign(group: Sequence[_Document]) -> Campaign:
    template, *others = group
    common = _common(group)
    members = [
        Member(
            document.text,
            round(_copied(template, document), 4),
            _runs(document, document.shared(common)),
        )
        for document in (template, *sorted(others, key=lambda document: document.text))
    ]
    return Campaign(_shared_text(template, template.shared(common)), tuple(members))


def _common(group: Sequence[_Document]) -> frozenset[tuple[str, ...]]:
    """The template's shingles that at least half of the distinct wordings have."""
    wordings = list({document.words: document for document in group}.values())
    counts = Counter(shingle for document in wordings for shingle in document.shingles)
    return frozenset(
        shingle for shingle in group[0].shingles if 2 * counts[shingle] >= len(wordings)
    )


def _runs(document: _Document, shared: Sequence[bool]) -> tuple[Span, ...]:
    """Stretches of at least `_ADDITION` words that are not shared, across gaps up to `_GAP`."""
    runs: list[tuple[int, int]] = []
    for position, is_shared in enumerate(shared):
        if is_shared:
            continue
        if runs and position - runs[-1][1] <= _GAP:
            runs[-1] = (runs[-1][0], position + 1)
        else:
            runs.append((position, position + 1))
    return tuple(
        (document.spans[first][0], document.spans[last - 1][1])
        for first, last in runs
        if last - first >= _ADDITION
    )


def _shared_text(template: _Document, shared: Sequence[bool]) -> str:
    """The template's text without the stretches that are its own."""
    own = _runs(template, shared)
    kept, position = [], 0
    for start, end in [*own, (len(template.source), len(template.source))]:
        kept.append(template.source[position:start].strip())
        position = end
    return " ".join(part for part in kept if part.strip(" .,;:!?"))
