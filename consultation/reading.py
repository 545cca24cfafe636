"""A draft as one reads it: how long a part takes, one working group's share, words that are sought.

Numbers of words are those of the plain text; 230 a minute is what adults read of English prose
(Brysbaert 2019, 238 for non-fiction, rounded down for a text that is weighed).
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from consultation.plain import plain
from consultation.queries.drafts.drafts import PlainProvision, PlainQuestion, Section
from consultation.rendering import highlighted

WORDS_A_MINUTE = 230
AROUND = 90
"""Characters shown before the first word that was sought, and twice as many after it."""

Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Outline:
    """How much there is to read: in all, and in each part, a provision at the top of the tree."""

    provisions: int
    questions: int
    minutes: int
    parts: Mapping[PlainProvision, int]


def outline(sections: Sequence[Section]) -> Outline:
    """Minutes are rounded up, those of a part with all that is below it."""
    words: dict[PlainProvision, int] = {}
    part: PlainProvision | None = None
    for section in sections:
        if section.provision is not None and section.depth == 0:
            part = section.provision
        if part is not None and section.provision is not None:
            words[part] = words.get(part, 0) + _words(section)
    return Outline(
        provisions=sum(section.provision is not None for section in sections),
        questions=sum(len(section.questions) for section in sections),
        minutes=minutes(sum(map(_words, sections))),
        parts={provision: minutes(number) for provision, number in words.items()},
    )


def minutes(words: int) -> int:
    """Reading time, at least one minute.

    >>> minutes(3), minutes(230), minutes(231)
    (1, 1, 2)
    """
    return max(1, -(-words // WORDS_A_MINUTE))


def _words(section: Section) -> int:
    texts = [question.text for question in section.questions]
    if section.provision is not None:
        texts += [section.provision.title, plain(section.provision.text)]
    return sum(len(text.split()) for text in texts)


def share(sections: Sequence[Section], groups: Set[int]) -> tuple[Section, ...]:
    """What some working groups answer for, below the provisions that it is a part of."""
    kept: list[Section] = []
    above: set[int | None] = set()
    for section in reversed(sections):
        asked = tuple(q for q in section.questions if q.working_group.id in groups)
        provision = section.provision
        of = provision.working_group if provision is not None else None
        is_theirs = of is not None and of.id in groups
        if asked or is_theirs or (provision is not None and provision.id in above):
            kept.append(Section(provision, section.depth, asked))
            above.add(provision.parent_id if provision is not None else None)
    return tuple(reversed(kept))


@dataclass(frozen=True)
class Finding:
    """A provision or an open question with the words that were sought, marked."""

    provision: PlainProvision | None
    question: PlainQuestion | None
    title: Pieces
    excerpt: Pieces


def findings(sections: Sequence[Section], sought: str) -> list[Finding]:
    """Provisions and questions that hold every word that was sought, in the draft's order."""
    words = sorted({word.casefold() for word in sought.split()}, key=len, reverse=True)
    if not words:
        return []
    found = (finding for section in sections for finding in _in_section(section, words))
    return list(found)


def _in_section(section: Section, words: list[str]) -> Iterator[Finding]:
    provision = section.provision
    if provision is not None:
        title, text = f"{provision.number} {provision.title}".strip(), plain(provision.text)
        if _holds(f"{title} {text}", words):
            yield Finding(provision, None, _marked(title, words), _excerpt(text, words))
    for question in section.questions:
        said = " · ".join([question.text, *question.choices])
        if _holds(f"{question.number} {said}", words):
            title = f"Open question {question.number}"
            yield Finding(None, question, _marked(title, words), _excerpt(said, words))


def _holds(text: str, words: list[str]) -> bool:
    return all(re.search(re.escape(word), text, re.IGNORECASE) for word in words)


def _marked(text: str, words: list[str]) -> Pieces:
    either = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    return highlighted(text, (match.span() for match in either.finditer(text)))


def _excerpt(text: str, words: list[str]) -> Pieces:
    """The passage around the first word that was sought, cut between words."""
    either = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    first = either.search(text)
    at = first.start() if first else 0
    start = text.rfind(" ", 0, max(0, at - AROUND)) + 1 if at > AROUND else 0
    end = text.find(" ", at + 2 * AROUND)
    cut = text[start:] if end < 0 else text[start:end]
    pieces = _marked(cut, words)
    before: Pieces = [("… ", False)] if start else []
    after: Pieces = [(" …", False)] if end >= 0 else []
    return [*before, *pieces, *after]


_BEGINS = re.compile(r"(?<=[.!?;:])\s+(?=\S)|\n+(?=\S)")
_SHOWN = 80
"""Characters by which a beginning is told from the others."""


def beginnings(text: str) -> list[tuple[int, str]]:
    """Where a text can be cut: each sentence or line after the first, by how it begins.

    >>> beginnings("One rule. One exception.")
    [(10, 'One exception.')]
    """
    places = [match.end() for match in _BEGINS.finditer(text)]
    return [(at, " ".join(text[at : at + _SHOWN].split())) for at in places if text[:at].strip()]
